"""The report as one semantic HTML document."""
