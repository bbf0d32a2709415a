"""Room 5: sightings become data subjects, their exposure and their controllers."""
