"""The report as a Word document, made from its HTML."""
