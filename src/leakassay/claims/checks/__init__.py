"""Claim checks, one file each."""
