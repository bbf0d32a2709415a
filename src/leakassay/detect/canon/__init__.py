"""How printed columns become canonical ones, by the array."""
