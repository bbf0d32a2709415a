"""Tar: files, links, devices, sparse files, cut and hostile archives."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.reading import opened
from leakassay.custody.openers import tar as opener
from leakassay.model.outcomes import Outcome, Reason

TEXT = b"NHS 999 000 0018\n" * 100


def archive(form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as made:
        for name in ("a.txt", "../../x", "/abs", "C:\\x", "long/" + "n" * 150):
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(TEXT), 1_700_000_000
            made.addfile(info, io.BytesIO(TEXT))
        for name, kind in (
            ("link", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("fifo", tarfile.FIFOTYPE),
            ("d", tarfile.DIRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/shadow"
            made.addfile(info)
    return out.getvalue()


GOOD = archive()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_files_come_with_their_bytes_and_names_as_data(form: int) -> None:
    found = opened(opener.members, archive(form))
    assert found.names[:4] == [b"a.txt", b"../../x", b"/abs", b"C:\\x"]
    assert [found.contents[index] for index in range(5)] == [TEXT] * 5
    assert (found.gaps, found.fault, found.members[0].modified_at) == ([], None, 1_700_000_000)


def test_links_and_devices_are_listed_and_refused() -> None:
    refused = {member.name: (member.outcome, member.reason) for member in opened(opener.members, GOOD).members[5:]}
    assert refused == {
        b"link": (Outcome.REFUSED, Reason.SYMLINK),
        b"hard": (Outcome.REFUSED, Reason.SYMLINK),
        b"fifo": (Outcome.REFUSED, Reason.SPECIAL_FILE),
    }


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert opened(opener.members, GOOD, first=4).members[0].index == 4


def test_a_cut_archive_gives_the_beginning_of_the_last_file() -> None:
    found = opened(opener.members, GOOD[:3000])
    assert found.faults or found.gaps
    assert found.contents[0] == TEXT


def test_garbage_after_a_file_is_a_gap() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        info = tarfile.TarInfo("a")
        info.size = 512
        made.addfile(info, io.BytesIO(b"x" * 512))
    found = opened(opener.members, out.getvalue()[:1024] + b"garbage!" * 128)
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.MALFORMED, 1024)]


def test_a_header_that_claims_gigabytes_is_not_read_into_memory() -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 5 << 30
    raw = info.tobuf(tarfile.GNU_FORMAT) + bytes(64 << 20)
    tracemalloc.start()
    fault = opened(opener.members, raw).fault
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault is not None
    assert fault.reason is Reason.MALFORMED
    assert peak < 16 << 20


@settings(max_examples=250, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), max_size=10), st.integers(0, 2 * len(GOOD)))
def test_mutated_archives_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[:cut]))


@pytest.mark.field
def test_testtar_gives_what_the_standard_library_gives(field_data: Path) -> None:
    path = field_data / "s20-python-stdlib/archives/testtar.tar"
    found = opened(opener.members, path.read_bytes())
    with tarfile.open(path, errors="surrogateescape", encoding="utf-8") as theirs:
        wanted = [info for info in theirs if not info.isdir()]
        assert found.names == [info.name.encode("utf-8", "surrogateescape") for info in wanted]
        for member, info in zip(found.members, wanted, strict=True):
            if info.isreg():
                extracted = theirs.extractfile(info)
                assert extracted is not None
                assert found.contents[member.index] == extracted.read(), info.name


@pytest.mark.field
def test_the_recursive_tar_ends(field_data: Path) -> None:
    found = opened(opener.members, (field_data / "s20-python-stdlib/archives/recursion.tar").read_bytes())
    assert found.fault is not None


@pytest.mark.parametrize(("kept", "is_cut"), [(0, False), (1, True), (261, True), (511, True)])
def test_an_archive_that_stops_within_a_block_is_truncated(kept: int, is_cut: bool) -> None:
    """Found by mutation: the zero bytes of a damaged header passed for the end."""
    end = len(GOOD.rstrip(b"\0")) // 512 * 512 + 512
    found = opened(opener.members, GOOD[: end + 1024] + bytes(kept))
    assert (Reason.TRUNCATED in {gap.reason for gap in found.gaps}) == is_cut
