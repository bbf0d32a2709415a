"""Room 2: an item becomes record batches, each record with a locator."""
