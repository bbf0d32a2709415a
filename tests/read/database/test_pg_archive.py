"""Numbers, texts, entries and chunks of an archive, and what is none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.database import pg_archive
from leakassay.read.database.pg_archive import Cursor, DamageError, EndError, UnknownError
from read.pg_archive import GZIP, WARDS, archive, chunked, head, number


@contextmanager
def cursor(raw: bytes) -> Iterator[Cursor]:
    item = in_memory(raw)
    try:
        yield Cursor(item, 0, item.size)
    finally:
        os.close(item.fd)


@pytest.mark.parametrize("minor", [10, 11, 14, 15, 16])
def test_the_head_and_every_entry_are_told(minor: int) -> None:
    item = in_memory(archive(WARDS, minor=minor))
    found, place = pg_archive.head_of(item)
    told = list(pg_archive.entries(found, place))
    os.close(item.fd)
    assert found[:4] == (minor, pg_archive.CUSTOM, GZIP, 8)
    assert found[4:] == ("2024-06-01 02:14:09", b"wards", b"15.3", b"15.4")
    assert [(one.id, one.kind.decode(), one.tag.decode()) for one in told] == [
        (at, one.kind, one.tag) for at, one in enumerate(WARDS, 1)
    ]
    assert [one.has_data for one in told] == [bool(one.data) for one in WARDS]
    assert {one.owner for one in told} == {b"lab"}


@pytest.mark.parametrize("value", [0, 1, -1, 70_000, -70_000])
def test_a_number_comes_back(value: int) -> None:
    with cursor(number(value)) as place:
        assert place.number() == value


def test_a_sign_that_is_none_and_a_text_beyond_the_end_are_damage() -> None:
    with cursor(b"\x02\0\0\0\0") as place, pytest.raises(DamageError):
        place.number()
    with cursor(number(90) + b"short") as place, pytest.raises(EndError):
        place.text()


def test_a_version_or_kind_that_is_not_read_is_named() -> None:
    for raw in (head(0, minor=17), head(0, minor=9), head(0, kind=4)):
        item = in_memory(raw)
        with pytest.raises(UnknownError):
            pg_archive.head_of(item)
        os.close(item.fd)


@given(st.binary(max_size=700), st.integers(1, 300))
@settings(deadline=None)
def test_chunks_give_back_the_stream(data: bytes, size: int) -> None:
    with cursor(chunked(data, size) + b"more") as place:
        assert b"".join(pg_archive.chunks(place)) == data
        assert place.take(4) == b"more"


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_give_entries_or_damage(data: bytes) -> None:
    item = in_memory(head(3) + data)
    found, place = pg_archive.head_of(item)
    try:
        assert len(list(pg_archive.entries(found, place))) == 3
    except DamageError:
        assert place.at <= item.size
    finally:
        os.close(item.fd)
