"""The nouns: tables, outcomes, plug-in shapes, keys and errors."""
