"""Benchmarks: scripts that print ratios against a peer measured in the same run; nothing here is a test."""
