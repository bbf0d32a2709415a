"""Room 1: list, hash, identify and open; one ledger row per item."""
