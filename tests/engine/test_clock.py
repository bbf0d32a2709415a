"""The wall clock of a job: paused, it costs nothing."""

from __future__ import annotations

import pytest

from leakassay.engine.clock import WallClock


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Time as the test sets it."""
    held = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: held[0])
    return held


def test_it_runs_only_between_run_and_pause(now: list[float]) -> None:
    clock = WallClock(10)
    now[0] += 50
    clock.run()
    now[0] += 3
    assert clock.left == 7
    clock.pause()
    now[0] += 1000
    assert clock.left == 7
    clock.run()
    now[0] += 8
    assert clock.left == -1


def test_pausing_twice_takes_nothing_twice(now: list[float]) -> None:
    clock = WallClock(10)
    clock.run()
    now[0] += 4
    clock.pause()
    clock.pause()
    assert clock.left == 6
