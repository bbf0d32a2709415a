"""The archive holds itself, byte for byte, as deep as anybody looks."""

import io
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper import zip_quine
from leakassay.exercise.paper.zip_quine import INNER, quine


def test_its_only_member_is_itself_five_levels_down():
    data = quine("r.zip").data
    for _ in range(5):
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            assert opened.namelist() == [INNER]
            inner = opened.read(INNER)
        assert inner == data
        data = inner


def test_the_checksum_in_it_is_its_own():
    data = quine("r.zip").data
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert zlib.crc32(data) == opened.getinfo(INNER).CRC


def test_the_key_lists_the_first_level():
    document = quine("r.zip")
    assert [(member.name, member.format, member.data) for member in document.members] == [(INNER, "zip", document.data)]
    assert document == quine("r.zip")


def test_unzip_and_seven_zip_find_no_fault(tmp_path: Path):
    (tmp_path / "r.zip").write_bytes(quine("r.zip").data)
    programs = [(program, *switches) for program, *switches in (("unzip", "-tq"), ("7z", "t")) if shutil.which(program)]
    if not programs:
        pytest.skip("neither unzip nor 7z is installed")
    for program in programs:
        assert subprocess.run([*program, tmp_path / "r.zip"], check=False, capture_output=True).returncode == 0


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=32), st.data())
def test_a_sum_of_columns_is_found_again(columns: list[int], data: st.DataObject):
    chosen = data.draw(st.lists(st.sampled_from(columns)))
    target = 0
    for column in chosen:
        target ^= column
    found = zip_quine._combination(columns, target)
    assert found is not None
    for bit, column in enumerate(columns):
        target ^= column if found >> bit & 1 else 0
    assert target == 0


def test_a_sum_that_cannot_be_is_not_found():
    assert zip_quine._combination([0b01, 0b01], 0b10) is None
