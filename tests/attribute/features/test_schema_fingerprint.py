"""P11: headers of our systems and of partners; a schema names the vendor, and extracts leave columns out."""

from __future__ import annotations

from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import schema_fingerprint
from leakassay.model.outcomes import Hypothesis


def table(*headers: str) -> toy.Dump:
    dump = toy.Dump()
    dump.column(dump.part("disk1"), 50, 50, headers=headers)
    return dump


def test_our_headers_speak_for_our_system_in_any_print_of_them(tmp_path: Path) -> None:
    printed = ("Lab No", "nhs_no", "Surname", "dob", "Test-Code", "result", "extra")
    found = said(schema_fingerprint, table(*printed), toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.PARTNER) > 1


def test_a_partners_headers_speak_for_the_partner(tmp_path: Path) -> None:
    found = said(schema_fingerprint, table(*toy.PARTNER_HEADERS), toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.PARTNER, Hypothesis.OURS) > 1


def test_where_no_partner_is_known_our_headers_may_be_another_customers(tmp_path: Path) -> None:
    alone = toy.profile(tmp_path, roll=None, partner=None)
    found = said(schema_fingerprint, table(*toy.OUR_HEADERS), alone)["disk1"]
    assert 0 < decades(found, Hypothesis.OURS, Hypothesis.PARTNER) < 1


def test_tables_of_neither_speak_against_us_a_little(tmp_path: Path) -> None:
    found = said(schema_fingerprint, table(*toy.OTHER_HEADERS), toy.profile(tmp_path, roll=None))["disk1"]
    assert 0 < decades(found, Hypothesis.ANOTHER_BODY, Hypothesis.OURS) < 1


def test_a_partition_with_both_leans_to_neither(tmp_path: Path) -> None:
    dump = table(*toy.OUR_HEADERS)
    dump.add("column", item_id=1, part="second", header="unrelated", kind="other")
    for at, header in enumerate(toy.PARTNER_HEADERS):
        dump.add(
            "column", item_id=1, part="third", position=at, header=header, kind="nhs_number" if at == 1 else "other"
        )
    found = said(schema_fingerprint, dump, toy.profile(tmp_path, roll=None))["disk1"]
    assert abs(decades(found, Hypothesis.OURS, Hypothesis.PARTNER)) < 0.2


def test_tables_without_headers_or_people_are_not_counted(tmp_path: Path) -> None:
    dump = toy.Dump()
    item = dump.part("disk1")
    dump.column(item, 50, 50)
    for at, header in enumerate(("LABNO", "TESTCODE", "RESULT", "UNIT")):
        dump.add("column", item_id=item, part="prices", position=at, header=header, kind="other")
    assert said(schema_fingerprint, dump, toy.profile(tmp_path, roll=None)) == {}


def test_a_header_is_compared_as_the_page_compares_it() -> None:
    assert schema_fingerprint.plain("Lab. No_1") == "labno1"
