"""The ministry's report on the joint evaluation."""
