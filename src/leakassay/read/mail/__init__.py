"""Readers of the mail family, one file per format."""
