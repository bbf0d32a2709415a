"""The front door for a terminal, one file per command."""
