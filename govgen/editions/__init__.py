"""What the State Council notices fix, read from one file an edition."""
