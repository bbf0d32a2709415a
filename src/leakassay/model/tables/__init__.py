"""Every table of the shelf, one file a noun, one comment a column."""
