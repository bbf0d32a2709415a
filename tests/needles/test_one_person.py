"""One planted person in all formats: after a run over a folder of all of them, the same sighting and event in each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leakassay.pipeline.catalogue.formats import FORMATS
from needles.person import FILES
from needles.reach import format_of
from pipeline.corridor import go, opened

PERSON = ("nhs_number", "surname", "forename", "date_of_birth", "postcode")
EVENT = ("test_id", "status", "collected_on")
WHO = {("9990000018", "TESTER", "ANN", "1980-01-02", "SE1 7EH")}
WHAT = {("GENE-128", "resulted", "2024-06-01")}
"""Sodium, as the test catalogue calls it."""

CANNOT: dict[str, str] = {
    "access": "nothing writes it",
    "mssql_backup": "searched as runs of letters only: no line or row says what belongs together",
    "mssql_data": "as mssql_backup",
    "pst": "nothing writes it",
    **dict.fromkeys(
        (entry.name for entry in FORMATS if entry.reader == "document.letters"), "searched for runs of letters only"
    ),
}
"""Formats with a reader in which the person is not planted, and why."""

FALLS_SHORT: dict[str, str] = {
    "pg_copy.dat": "columns without names: which of two dates is the birth, and that TESTER is a surname, is not told",
}
"""Files in which less is found, and why; one that is found after all is red."""


def told(folder: Path) -> dict[str, tuple[set[Any], set[Any]]]:
    """People and events by file, of one run over all of them."""
    dump = folder / "dump"
    dump.mkdir()
    for name, make in FILES.items():
        (dump / name).write_bytes(make())
    go(folder, dump)
    with opened(folder) as case:
        shelf = case.shelf()
        items, sightings, events = (shelf.table(name).to_pylist() for name in ("item", "sighting", "event"))
    paths = {one["item_id"]: one["item_path"].split("!/")[0].split("/")[-1] for one in items}
    found: dict[str, tuple[set[Any], set[Any]]] = {name: (set(), set()) for name in FILES}
    for one in sightings:
        found[paths[one["item_id"]]][0].add(tuple(str(one[key]) for key in PERSON))
    for one in events:
        said = {**one, "collected_on": str(one["collected_at"])[:10]}
        found[paths[one["item_id"]]][1].add(tuple(said[key] for key in EVENT))
    return found


def test_the_same_person_and_the_same_event_are_told_in_each_format(tmp_path: Path) -> None:
    found = told(tmp_path)
    assert {name: said for name, said in found.items() if said != (WHO, WHAT) and name not in FALLS_SHORT} == {}
    assert [name for name in FALLS_SHORT if found[name] == (WHO, WHAT)] == []


def test_every_format_with_a_reader_carries_the_person_or_says_why_not() -> None:
    read = {entry.name for entry in FORMATS if entry.reader}
    carried = {found.name for name, make in FILES.items() if (found := format_of(name, make()))}
    assert carried == read - set(CANNOT)
    assert set(CANNOT) <= read
    assert set(FALLS_SHORT) <= set(FILES)
