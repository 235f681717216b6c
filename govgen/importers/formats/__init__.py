"""Readers of HTML, DOCX, PDF and text."""
