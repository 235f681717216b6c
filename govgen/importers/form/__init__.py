"""填报表: the workbook that a clerk fills in. Where everything is on it, and how it is read back."""
