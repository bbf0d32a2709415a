"""Rehearsal: synthetic estates and leaks with an answer key; knows nothing of the assay."""
