"""L4xx: the law and the edition in force."""
