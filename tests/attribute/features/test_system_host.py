"""P16: hosts named in documents."""

from __future__ import annotations

from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import system_host
from leakassay.model.outcomes import Hypothesis


def documents(*values: str) -> toy.Dump:
    dump = toy.Dump()
    dump.part("disk1")
    for at, value in enumerate(values):
        number = 100 + at
        dump.add("item", item_id=number, partition_id=1, own_bytes=1, bytes_read=1, outcome="read")
        dump.add("document_property", item_id=number, name="path", value=value)
    return dump


def test_our_host_speaks_for_our_system_whatever_its_case(tmp_path: Path) -> None:
    found = said(system_host, documents(*[r"\\expath-fs01\letters"] * 6), toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.PARTNER) > 1
    assert decades(found, Hypothesis.OURS, Hypothesis.ANOTHER_BODY) > 2
    assert "6 documents" in found.note


def test_a_partners_host_speaks_for_the_partner(tmp_path: Path) -> None:
    found = said(system_host, documents(*["NBDX-APP7"] * 6), toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.PARTNER, Hypothesis.OURS) > 1


def test_documents_that_name_neither_are_silent(tmp_path: Path) -> None:
    assert said(system_host, documents("SOME-OTHER-01"), toy.profile(tmp_path, roll=None)) == {}


def test_a_host_of_three_letters_would_turn_up_by_accident(tmp_path: Path) -> None:
    short = toy.profile(tmp_path, roll=None, organisation={"name": "x", "hosts": ["APP"]}, partner=None)
    assert said(system_host, documents("happy"), short) == {}
