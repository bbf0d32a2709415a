"""Zips laid out by hand open with the standard library and with unzip."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.zip_layout import archive_of, deflated

NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=5, unique=True)


@given(NAMES, st.lists(st.binary(max_size=400), min_size=5, max_size=5))
def test_every_member_comes_back(names: list[str], datas: list[bytes]):
    whole = archive_of([deflated(name.encode(), data) for name, data in zip(names, datas, strict=False)])
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == names
        assert [opened.read(name) for name in names] == datas[: len(names)]


def test_a_further_line_claims_the_bytes_of_another_member():
    whole = archive_of([deflated(b"a", b"1"), deflated(b"b", b"2")], again=[(b"c", 1)])
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        places = {info.filename: info.header_offset for info in opened.infolist()}
    assert places["b"] == places["c"] != places["a"]


def test_unzip_finds_no_fault(tmp_path: Path):
    if not (unzip := shutil.which("unzip")):
        pytest.skip("unzip is not installed")
    (tmp_path / "x.zip").write_bytes(archive_of([deflated(b"folder/note.txt", b"words " * 50)]))
    assert subprocess.run([unzip, "-tq", tmp_path / "x.zip"], check=False, capture_output=True).returncode == 0
