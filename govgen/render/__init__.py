"""One HTML document and what is made from it: HTML, PDF and DOCX."""
