"""7z archives open with py7zr and 7-Zip; volumes are plain cuts; the same files give the same bytes."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.paper.seven_zip import entry_name, in_memory, solid

py7zr = pytest.importorskip("py7zr")

FILES = {
    "a.csv": b"21A000001|FBC|Full blood count\n" * 60_000,
    "scan.pdf": np.random.default_rng(3).bytes(1_300_000),
    "empty.txt": b"",
    "folder/ünïcode name.txt": b"words",
}
NAMES = [Path(name) for name in FILES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "in"


def opened(data: bytes, password: str | None = None) -> dict[str, bytes]:
    factory = py7zr.io.BytesIOFactory(64 << 20)
    with py7zr.SevenZipFile(io.BytesIO(data), password=password) as archive:
        archive.extractall(factory=factory)
        names = archive.getnames()
    # py7zr hands out nothing for files without bytes
    held = {name: factory.products[name].read() for name in names if name in factory.products}
    return {name: held.get(name, b"") for name in names}


def seven_z(*arguments: object) -> subprocess.CompletedProcess[str]:
    if not (program := shutil.which("7z")):
        pytest.skip("7z is not installed")
    return subprocess.run([program, *map(str, arguments)], check=False, capture_output=True, text=True)


@pytest.mark.parametrize("password", [None, "Pathology2024!"])
@pytest.mark.parametrize("stored", [False, True])
def test_another_library_opens_what_was_packed(folder: Path, password: str | None, *, stored: bool):
    (path,) = solid(folder.parent / "x.7z", folder, names=NAMES, password=password, stored=stored)
    assert opened(path.read_bytes(), password) == FILES


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.text("abcé", min_size=1, max_size=6), st.binary(max_size=60), min_size=1, max_size=5))
def test_whatever_lies_in_memory_comes_back(files: dict[str, bytes]):
    assert opened(in_memory(files.items())) == files


def test_volumes_are_equal_and_together_the_whole(folder: Path, tmp_path: Path):
    (whole,) = solid(tmp_path / "whole.7z", folder, names=NAMES)
    parts = solid(tmp_path / "cut.7z", folder, names=NAMES, volume_bytes=500_000)
    assert [path.name for path in parts] == ["cut.7z.001", "cut.7z.002", "cut.7z.003"]
    assert {path.stat().st_size for path in parts[:-1]} == {500_000}
    assert b"".join(path.read_bytes() for path in parts) == whole.read_bytes()


def test_seven_zip_finds_no_fault_in_volumes_and_calls_them_solid(folder: Path, tmp_path: Path):
    parts = solid(tmp_path / "cut.7z", folder, names=NAMES, volume_bytes=500_000)
    assert "Everything is Ok" in seven_z("t", parts[0]).stdout
    listing = seven_z("l", "-slt", parts[0]).stdout
    assert "Solid = +" in listing
    assert "2024-06-03" in listing


def test_without_the_password_not_even_the_names_can_be_read(folder: Path, tmp_path: Path):
    (path,) = solid(tmp_path / "x.7z", folder, names=NAMES, password="infected")
    assert "folder".encode("utf-16-le") not in path.read_bytes()
    assert seven_z("l", "-pwrong", path).returncode != 0
    assert "Everything is Ok" in seven_z("t", "-pinfected", path).stdout


def test_times_on_disk_change_nothing(folder: Path, tmp_path: Path):
    first = solid(tmp_path / "a.7z", folder, names=NAMES, password="p")[0].read_bytes()
    for name in FILES:
        os.utime(folder / name, (1, 1))
        (folder / name).chmod(0o600)
    assert solid(tmp_path / "b.7z", folder, names=NAMES, password="p")[0].read_bytes() == first


def test_a_file_may_be_deleted_when_the_next_is_asked_for(folder: Path, tmp_path: Path):
    def each():
        for name in NAMES:
            yield name
            (folder / name).unlink()

    (path,) = solid(tmp_path / "x.7z", folder, names=each())
    assert opened(path.read_bytes()) == FILES


def test_a_name_that_is_no_utf8_becomes_text_in_its_own_component_only():
    name = "Übersicht/M".encode() + b"\x81ller.txt"
    assert entry_name(Path(os.fsdecode(name))) == "Übersicht/Müller.txt"


def test_volumes_too_small_for_the_start_are_refused(folder: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="cannot hold"):
        solid(tmp_path / "x.7z", folder, names=NAMES, volume_bytes=31)
