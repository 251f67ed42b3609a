"""Scorecards of 49 bodies."""
