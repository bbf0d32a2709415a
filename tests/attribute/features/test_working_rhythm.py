"""P26: an even clock is invented; nights are rare in a laboratory; dates without times are no midnight."""

from __future__ import annotations

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import working_rhythm
from leakassay.model.outcomes import Hypothesis


def test_a_laboratorys_hours_speak_a_little_against_a_forger() -> None:
    dump = toy.Dump()
    dump.lab_rhythm(dump.part("disk1"))
    found = said(working_rhythm, dump)["disk1"]
    assert 0.2 < decades(found, Hypothesis.OURS, Hypothesis.FABRICATED) < 1


def test_an_even_clock_speaks_for_a_forger() -> None:
    dump = toy.Dump()
    dump.even_rhythm(dump.part("disk1"))
    assert decades(said(working_rhythm, dump)["disk1"], Hypothesis.FABRICATED, Hypothesis.OURS) > 1


def test_dates_without_times_are_judged_by_their_weekdays_only() -> None:
    dump = toy.Dump()
    item = dump.part("disk1")
    dump.trait(item, "collected_hour", _00=500)
    dump.trait(item, "collected_weekday", Mon=100, Tue=100, Wed=100, Thu=100, Fri=90, Sat=8, Sun=2)
    found = said(working_rhythm, dump)["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.FABRICATED) > 0
    assert "collection times" not in found.note


def test_a_few_times_say_nothing() -> None:
    dump = toy.Dump()
    dump.trait(dump.part("disk1"), "collected_hour", _09=20)
    assert said(working_rhythm, dump) == {}
