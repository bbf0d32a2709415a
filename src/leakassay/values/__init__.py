"""Value types: how one kind of value is shaped, checked, made canonical and compared."""
