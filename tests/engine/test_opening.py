"""A source file is opened below its root, never through a link, and must be the one that was listed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from leakassay.engine.opening import check_unchanged, digests_of, open_beneath, sha256_of, stamp_of
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason


@pytest.fixture
def root(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"content")
    fd = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    yield fd
    os.close(fd)


def refusal(root: int, path: bytes) -> Reason:
    with pytest.raises(ItemError) as caught:
        open_beneath(root, path)
    assert caught.value.outcome is Outcome.REFUSED
    return caught.value.reason


def test_a_file_below_a_folder_is_opened(root: int) -> None:
    fd = open_beneath(root, b"a/file")
    assert os.read(fd, 99) == b"content"
    os.close(fd)


@pytest.mark.parametrize("link", ["a/link", "linked_folder/file"])
def test_no_component_may_be_a_link(link: str, root: int, tmp_path: Path) -> None:
    """Not the end, not a folder on the way: the dump cannot lead out of itself."""
    (tmp_path / "a" / "link").symlink_to("file")
    (tmp_path / "linked_folder").symlink_to("a")
    assert refusal(root, link.encode()) is Reason.SYMLINK


def test_what_is_gone_or_no_regular_file_is_refused(root: int, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert refusal(root, b"a/none") is Reason.VANISHED
    assert refusal(root, b"") is Reason.VANISHED
    assert refusal(root, b"fifo") is Reason.SPECIAL_FILE
    assert refusal(root, b"a") is Reason.SPECIAL_FILE


def test_no_descriptor_is_left_behind(root: int) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in (b"a/none", b"a", b"none/none"):
        refusal(root, path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_file_that_changed_is_refused(root: int, tmp_path: Path) -> None:
    fd = open_beneath(root, b"a/file")
    stamp = stamp_of(os.fstat(fd))
    check_unchanged(fd, 7, stamp)
    os.utime(tmp_path / "a" / "file", ns=(1, 1))
    for size, known in ((7, stamp), (8, ())):
        with pytest.raises(ItemError) as caught:
            check_unchanged(fd, size, known)
        assert caught.value.reason is Reason.CHANGED
    os.close(fd)


def test_the_hash_is_of_all_bytes_and_of_that_many(root: int) -> None:
    fd = open_beneath(root, b"a/file")
    assert sha256_of(fd, 7) == hashlib.sha256(b"content").hexdigest()
    for size in (6, 8):
        with pytest.raises(ItemError):
            sha256_of(fd, size)
    os.close(fd)


def test_a_second_hash_is_made_only_when_asked_for(tmp_path) -> None:
    (tmp_path / "f").write_bytes(b"content")
    fd = os.open(tmp_path / "f", os.O_RDONLY)
    both, one = digests_of(fd, 7, "sha1"), digests_of(fd, 7)
    os.close(fd)
    assert (both.sha256, both.other) == (one.sha256, hashlib.sha1(b"content", usedforsecurity=False).hexdigest())
    assert one.other == ""
