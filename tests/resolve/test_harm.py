"""Severity: ENISA's worked examples."""

from __future__ import annotations

import pytest

from leakassay.resolve.harm import SEVERITY, SPECIFIC_TIER
from resolve.estate import FIRST, JOHN, person, resolved


@pytest.mark.parametrize(
    ("sighting", "event", "severity"),
    [
        (person(JOHN), {"status": "resulted", "tier": 4}, 5.0),
        (person(JOHN), {"status": "requested", "tier": SPECIFIC_TIER}, 4.0),
        (person(JOHN), {"status": "requested", "tier": 1}, 2.0),
        ({"hospital_number": "L123"}, {"status": "resulted", "tier": 1}, 2.0),
        (person(JOHN), None, 2.0),
    ],
)
def test_worked_examples_have_their_severity(sighting, event, severity):
    events = [{"event_id": 1, "sighting_id": FIRST, "item_id": 1, **event}] if event else []
    assert resolved(sighting, events=events).table("subject")["severity"].to_pylist() == [severity]


def test_levels_grow():
    assert SEVERITY["dpc_general"] < SEVERITY["dpc_specific"] < SEVERITY["dpc_result"]
    assert SEVERITY["ei_negligible"] < SEVERITY["ei_limited"] < SEVERITY["ei_significant"] < SEVERITY["ei_maximum"]
