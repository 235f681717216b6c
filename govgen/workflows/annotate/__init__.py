"""``govgen check --annotate``: the findings as comments in a copy of the Word file."""
