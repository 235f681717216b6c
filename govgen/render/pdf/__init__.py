"""The report as a tagged PDF, laid out by WeasyPrint."""
