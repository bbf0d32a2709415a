"""Readers of data bases: dumps of statements, files of tables."""
