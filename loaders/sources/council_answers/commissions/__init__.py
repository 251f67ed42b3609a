"""The answer on commissioned services."""
