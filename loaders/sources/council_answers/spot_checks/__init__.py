"""Spot checks of the city's projects."""
