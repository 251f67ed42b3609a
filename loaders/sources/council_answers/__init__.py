"""Answers to a council member's written questions about Seoul, with the reports bound into them: a package for each."""
