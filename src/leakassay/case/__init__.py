"""The shelf: ledger, keys, encrypted parts, queries, event log and audit log of one inquiry."""
