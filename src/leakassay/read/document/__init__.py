"""Readers of the document family, one file per format."""
