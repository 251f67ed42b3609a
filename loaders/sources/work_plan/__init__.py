"""The main work plan 2020 of Seoul."""
