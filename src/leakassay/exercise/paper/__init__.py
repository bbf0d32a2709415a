"""Document writers, one format per file: records in, bytes out."""
