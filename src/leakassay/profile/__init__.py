"""The organisation that may have lost the data: its codes, systems, rolls and rules."""
