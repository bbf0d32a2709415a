"""Table in, figure out."""
