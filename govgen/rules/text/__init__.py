"""What rules read texts with."""
