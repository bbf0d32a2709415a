"""Ar: names of every dialect, packages, cut and hostile archives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.reading import opened
from leakassay.custody.openers import ar as opener
from leakassay.model.outcomes import Reason


def member(name: bytes, content: bytes) -> bytes:
    head = b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name, 1_700_000_000, 0, 0, b"100644", len(content))
    return head + content + b"\n" * (len(content) % 2)


def archive(*members: tuple[bytes, bytes]) -> bytes:
    return b"!<arch>\n" + b"".join(member(*each) for each in members)


DEB = archive((b"debian-binary", b"2.0\n"), (b"control.tar.xz", b"abc"), (b"data.tar.xz/", b"defg"))


def test_the_parts_of_a_package_are_members() -> None:
    found = opened(opener.members, DEB)
    assert found.names == [b"debian-binary", b"control.tar.xz", b"data.tar.xz"]
    assert (list(found.contents.values()), found.gaps) == ([b"2.0\n", b"abc", b"defg"], [])
    assert (found.members[0].modified_at, sum(found.packed.values())) == (1_700_000_000, 11)


def test_long_names_of_both_dialects_are_found_and_tables_are_no_members() -> None:
    long = b"a name that is longer than sixteen.txt"
    names = b"other.o/\n" + long + b"/\n"
    raw = archive((b"/", b"symbols!"), (b"//", names), (b"/9", b"gnu"), (b"#1/%d" % len(long), long + b"bsd"))
    found = opened(opener.members, raw)
    assert [(each.index, each.name) for each in found.members] == [(2, long), (3, long)]
    assert found.contents == {2: b"gnu", 3: b"bsd"}
    assert opened(opener.members, raw, first=3).names == [long]


def test_a_name_that_is_not_in_the_list_stays_as_it_is() -> None:
    assert opened(opener.members, archive((b"/77", b"x"))).names == [b"/77"]


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_cut_archive_is_never_complete(tenths: int) -> None:
    found = opened(opener.members, DEB[: len(DEB) * tenths // 10])
    assert found.faults or found.gaps


def test_the_last_padding_may_be_missing() -> None:
    raw = archive((b"a", b"odd"))
    assert opened(opener.members, raw[:-1]).gaps == []


def test_a_damaged_header_and_what_follows_is_a_gap() -> None:
    raw = DEB[:72] + b"?" * 60 + DEB[132:]
    assert [(gap.reason, gap.bytes) for gap in opened(opener.members, raw).gaps] == [(Reason.MALFORMED, len(raw) - 72)]


def test_bytes_that_are_no_archive_are_malformed() -> None:
    fault = opened(opener.members, b"hello").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(DEB) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 2 * len(DEB)))
def test_mutated_archives_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(DEB)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[:cut]))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=5))
def test_any_contents_come_out(contents: list[bytes]) -> None:
    raw = archive(*((b"f%d" % number, content) for number, content in enumerate(contents)))
    assert list(opened(opener.members, raw).contents.values()) == contents


@pytest.mark.field
def test_real_archives_give_their_members(field_data: Path) -> None:
    for name in ("testARofText.ar", "testARofSND.ar"):
        found = opened(opener.members, (field_data / "s11-tika-documents/pkg" / name).read_bytes())
        assert found.members
        assert (found.gaps, found.faults) == ([], {})
