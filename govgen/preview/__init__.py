"""A page on this machine that shows a report beside its findings while its file is being written."""
