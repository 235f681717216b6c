"""Reads YAML with exact positions: encodings, slips, parser events, tree."""
