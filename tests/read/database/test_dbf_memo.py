"""Memo files: every memo as text, what older ones left over as runs of letters."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.sniff import binary
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import dbf_memo
from read.reading import read_bytes

MEMOS = ["Ann Tester, NHS number 9990000018, smokes.", "Zoë " + "x" * 700 + " 9990000026", "short 9990000034"]


def padded(raw: bytes, block: int, *, fill: bytes = b"\0") -> bytes:
    return raw.ljust(-(-len(raw) // block) * block, fill)


def foxpro(memos: list[str], block: int = 64, kind: int = 1, codec: str = "cp1252") -> bytes:
    body = b"".join(
        padded(struct.pack(">II", kind, len(raw)) + raw, block) for raw in (memo.encode(codec) for memo in memos)
    )
    first = -(-512 // block) * block
    return struct.pack(">IHH", (first + len(body)) // block, 0, block).ljust(first, b"\0") + body


def dbase_4(memos: list[str], block: int = 1024) -> bytes:
    body = b"".join(
        padded(b"\xff\xff\x08\0" + struct.pack("<I", len(raw) + 8) + raw, block)
        for raw in (memo.encode("cp850") for memo in memos)
    )
    head = struct.pack("<I4x8sBxxxHH", 1 + len(body) // block, b"NOTES", 0, block, block)
    return head.ljust(block, b"\0") + body


def dbase_3(memos: list[str], fill: bytes = b"\0") -> bytes:
    body = b"".join(padded(memo.encode("cp850") + b"\x1a\x1a", 512, fill=fill) for memo in memos)
    return (struct.pack("<I", 1 + len(body) // 512) + bytes(12) + b"\x03").ljust(512, b"\0") + body


MADE = {
    "FoxPro": (foxpro(MEMOS), "n.fpt"),
    "dBase IV": (dbase_4(MEMOS), "n.dbt"),
    "dBase III": (dbase_3(MEMOS), "n.dbt"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
def test_every_memo_is_a_row_of_text(kind: str) -> None:
    raw, name = MADE[kind]
    summary = read_bytes(dbf_memo.read, raw)
    assert summary.text.split("\n") == MEMOS
    assert [batch.part for batch in summary.batches] == [""]
    assert (summary.gaps, summary.covered, summary.properties[0].value) == ([], len(raw), kind)
    assert binary.dbf_memo(raw, raw, name, len(raw)) >= 70


@pytest.mark.parametrize("kind", MADE)
def test_a_memo_that_is_cut_is_told_up_to_there(kind: str) -> None:
    raw, name = MADE[kind]
    end = raw.index(b"x" * 300) + 200
    summary = read_bytes(dbf_memo.read, raw[:end])
    assert "9990000018" in summary.text
    assert Reason.TRUNCATED in summary.reasons
    assert summary.accounted == end
    assert binary.dbf_memo(raw[:end], raw[:end], name, end) >= 70


def test_a_head_alone_and_a_file_cut_behind_it_are_told_apart() -> None:
    fault = read_bytes(dbf_memo.read, dbase_3([])).fault
    assert fault and fault.outcome is Outcome.EMPTY  # noqa: PT018  the one says why the other
    for raw in (MADE["FoxPro"][0][:512], b"\x03" * 90):
        fault = read_bytes(dbf_memo.read, raw).fault
        assert fault and fault.reason is Reason.TRUNCATED  # noqa: PT018  the one says why the other


def test_what_older_memos_left_behind_is_searched_and_a_gap() -> None:
    raw = bytearray(foxpro(["new", "gone for good 9990000042", "last"], 128))
    raw[512 + 64 : 512 + 64 + 17] = b"older: 9990000018"
    raw[640:648] = b"\0\0\0\x09\0\0\0\0"  # a free block
    summary = read_bytes(dbf_memo.read, bytes(raw))
    told = {batch.part: [row["text"] for row in batch.data.to_pylist()] for batch in summary.batches}
    assert told[""] == ["new", "last"]
    assert "9990000018" in told["left over"][0]
    assert "9990000042" in told["left over"][1]
    assert (summary.reasons, summary.accounted) == ({Reason.STRINGS_ONLY}, len(raw))


def test_pictures_are_searched_only() -> None:
    summary = read_bytes(dbf_memo.read, foxpro(["\x00\x01\x02 inside 9990000018 \x00\x01"], kind=0, codec="latin-1"))
    assert "9990000018" in summary.text
    assert summary.reasons == {Reason.STRINGS_ONLY}


def test_long_memos_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbf_memo, "PIECE", 4096)
    for raw in (foxpro(["word 9990000018\n" * 2000]), dbase_3(["word 9990000018\n" * 2000])):
        summary = read_bytes(dbf_memo.read, raw)
        assert summary.text.count("word") == 2000
        assert summary.gaps == []


def test_a_table_is_no_memo_file_and_text_is_none() -> None:
    for raw in (b"\x03" + bytes([124, 6, 1]) + bytes(600), b"Dear Ann Tester, " * 90, bytes(900)):
        assert binary.dbf_memo(raw, raw, "n.dbf", len(raw)) == 0
        assert binary.dbf_memo(raw, raw, "", len(raw)) == 0


@given(st.binary(max_size=900))
@settings(deadline=None)
def test_hostile_bytes_give_readings_or_an_error(data: bytes) -> None:
    for raw in (MADE["FoxPro"][0][:520] + data, MADE["dBase IV"][0][:1028] + data, MADE["dBase III"][0][:520] + data):
        summary = read_bytes(dbf_memo.read, raw)
        assert summary.fault is not None or summary.accounted == len(raw)
