"""The second sustainable-development implementation plan of Seoul, 2020-2024."""
