"""The report of December 2019 on the first plan."""
