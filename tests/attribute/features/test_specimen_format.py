"""P06: laboratory numbers as ours, as a partner's, as neither; shared patterns make it weak alone."""

from __future__ import annotations

from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import specimen_format
from leakassay.model.outcomes import Hypothesis

OURS = [f"24L{at:06d}" for at in range(60)]
THEIRS = [f"NB24{at:08d}" for at in range(60)]


def numbers(ids: list[str]) -> toy.Dump:
    dump = toy.Dump()
    dump.specimens(dump.part("disk1"), ids)
    return dump


def test_our_format_speaks_against_a_known_partner_and_weakly_against_another_body(tmp_path: Path) -> None:
    found = said(specimen_format, numbers(OURS), toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.PARTNER) > 1.5
    assert 0 < decades(found, Hypothesis.OURS, Hypothesis.ANOTHER_BODY) < 1


def test_a_partners_format_speaks_for_the_partner(tmp_path: Path) -> None:
    found = said(specimen_format, numbers(THEIRS), toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.PARTNER, Hypothesis.OURS) > 2


def test_a_partner_of_unknown_format_may_print_as_we_do(tmp_path: Path) -> None:
    alone = toy.profile(tmp_path, roll=None, partner=None)
    assert decades(said(specimen_format, numbers(OURS), alone)["disk1"], Hypothesis.OURS, Hypothesis.PARTNER) < 1


def test_repeats_of_a_number_count_once_and_few_say_nothing(tmp_path: Path) -> None:
    assert said(specimen_format, numbers(OURS[:9] * 20), toy.profile(tmp_path, roll=None)) == {}


def test_without_a_format_it_is_silent() -> None:
    assert said(specimen_format, numbers(OURS)) == {}
