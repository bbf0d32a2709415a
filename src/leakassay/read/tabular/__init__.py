"""Readers of the tabular family, one file per format."""
