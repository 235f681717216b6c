"""A county's bodies together: what they sent in, their states, sums, and what goes back or out."""
