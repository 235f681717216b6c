"""From a published report to a data file."""
