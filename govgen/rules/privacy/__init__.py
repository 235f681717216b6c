"""P7xx: personal data and contact details."""
