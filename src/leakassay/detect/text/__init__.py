"""Free text: candidates by pattern, then check, then context."""
