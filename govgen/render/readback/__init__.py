"""Compares what was rendered with the edition and the data."""
