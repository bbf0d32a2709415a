"""Walking a tar: damage in the middle, archives behind one another, ends that are missing."""

from __future__ import annotations

import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.reading import opened
from leakassay.custody.openers import tar as opener
from leakassay.custody.openers.tar_walk import is_header
from leakassay.model.outcomes import Outcome, Reason


def archive(files: dict[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as made:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    return out.getvalue()


THREE = archive({"a": b"a" * 700, "b": b"b" * 1500, "c": b"c" * 10})
"""Headers at 0, 1536 and 3584, the end at 4608."""


def gaps(raw: bytes) -> list[tuple[Reason, int]]:
    return [(gap.reason, gap.bytes) for gap in opened(opener.members, raw).gaps]


def test_a_damaged_header_costs_its_member_only() -> None:
    raw = THREE[:1536] + bytes([THREE[1536] ^ 0xFF]) + THREE[1537:]
    found = opened(opener.members, raw)
    assert found.contents == {0: b"a" * 700, 1: b"c" * 10}
    assert gaps(raw) == [(Reason.MALFORMED, 2048)]


def test_an_archive_behind_another_is_gone_through_too() -> None:
    """What `cat` or `tar --concatenate` left, or somebody who hides something behind the end."""
    assert opened(opener.members, THREE * 2).names == [b"a", b"b", b"c"] * 2
    assert gaps(THREE * 2) == []


def test_bytes_behind_the_end_are_a_gap() -> None:
    assert gaps(THREE + b"hidden!!" * 200) == [(Reason.TRAILING_BYTES, 1600)]


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_cut_archive_is_never_complete(tenths: int) -> None:
    body = THREE[:4608]
    found = opened(opener.members, body[: len(body) * tenths // 10])
    assert found.gaps or found.fault
    assert all(gap.reason is Reason.TRUNCATED for gap in found.gaps)


def test_an_archive_cut_between_two_members_lacks_its_end() -> None:
    assert gaps(THREE[:3584]) == [(Reason.TRUNCATED, 0)]


def test_a_first_header_that_is_damaged_is_passed_over() -> None:
    """A whole member may have stood there, so its bytes are a gap and the archive is not called whole."""
    raw = b"\xff" + THREE[1:]
    assert opened(opener.members, raw).names == [b"b", b"c"]
    assert gaps(raw) == [(Reason.MALFORMED, 1536)]


def test_without_any_header_it_is_no_tar() -> None:
    fault = opened(opener.members, b"\xff" * 5000).fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


def test_sizes_beyond_eight_gigabytes_are_understood() -> None:
    """Base 256, as GNU tar writes them."""
    info = tarfile.TarInfo("huge")
    info.size = 9 << 30
    found = opened(opener.members, info.tobuf(tarfile.GNU_FORMAT) + b"x" * 1024)
    assert found.members[0].declared_bytes == 9 << 30
    assert found.faults[0].reason is Reason.TRUNCATED


def test_a_file_with_holes_comes_with_zeros_in_them() -> None:
    """GNU sparse 0.1: pax records list offset and length of what is stored."""
    info = tarfile.TarInfo("holes")
    info.size = 8
    info.pax_headers = {"GNU.sparse.map": "4,4,100,4", "GNU.sparse.size": "104", "GNU.sparse.numblocks": "2"}
    raw = info.tobuf(tarfile.PAX_FORMAT) + b"headtail".ljust(512, b"\0") + bytes(1024)
    assert opened(opener.members, raw).contents == {0: bytes(4) + b"head" + bytes(92) + b"tail"}


def test_a_link_to_somewhere_and_a_file_through_it_are_two_rows() -> None:
    """F08: the link is refused, the file is content under a name; nothing is followed or written."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        link, file = tarfile.TarInfo("d"), tarfile.TarInfo("d/x")
        link.type, link.linkname, file.size = tarfile.SYMTYPE, "/somewhere", 3
        made.addfile(link)
        made.addfile(file, io.BytesIO(b"abc"))
    found = opened(opener.members, out.getvalue())
    assert [(member.name, member.outcome) for member in found.members] == [(b"d", Outcome.REFUSED), (b"d/x", None)]
    assert found.contents[1] == b"abc"


def test_the_check_sum_of_signed_bytes_is_one_too() -> None:
    block = bytearray(archive({"\xe9": b""})[:512])
    block[148:156] = b" " * 8
    signed = sum(byte - 256 if byte > 127 else byte for byte in block)
    block[148:156] = b"%06o\0 " % signed
    assert is_header(bytes(block))
    block[0] ^= 1
    assert not is_header(bytes(block))


@settings(deadline=None)
@given(st.binary(max_size=1500))
def test_any_bytes_are_no_header_or_one(raw: bytes) -> None:
    assert is_header(raw) in (True, False)


_names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=120)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(_names, st.binary(max_size=2000), min_size=1, max_size=8), st.sampled_from([0, 1, 2]))
def test_what_the_standard_library_packs_comes_out(files: dict[str, bytes], form: int) -> None:
    try:
        raw = archive(files, form)
    except ValueError:  # ustar cannot hold every name
        return
    found = opened(opener.members, raw)
    kept = [name.encode().rstrip(b"/") for name in files]
    if not any(name.endswith("/") for name in files):
        assert found.names == kept
        assert list(found.contents.values()) == list(files.values())
    assert found.gaps == []
