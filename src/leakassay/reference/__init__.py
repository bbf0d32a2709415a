"""Reference data that several rooms need, each table with its source, licence and loader."""
