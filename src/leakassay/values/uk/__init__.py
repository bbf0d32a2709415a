"""Value types of the United Kingdom and its health services."""
