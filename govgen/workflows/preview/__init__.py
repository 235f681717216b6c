"""Report and findings side by side in a browser."""
