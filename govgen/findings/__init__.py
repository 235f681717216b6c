"""What a review reports: findings, their catalogue and their output formats."""
