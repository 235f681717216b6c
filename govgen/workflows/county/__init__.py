"""Work on the reports of all bodies of a county: intake, status, sums, returns and publication."""
