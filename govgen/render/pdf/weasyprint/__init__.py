"""Every patch of WeasyPrint's private parts."""
