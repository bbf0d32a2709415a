"""Room 9: the dossier, regulator figures and exports (read-only)."""
