"""Weak magics are backed by structure."""

from __future__ import annotations

import bz2
import io
import tarfile
import time

from leakassay.custody.sniff import binary


def test_a_tar_is_known_by_its_checksum_even_without_its_mark() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as made:
        made.addfile(tarfile.TarInfo("a"))
    raw = out.getvalue()
    assert binary.tar(raw, b"", "", len(raw)) == 85
    assert binary.tar(raw[:100] + b"7" + raw[101:], b"", "", len(raw)) == 0
    assert binary.tar(bytes(512), b"", "", 512) == 0


def test_a_dbase_table_has_lengths_that_fit() -> None:
    raw = (
        b"\x03\x18\x05\x03"
        + (2).to_bytes(4, "little")
        + (65).to_bytes(2, "little")
        + (10).to_bytes(2, "little")
        + bytes(20)
    )
    assert binary.dbf(raw, b"", "", 65 + 20 + 1) == 75
    assert binary.dbf(raw, b"", "", 40) == 0


def test_bzip2_and_mp4_are_known() -> None:
    raw = bz2.compress(b"x")
    assert binary.bzip2(raw, b"", "", len(raw)) == 85
    assert binary.bzip2(b"BZhello world", b"", "", 13) == 0
    assert binary.mp4(b"\0\0\0\x18ftypisom", b"", "", 12) == 80


def test_markup_is_known_after_comments() -> None:
    assert binary.xml(b"<!-- a note -->\n<section code='1'>", b"", "", 1) == 60
    assert binary.xml("<?xml version='1.0'?><a/>".encode("utf-16"), b"", "", 1) == 60
    assert binary.html(b"<!-- x --><!DOCTYPE HTML>", b"", "", 1) > binary.xml(b"<!-- x --><!DOCTYPE HTML>", b"", "", 1)
    assert binary.xml(b"a < b and c > d", b"", "", 1) == 0


def test_ten_thousand_comments_take_no_time() -> None:
    start = time.process_time()
    binary.html(b"<!-- x --> \n" * 5000, b"", "", 1)
    binary.html(b"<!--" * 15_000, b"", "", 1)
    assert time.process_time() - start < 1


def test_dbf_memo():
    """Its layouts are tried beside the reader: tests/read/database/test_dbf_memo.py."""
    head = b"\0\0\0\x0a\0\0\0\x40".ljust(512, b"\0") + b"\0\0\0\1\0\0\0\x04note".ljust(128, b"\0")
    assert binary.dbf_memo(head, head, "", len(head)) == 60
    assert binary.dbf_memo(head, head, "notes.fpt", len(head)) == 78
    assert binary.dbf_memo(head[:500], head, "notes.fpt", 500) == 0


def test_anything_is_something() -> None:
    assert binary.anything(b"\x01", b"", "", 1) == 1
