"""One line per plug-in."""
