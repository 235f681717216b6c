"""From a report to files: HTML first, PDF and DOCX from that HTML."""
