"""Errands that walk through several rooms: explain, verify, export."""
