"""C3xx: prose against tables, tables against each other."""
