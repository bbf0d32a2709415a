"""Listing: every entry once, in byte order, nothing followed, nothing opened that is no folder."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.custody.listing import Entry, entries, root_of
from leakassay.model.errors import DumpError
from leakassay.model.outcomes import Outcome, Reason


def listed(root: Path) -> list[Entry]:
    return list(entries(*root_of(root)))


def paths(root: Path) -> list[bytes]:
    return [entry.path for entry in listed(root)]


def test_entries_come_folder_by_folder_in_byte_order(tmp_path: Path) -> None:
    for name in ("b/x", "b/a/y", "a/z", "B", "c", "a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    assert paths(tmp_path) == [b"B", b"a.txt", b"c", b"a/z", b"b/x", b"b/a/y"]


def test_a_file_has_its_size_time_and_stamp(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"12345")
    os.utime(tmp_path / "f", (1, 1_600_000_000))
    (entry,) = listed(tmp_path)
    assert (entry.size, entry.modified_at, entry.outcome) == (5, 1_600_000_000, None)
    assert entry.stamp[1] == (tmp_path / "f").stat().st_ino


def test_links_and_special_files_are_rows_and_are_not_opened(tmp_path: Path) -> None:
    """A fifo would block for ever; a link to the parent would loop; a dangling one leads nowhere."""
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)
        server.bind("sock")
        os.chdir(here)
        found = {entry.path: (entry.outcome, entry.reason, entry.size) for entry in listed(tmp_path)}
    link, special = (Outcome.REFUSED, Reason.SYMLINK, 0), (Outcome.REFUSED, Reason.SPECIAL_FILE, 0)
    assert found == {b"fifo": special, b"gone": link, b"self": link, b"sock": special, b"up": link}


_component = st.binary(min_size=1, max_size=20).filter(lambda raw: not set(raw) & {0, 47} and raw not in {b".", b".."})


@given(names=st.sets(_component, min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_any_name_is_listed_as_its_bytes(names: set[bytes], tmp_path_factory) -> None:
    """Not UTF-8, newlines, right-to-left marks."""
    root = tmp_path_factory.mktemp("names")
    for name in names:
        Path(root, os.fsdecode(name)).write_bytes(b"")
    assert paths(root) == sorted(names)


def test_a_name_of_255_bytes_is_listed(tmp_path: Path) -> None:
    (tmp_path / ("n" * 255)).write_text("")
    assert paths(tmp_path) == [b"n" * 255]


def test_a_tree_deeper_than_a_path_may_be_long_is_walked(tmp_path: Path) -> None:
    """Component by component from the root's descriptor: PATH_MAX (4096) does not matter."""
    name, at = b"d" * 200, os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir(name, dir_fd=at)
        below = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(os.open("leaf", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)
    assert paths(tmp_path) == [b"/".join([name] * 30 + [b"leaf"])]


@pytest.mark.skipif(os.geteuid() != 0, reason="another user can be played by root only")
@pytest.mark.parametrize(("mode", "expected"), [(0o000, b"shut"), (0o444, b"shut/f")])
def test_a_closed_folder_is_a_row(mode: int, expected: bytes, tmp_path: Path) -> None:
    """Unreadable, or readable without being searchable."""
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "f").write_text("1")
    (tmp_path / "shut").chmod(mode)
    for folder in (tmp_path, *tmp_path.parents):
        if folder != folder.parent and folder.stat().st_uid == 0 and folder != Path(folder.anchor, "tmp"):
            folder.chmod(0o755)
    (tmp_path / "shut").chmod(mode)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setegid(65534)
            os.seteuid(65534)
            (entry,) = listed(tmp_path)
            code = 0 if (entry.path, entry.reason) == (expected, Reason.UNREADABLE) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_single_file_is_a_dump(tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(b"123")
    (tmp_path / "other").write_bytes(b"")
    assert paths(tmp_path / "one.zip") == [b"one.zip"]


def test_what_cannot_be_a_dump_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to(tmp_path)
    for name, word in (("none", "does not exist"), ("fifo", "neither"), ("link", "links are not followed")):
        with pytest.raises(DumpError, match=word):
            root_of(tmp_path / name)


def test_no_descriptor_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "f").write_text("")
    before = len(list(Path("/proc/self/fd").iterdir()))
    listed(tmp_path)
    next(entries(*root_of(tmp_path)))
    assert len(list(Path("/proc/self/fd").iterdir())) == before
