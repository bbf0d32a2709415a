"""Measures that compare the tables of an assay with an answer key."""
