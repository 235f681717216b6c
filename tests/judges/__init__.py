"""Judges from outside, found where GOVGEN_JUDGES says."""
