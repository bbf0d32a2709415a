"""Readers of the health family, one file per format."""
