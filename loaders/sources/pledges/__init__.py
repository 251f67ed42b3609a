"""The mayor's pledges of Seoul, 2018-2022."""
