"""Marks of a house: what both bear is nobody's, and many documents say no more than fifty."""

from __future__ import annotations

from leakassay.attribute import marker
from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Group

PRESENCE: dict[Group, float] = {SAME_SYSTEM: 0.5, PARTNER: 0.5, ANOTHER: 0.001, FABRICATED: 0.02}


def test_a_mark_of_both_houses_is_left_out() -> None:
    assert marker.table(["SHARED01", "OURS01"], ["shared01"]).to_pylist() == [{"owner": "ours", "value": "ours01"}]


def test_our_marks_speak_for_our_system_and_theirs_for_the_partner() -> None:
    own, other = marker.likelihood(10, 0, PRESENCE), marker.likelihood(0, 10, PRESENCE)
    assert own[SAME_SYSTEM] > own[PARTNER] + 1
    assert other[PARTNER] > other[SAME_SYSTEM] + 1


def test_correspondence_with_both_marks_leans_to_neither() -> None:
    both = marker.likelihood(10, 10, PRESENCE)
    assert abs(both[SAME_SYSTEM] - both[PARTNER]) < 0.3


def test_five_thousand_documents_say_no_more_than_fifty() -> None:
    assert marker.likelihood(5000, 0, PRESENCE) == marker.likelihood(50, 0, PRESENCE)
