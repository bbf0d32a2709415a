"""Parts of archives are told by their names; gaps between them are numbers, what follows the last nobody knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.volume_name import MOST, lacking, volume


@pytest.mark.parametrize(
    ("name", "archive", "number"),
    [
        ("d/Leak.7z.001", "d/leak.7z", 1),
        ("x.tar.gz.12", "x.tar.gz", 12),
        ("x.part01.rar", "x.rar", 1),
        ("x.PART3.RAR", "x.rar", 3),
        ("x.r00", "x.rar", 1),
        ("x.r07", "x.rar", 8),
        ("x.z01", "x.zip", 1),
    ],
)
def test_a_part_names_its_set_and_its_number(name: str, archive: str, number: int) -> None:
    assert volume(name) == (archive, number)


@pytest.mark.parametrize("name", ["x.7z", "x.rar", "report.001", "10.12.2023", "x.zip.0", "", "x.r0", "part1.rar"])
def test_other_names_are_no_parts(name: str) -> None:
    assert volume(name) is None


def test_gaps_are_numbers_between_parts() -> None:
    found = lacking(["a.7z.001", "a.7z.004", "b.part2.rar", "c.7z.001", "note.txt"])
    assert found == {"a.7z": [2, 3], "b.rar": [1], "c.7z": []}


def test_a_number_beyond_measure_fills_no_memory() -> None:
    assert len(lacking(["a.7z.9999"])["a.7z"]) == MOST - 1


@given(st.text(max_size=40))
def test_any_text_has_an_answer(name: str) -> None:
    found = volume(name)
    assert found is None or found.number >= 0
