"""The leak taken from an estate: partitions, deposits and the answer key."""
