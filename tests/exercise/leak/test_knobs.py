"""Knobs are completed, and impossible ones are refused in one sentence that says what would do."""

from typing import Any

import pytest

from leakassay.exercise.leak.knobs import BYTES_PER_EVENT, KINDS, Knobs, RehearsalError, settled


def knobs(**asked: Any) -> Knobs:
    return Knobs(**({"kind": "ours", "people": 0, "events": 0, "seed": 1} | asked))


def test_what_is_not_asked_for_has_a_usual_value():
    assert (settled(knobs()).people, settled(knobs()).events) == (1_000, 10_000)


def test_people_and_events_follow_from_the_bytes():
    made = settled(knobs(size_bytes=2_000_000_000))
    assert made.events == 2_000_000_000 // BYTES_PER_EVENT
    assert made.people == made.events // 10


def test_what_is_asked_for_is_kept():
    made = settled(knobs(size_bytes=100_000_000, events=1_000, people=77))
    assert (made.events, made.people) == (1_000, 77)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known(kind: str):
    assert settled(knobs(kind=kind)).kind == kind


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ({"kind": "theirs"}, "choose one of"),
        ({"people": 2}, "at least 20 people"),
        ({"events": 5}, "200 events"),
        ({"people": 10**8}, "at most 2,000,000"),
        ({"size_bytes": 1_000}, "at least 20.0 MB"),
        ({"size_bytes": 20_000_000, "events": 10**7}, "or at least 2.2 GB"),
        ({"formats": frozenset({"csv", "papyrus"})}, "papyrus is not known"),
        ({"formats": frozenset()}, "none is named"),
    ],
)
def test_an_impossible_knob_is_refused_in_one_sentence(asked: dict[str, Any], advice: str):
    with pytest.raises(RehearsalError, match=advice) as refused:
        settled(knobs(**asked))
    assert "\n" not in str(refused.value)


def test_formats_are_kept_as_they_are_asked_for():
    assert settled(knobs(formats=frozenset({"csv", "hl7v2"}))).formats == {"csv", "hl7v2"}
