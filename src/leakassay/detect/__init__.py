"""Room 3: record batches become columns, sightings, events, mentions, traits and fingerprints."""
