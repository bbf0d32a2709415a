"""Tables: columns judged as columns, rows as people and events."""
