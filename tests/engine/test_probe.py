"""The probe misbehaves in a real cell; every layer has to stop it."""

from __future__ import annotations

from leakassay.engine.limits import Limits
from leakassay.engine.probe import probe


def test_every_trial_is_blocked_by_its_layer() -> None:
    found = list(probe(Limits()))
    assert len(found) >= 4
    assert [name for name, blocked, _ in found if not blocked] == []
