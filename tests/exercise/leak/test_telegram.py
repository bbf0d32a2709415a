"""A dump wrapped as a Telegram export: everything is still there, under the path the key is told."""

import hashlib
import io
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from leakassay.exercise.leak import telegram
from leakassay.exercise.leak.deposit import FILE_TIME
from leakassay.exercise.leak.telegram import Wrapped, wrap
from leakassay.exercise.paper.damage import broken_name, long_path, shown

py7zr = pytest.importorskip("py7zr")

DUMP = {
    "disk1/lims/results.csv": b"21A000001|FBC\n" * 3000,
    "disk1/empty.txt": b"",
    "disk1/" + broken_name("letters/Müller.txt"): b"a letter",
    "disk2/" + long_path("deep.txt"): b"deep",
    "disk2/scan.pdf": np.random.default_rng(4).bytes(90_000),
    "notice.txt": b"loose",
}


def lay(folder: Path) -> Path:
    for name, data in DUMP.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def members(data: bytes) -> dict[str, bytes]:
    factory = py7zr.io.BytesIOFactory(64 << 20)
    with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
        archive.extractall(factory=factory)
        names = archive.getnames()
    return {name: factory.products[name].read() if name in factory.products else b"" for name in names}


def unpacked(dump: Path, wrapped: Wrapped) -> dict[str, bytes]:
    """Every item below the first volume by its item path, as a reader with py7zr meets them."""
    first = dump / wrapped.outer
    volumes = sorted(first.parent.glob("leak.7z.*"))
    found = {}
    for name, data in members(b"".join(path.read_bytes() for path in volumes)).items():
        found[f"{wrapped.outer}!/{name}"] = data
        if name.endswith(".7z"):
            found |= {f"{wrapped.outer}!/{name}!/{below}": inner for below, inner in members(data).items()}
    return found


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return lay(tmp_path / "dump")


def test_every_file_is_where_path_of_says(dump: Path):
    wrapped = wrap(dump, seed=5)
    found = unpacked(dump, wrapped)
    assert {wrapped.path_of(shown(name)): data for name, data in DUMP.items()}.items() <= found.items()


def test_what_is_new_is_listed_with_size_and_hash_and_nothing_else_is_there(dump: Path):
    wrapped = wrap(dump, seed=5)
    found = unpacked(dump, wrapped)
    found |= {path.relative_to(dump).as_posix(): path.read_bytes() for path in dump.rglob("*") if path.is_file()}
    listed = {item.path: (item.size_bytes, item.sha256) for item in wrapped.items}
    new = set(found) - {wrapped.path_of(shown(name)) for name in DUMP}
    assert listed == {path: (len(found[path]), hashlib.sha256(found[path]).hexdigest()) for path in new}


def test_names_lie_in_byte_order_whatever_the_disk_says(tmp_path: Path):
    names = [f"{number * 7919 % 101:03d}.txt" for number in range(60)] + ["Z.txt", "a.txt", "é.txt"]
    for name in names:
        (tmp_path / "dump/disk1").mkdir(parents=True, exist_ok=True)
        (tmp_path / "dump/disk1" / name).write_bytes(b"x")
    found = unpacked(tmp_path / "dump", wrap(tmp_path / "dump", seed=5))
    packed = [path.rpartition("!/")[2] for path in found if "disk1.7z!/" in path]
    assert packed == sorted(names, key=os.fsencode)


def test_a_path_inside_a_packed_container_keeps_its_chain():
    wrapped = Wrapped("x/leak.7z.001", ("disk1",), {"disk1/b\\xfc.zip": "x/leak.7z.001!/disk1.7z!/bü.zip"}, ())
    assert wrapped.path_of("disk1/a/b.zip!/c.txt") == "x/leak.7z.001!/disk1.7z!/a/b.zip!/c.txt"
    assert wrapped.path_of("disk1/b\\xfc.zip!/c.txt") == "x/leak.7z.001!/disk1.7z!/bü.zip!/c.txt"
    assert wrapped.path_of("notice.txt") == "x/leak.7z.001!/notice.txt"


def test_the_export_is_all_that_is_left(dump: Path):
    wrap(dump, seed=5)
    assert [path.name for path in dump.iterdir()] == ["ChatExport_2024-06-20"]
    assert {path.stat().st_mtime for path in dump.rglob("*") if path.is_file()} == {FILE_TIME}
    assert not list(dump.rglob("disk*"))


def test_the_messages_offer_the_volumes_that_lie_there(dump: Path):
    wrap(dump, seed=5)
    export = dump / "ChatExport_2024-06-20"
    told = json.loads((export / "result.json").read_bytes())["messages"]
    parts = {entry["file"]: entry["file_size"] for entry in told if entry.get("file", "").startswith("files/")}
    assert parts == {f"files/{path.name}": path.stat().st_size for path in (export / "files").iterdir()}
    assert len(parts) >= 3
    assert all((export / entry["photo"]).is_file() for entry in told if "photo" in entry)


def test_the_same_seed_and_dump_give_the_same_bytes(tmp_path: Path):
    trees = []
    for name in ("a", "b"):
        dump = lay(tmp_path / name)
        os.utime(dump / "notice.txt", (len(trees), 99))
        wrap(dump, seed=6)
        trees.append({path.relative_to(dump): path.read_bytes() for path in dump.rglob("*") if path.is_file()})
    assert trees[0] == trees[1]


def test_progress_counts_the_bytes_of_the_dump(dump: Path):
    told: list[int] = []
    wrap(dump, seed=5, progress=told.append)
    assert sum(told) == sum(len(data) for data in DUMP.values())


def test_originals_go_as_they_are_packed(tmp_path: Path):
    dump = tmp_path / "dump"
    for top in ("disk1", "disk2", "disk3"):
        (dump / top).mkdir(parents=True)
        for number in range(4):
            (dump / top / f"{number}.pdf").write_bytes(np.random.default_rng(number).bytes(300_000))
    held: list[int] = []
    wrap(
        dump,
        seed=5,
        progress=lambda _: held.append(sum(path.stat().st_size for path in dump.rglob("*") if path.is_file())),
    )
    # two files more than the dump: the one just packed, and what the volumes need
    assert max(held) < 14 * 300_000


def test_an_export_that_is_there_already_is_left_alone(dump: Path):
    (dump / "ChatExport_2024-06-20/files").mkdir(parents=True)
    with pytest.raises(FileExistsError):
        wrap(dump, seed=5)
    assert (dump / "disk1/lims/results.csv").is_file()


def test_a_name_without_a_date_is_refused(dump: Path):
    with pytest.raises(ValueError, match="isoformat"):
        wrap(dump, seed=5, name="export")


def test_no_volume_is_larger_than_telegram_takes(dump: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(telegram, "VOLUME_LIMIT", 8192)
    wrapped = wrap(dump, seed=5)
    volumes = [item.size_bytes for item in wrapped.items if ".7z." in item.path and "!/" not in item.path]
    assert max(volumes) == 8192
    assert len(volumes) > 8


def test_seven_zip_finds_no_fault(dump: Path):
    import subprocess

    if not (program := shutil.which("7z")):
        pytest.skip("7z is not installed")
    wrapped = wrap(dump, seed=5)
    told = subprocess.run([program, "t", str(dump / wrapped.outer)], check=False, capture_output=True, text=True)
    assert "Everything is Ok" in told.stdout
