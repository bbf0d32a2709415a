"""Signs of life come with progress alone, and not more often than need be."""

from __future__ import annotations

import pytest

from leakassay.engine import pulse
from leakassay.engine.wire import Writer


class Heard(Writer):
    def __init__(self) -> None:
        super().__init__(-1)
        self.signs = 0

    def alive(self) -> None:
        self.signs += 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(pulse.time, "monotonic", lambda: now[0])
    return now


def test_a_sign_of_life_comes_with_progress_and_time(clock: list[float]) -> None:
    heard = Heard()
    beat = pulse.Pulse(heard)
    for at in range(1, 101):
        clock[0] += 1
        beat(at)
    assert heard.signs == 100 // int(pulse.PULSE_SECONDS)


def test_who_reads_the_same_bytes_again_is_silent(clock: list[float]) -> None:
    heard = Heard()
    beat = pulse.Pulse(heard)
    beat(1000)
    for at in (10, 1000, 500, 1000):
        clock[0] += 60
        beat(at)
    assert heard.signs == 0
