"""Finds the statutory tables in a document and reads their cells."""
