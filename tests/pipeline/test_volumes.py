"""Sets of volumes: told by names, proven by content, led by one, and never a reason to lose a file."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case.shop import add_item, add_source, fresh
from leakassay.pipeline import volumes
from leakassay.pipeline.cellwork import formats_by_name
from pipeline.corridor import CSV, LIMITS, go, outcomes, zipped

OPEN = {"outcome": "", "done": 0, "ready": 1, "hashed": 1}


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=1000)
    yield found
    found.close()


def put(case, **names: str) -> None:
    """Items by name with their format, in this order."""
    for number, (name, form) in enumerate(names.items(), start=1):
        raw = name.encode()
        entry = formats_by_name().get(form)
        container = int(bool(entry and entry.opener))
        place = volumes.waiting_place(raw)
        add_item(case, number, seq=number, name=raw, format=form, container=container, volume_place=place, **OPEN)


def places(case) -> list[tuple[int | None, int]]:
    return [(row[0], row[1]) for row in case.ledger.rows("select volume_of, volume_place from item order by item_id")]


def fates(case) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in case.ledger.rows("select outcome, reason from item order by item_id")]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (b"x.7z.001", volumes.LEADS), (b"x.7z.002", 2), (b"dir/x.zip.010", 10), (b"x.part1.rar", volumes.LEADS),
        (b"x.part002.RAR", 2), (b"x.r00", 2), (b"x.r99", 101), (b"x.s00", 102), (b"x.z01", 1), (b"x.Z12", 12),
        (b"x.zip", 0), (b"x.rar", 0), (b"x.txt", 0), (b"x.01", 0), (b".001", 0), (b"x.123456", 0),
    ],
)  # fmt: skip
def test_a_name_claims_a_place(name: bytes, place: int) -> None:
    assert volumes.waiting_place(name) == place


@given(st.binary(max_size=40))
def test_any_name_at_all_claims_a_place_or_none(name: bytes) -> None:
    assert volumes.waiting_place(name) >= volumes.LEADS


def test_numbered_files_behind_an_archive_are_its_volumes(case) -> None:
    put(case, **{"x.zip.001": "zip", "x.zip.002": "unknown", "x.zip.003": "text"})
    volumes.group(case, formats_by_name())
    assert places(case) == [(None, 0), (1, 2), (1, 3)]


def test_numbered_messages_are_files_like_any_other(case) -> None:
    """An interface writes batch.001, batch.002 …: the first is no archive."""
    put(case, **{"batch.001": "hl7v2", "batch.002": "hl7v2", "batch.003": ""})
    volumes.group(case, formats_by_name())
    assert places(case) == [(None, 0)] * 3
    assert fates(case) == [("", ""), ("", ""), ("unsupported", "no_reader")]


def test_a_split_zip_is_led_by_the_file_with_its_directory(case) -> None:
    put(case, **{"x.z01": "", "x.z02": "", "x.zip": "zip"})
    volumes.group(case, formats_by_name())
    assert places(case) == [(3, 1), (3, 2), (None, 0)]


def test_a_gap_in_the_numbers_is_a_flaw_of_the_set(case) -> None:
    put(case, **{"x.zip.001": "zip", "x.zip.003": ""})
    volumes.group(case, formats_by_name())
    assert case.ledger.one("select flaw from item where item_id = 1") == "missing_volume"
    assert places(case)[1] == (1, 3)


def test_volumes_whose_first_is_missing_say_so(case) -> None:
    put(case, **{"x.7z.002": "", "x.7z.003": "unknown"})
    volumes.group(case, formats_by_name())
    assert fates(case) == [("failed", "missing_volume")] * 2


def test_a_first_volume_alone_is_opened_as_it_is(case) -> None:
    put(case, **{"x.zip.001": "zip"})
    volumes.group(case, formats_by_name())
    assert (places(case), fates(case)) == ([(None, 0)], [("", "")])


def test_nothing_is_grouped_while_siblings_may_still_come(case) -> None:
    put(case, **{"x.zip.001": "zip", "x.zip.002": ""})
    add_item(case, 9, container=1, opened=0, outcome="", done=0, seq=9, ready=1, hashed=1)
    with case.ledger.transaction():
        case.ledger.execute("update item set parent_id = 9 where item_id < 9")
    assert volumes.group(case, formats_by_name()) == 0
    with case.ledger.transaction():
        case.ledger.execute("update item set opened = 1 where item_id = 9")
    assert volumes.group(case, formats_by_name()) == 2


def test_sets_of_two_folders_are_two_sets(case) -> None:
    put(case, **{"a/x.zip.001": "zip", "a/x.zip.002": "", "b/x.zip.001": "zip", "b/x.zip.002": ""})
    volumes.group(case, formats_by_name())
    assert places(case) == [(None, 0), (1, 2), (None, 0), (3, 2)]


def in_parts(content: bytes, count: int) -> list[bytes]:
    size = -(-len(content) // count)
    return [content[at : at + size] for at in range(0, len(content), size)]


def test_an_archive_in_numbered_parts_is_read_through_all_of_them(tmp_path: Path) -> None:
    """The law closes over the parts; nothing of them is left unread."""
    at = tmp_path / "dump"
    at.mkdir()
    for number, part in enumerate(in_parts(zipped({"people.csv": CSV.encode()}, zipfile.ZIP_STORED), 3), start=1):
        (at / f"set.zip.{number:03d}").write_bytes(part)
    go(tmp_path, at)
    said = outcomes(tmp_path)
    assert {path: one[0] for path, one in said.items()} == {
        "set.zip.001": "read", "set.zip.002": "read", "set.zip.003": "read", "set.zip.001!/people.csv": "read",
    }  # fmt: skip
    assert said["set.zip.001!/people.csv"][3] == 40


def test_a_set_inside_an_archive_is_found_when_all_its_parts_are_out(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    parts = in_parts(zipped({"people.csv": CSV.encode()}, zipfile.ZIP_STORED), 3)
    (at / "all.zip").write_bytes(zipped({f"x/set.zip.{n:03d}": part for n, part in enumerate(parts, start=1)}))
    go(tmp_path, at, limits=replace(LIMITS, spool_bytes=1))
    said = outcomes(tmp_path)
    assert said["all.zip!/x/set.zip.001!/people.csv"][3] == 40
    assert {one[0] for one in said.values()} == {"read"}


def test_a_missing_part_is_named_and_what_lies_before_it_is_read(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    members = {f"{number}.csv": CSV.replace("Alpha", f"Golf{number}x").encode() for number in range(4)}
    for number, part in enumerate(in_parts(zipped(members, zipfile.ZIP_STORED), 4), start=1):
        if number != 3:
            (at / f"set.zip.{number:03d}").write_bytes(part)
    go(tmp_path, at)
    said = outcomes(tmp_path)
    assert said["set.zip.001"][:2] == ("read_partly", "missing_volume")
    assert said["set.zip.001!/0.csv"][0] == "read"
    assert not [one for path, one in said.items() if path.endswith("2.csv") and one[0] == "read"]
