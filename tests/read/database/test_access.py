"""Access files of four formats that others wrote: every row and value, and damage that is told."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import access
from read.database.jet_files import Jet
from read.reading import Summary, read_bytes


def tables(summary: Summary) -> Counter[str]:
    found = Counter[str]()
    for batch in summary.batches:
        if batch.table_name and not batch.table_name.startswith("MSys"):
            found[batch.table_name] += batch.data.num_rows
    return found


def rows_of(summary: Summary, name: str) -> list[dict[str, str]]:
    return [
        dict(zip(batch.headers, row.values(), strict=True))
        for batch in summary.batches
        if batch.table_name == name
        for row in batch.data.to_pylist()
    ]


def files(field_data: Path) -> list[Path]:
    found = sorted((field_data / "s14-jackcess-mdb").rglob("*.*db"))
    assert len(found) == 43
    return found


@pytest.mark.parametrize("is_old", [True, False])
def test_rows_memos_and_what_was_deleted_are_told(is_old: bool) -> None:
    raw = Jet(is_old).file()
    summary = read_bytes(access.read, raw)
    note = "rang about 9990000026"
    assert [list(row.values()) for row in rows_of(summary, "People")] == [
        ["1", "9990000018", note], ["2", "9990000034", note],
    ]  # fmt: skip
    assert [row["NHS"] for row in rows_of(summary, "People deleted")] == ["9990000042"]
    assert (summary.gaps, summary.covered) == ([], len(raw))


SMALL = {is_old: Jet(is_old).file() for is_old in (True, False)}


@settings(deadline=None)
@given(st.booleans(), st.lists(st.tuples(st.integers(0, 7 * 4096), st.binary(min_size=1, max_size=4)), max_size=9))
def test_any_damage_gives_readings_or_an_error_of_the_item(is_old: bool, patches: list[tuple[int, bytes]]) -> None:
    raw = bytearray(SMALL[is_old])
    for place, patch in patches:
        at = place % len(raw)
        raw[at : at + len(patch)] = patch
    summary = read_bytes(access.read, bytes(raw))
    assert summary.fault is not None or summary.accounted == len(raw)


@pytest.mark.field
def test_every_file_is_read_without_damage_and_accounted_for(field_data: Path) -> None:
    """Bytes that are no text are the only thing missing, and pages of what was dropped."""
    for path in files(field_data):
        raw = path.read_bytes()
        summary = read_bytes(access.read, raw)
        assert summary.fault is None, path.name
        assert summary.reasons <= {Reason.NO_READER, Reason.STRINGS_ONLY}, path.name
        assert summary.accounted == len(raw), path.name


@pytest.mark.field
@pytest.mark.parametrize("path", ["V1997/testV1997.mdb", "V2003/testV2003.mdb", "V2010/testV2010.accdb"])
def test_values_of_every_type_are_those_that_jackcess_wrote(field_data: Path, path: str) -> None:
    summary = read_bytes(access.read, (field_data / "s14-jackcess-mdb" / path).read_bytes())
    assert sorted(rows_of(summary, "Table1"), key=str) == [
        dict(zip("ABCDEFGHI", ["a", "b", "0", "0", "0", "0", "1981-12-12", "0", "false"], strict=True)),
        dict(zip("ABCDEFGHI", ["abcdefg", "hijklmnop", "2", "222", "333333333", "444.555", "1974-09-21", "3.5", "true"],
                 strict=True)),
    ]  # fmt: skip


@pytest.mark.field
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("compIndexTest", {"Table1": 512}), ("delColTest", {"Table1": 2}), ("delTest", {"Table": 2}),
        ("indexTest", {"Table1": 4, "Table2": 3, "Table3": 4}), ("overflowTest", {"Table1": 7}),
        ("test2", {"MSP_PROJECTS": 1}), ("fixedNumericTest", {"test": 1}), ("fixedTextTest", {"users": 2}),
    ],
)  # fmt: skip
def test_the_same_data_base_has_the_same_rows_in_every_format(
    field_data: Path, name: str, counts: dict[str, int]
) -> None:
    found = [path for path in files(field_data) if path.name.startswith(f"{name}V")]
    assert len(found) >= 2
    for path in found:
        said = tables(read_bytes(access.read, path.read_bytes()))
        assert {table: said[table] for table in counts} == counts, path.name


@pytest.mark.field
def test_deleted_rows_memos_and_squeezed_text_are_told(field_data: Path) -> None:
    folder = field_data / "s14-jackcess-mdb"
    gone = read_bytes(access.read, (folder / "V2003" / "testIndexPropertiesV2003.mdb").read_bytes())
    assert len(rows_of(gone, "TableUnique1_temp deleted")) >= 10
    wide = read_bytes(access.read, (folder / "V2003" / "testUnicodeCompV2003.mdb").read_bytes())
    assert [row["Unicode"] for row in rows_of(wide, "Table")][:3] == ["only ascii chars", "ääkkösiä", "Мир"]
    long = read_bytes(access.read, (folder / "V2010" / "complexDataTestV2010.accdb").read_bytes())
    assert "row3-memo-again" in str(rows_of(long, "Table1"))


@pytest.mark.field
def test_an_encrypted_file_says_so(field_data: Path) -> None:
    (path,) = field_data.rglob("testAccess2_encrypted.accdb")
    fault = read_bytes(access.read, path.read_bytes()).fault
    assert fault is not None
    assert fault.outcome is Outcome.ENCRYPTED


@pytest.mark.field
def test_any_damage_gives_readings_or_an_error(field_data: Path) -> None:
    draw = random.Random(7)
    for name in ("V1997/overflowTestV1997.mdb", "V2003/delTestV2003.mdb"):
        good = (field_data / "s14-jackcess-mdb" / name).read_bytes()
        for _ in range(8):
            raw = bytearray(good)
            for _ in range(len(raw) // 300):
                raw[draw.randrange(40, len(raw))] = draw.randrange(256)
            summary = read_bytes(access.read, bytes(raw[: draw.randrange(5000, len(raw))]))
            assert summary.fault is not None or summary.gaps


def test_noise_behind_the_magic_is_no_data_base() -> None:
    raw = b"\0\1\0\0Standard Jet DB\0\1" + random.Random(3).randbytes(9_000)
    summary = read_bytes(access.read, raw)
    assert summary.fault is not None or summary.gaps
    assert read_bytes(access.read, raw[:40]).fault is not None
