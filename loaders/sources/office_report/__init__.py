"""The work report of Seoul's Planning and Coordination Office, September 2020."""
