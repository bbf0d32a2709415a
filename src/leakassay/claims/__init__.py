"""Room 7: what was said against what was measured."""
