"""Rules over a subject: one file a family, one small function a code."""
