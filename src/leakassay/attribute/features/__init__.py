"""Provenance features, one file each."""
