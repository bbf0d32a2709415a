"""The only way a sensitive value becomes text: mask, suppress, encode, reveal with audit."""
