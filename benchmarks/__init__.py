"""What is measured, always as a ratio of two ways in one run."""
