"""Headers of 7z: numbers, names, damage."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers import seven_zip_header as header
from leakassay.exercise.paper.seven_zip_header import Entry, Stream, number, plain_header, signature
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

PLAIN = plain_header([Entry("a/\u00e9", 5, 1), Entry("b", 0, 0), Entry("c", 7, 2)], Stream(9, ((b"\0", b""),), (12,)))


def test_entries_come_with_names_sizes_and_times() -> None:
    archive = header.contents(PLAIN)
    assert [(entry.name, entry.has_bytes) for entry in archive.entries] == [
        ("a/\u00e9".encode(), True),
        (b"b", False),
        (b"c", True),
    ]
    assert [part.size for part in archive.folders[0].substreams] == [5, 7]
    assert archive.folders[0].packed == ((32, 9),)
    assert archive.entries[0].modified_at == 1_717_372_800


def test_a_start_says_where_the_header_lies() -> None:
    assert header.start(signature(9, PLAIN)).offset == 41
    with pytest.raises(ItemError) as fault:
        header.start(signature(9, PLAIN)[:20])
    assert fault.value.reason is Reason.TRUNCATED


def test_a_header_of_gigabytes_is_refused() -> None:
    class Endless(bytes):
        def __len__(self) -> int:
            return 1 << 40

    with pytest.raises(ItemError) as fault:
        header.start(signature(9, Endless(b"x")))
    assert fault.value.outcome is Outcome.REFUSED


@given(st.integers(0, len(PLAIN)), st.binary(min_size=1, max_size=9))
def test_damaged_headers_are_malformed_and_nothing_else(at: int, junk: bytes) -> None:
    for raw in (PLAIN[:at] + junk + PLAIN[at + len(junk) :], PLAIN[:at], PLAIN[:at] + junk + PLAIN[at:]):
        with contextlib.suppress(ItemError):
            header.contents(raw)


def test_a_million_entries_are_not_believed_without_the_bytes_for_them() -> None:
    with pytest.raises(ItemError):
        header.contents(b"\x01\x05" + number(1 << 40) + b"\0\0")
