"""Entries that are the same or overlap: their words, their scores, and the links of the shipped tables."""
