"""T6xx: wording, numbering, punctuation, titles."""
