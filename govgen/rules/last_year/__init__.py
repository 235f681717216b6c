"""K5xx: figures and prose against last year's report."""
