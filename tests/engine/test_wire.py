"""Frames: what is written is read again, and nothing else is believed."""

from __future__ import annotations

import os

import orjson
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.engine.ordeal import rows
from leakassay.engine.wire import (
    HEAD_BYTES,
    HELD_PIECES,
    MAX_DATA_BYTES,
    MAX_JSON_BYTES,
    Frame,
    Kind,
    Writer,
    parse_head,
)
from leakassay.model.errors import ItemError
from leakassay.model.tables.registry import EMITTED


def written(write) -> bytes:
    """What a writer puts on its pipe (a memory file here)."""
    fd = os.memfd_create("pipe")
    write(Writer(fd))
    content = os.pread(fd, os.fstat(fd).st_size, 0)
    os.close(fd)
    return content


def first_frame(content: bytes) -> Frame:
    kind, index, table, length = parse_head(content[:HEAD_BYTES])
    return Frame(kind, index, table, memoryview(content[HEAD_BYTES : HEAD_BYTES + length]))


@given(
    st.integers(0, 1 << 31),
    st.dictionaries(st.text(max_size=5), st.integers(-(1 << 63), (1 << 63) - 1) | st.text(max_size=9)),
)
def test_json_comes_back_as_it_went(index: int, said: dict[str, object]) -> None:
    frame = first_frame(written(lambda out: out.json(Kind.RESULT, index, said)))
    assert (frame.kind, frame.index, frame.json()) == (Kind.RESULT, index, said)


@pytest.mark.parametrize("table", EMITTED, ids=lambda table: table.name)
def test_rows_of_every_emitted_table_come_back_as_they_went(table) -> None:
    sent = rows(table.name, 3)
    frame = first_frame(written(lambda out: out.table(4, table.name, sent)))
    assert frame.batches() == [sent]
    assert EMITTED[frame.table] is table


def test_long_data_goes_in_pieces() -> None:
    content = written(lambda out: out.data(0, bytes(MAX_DATA_BYTES + 1)))
    assert parse_head(content[:HEAD_BYTES])[3] == MAX_DATA_BYTES
    assert len(content) == MAX_DATA_BYTES + 1 + 2 * HEAD_BYTES


@given(st.binary(min_size=HEAD_BYTES, max_size=HEAD_BYTES))
def test_any_head_is_a_frame_or_a_fault(head: bytes) -> None:
    try:
        kind, _, _, length = parse_head(head)
    except ItemError:
        return
    assert length <= 512 << 20
    assert kind in Kind


def test_a_payload_over_its_cap_is_refused_before_it_is_read() -> None:
    head = written(lambda out: out.json(Kind.RESULT, 0, {"x": "x" * MAX_JSON_BYTES}))[:HEAD_BYTES]
    with pytest.raises(ItemError, match="limit_answer"):
        parse_head(head)


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_a_fault(payload: bytes) -> None:
    try:
        said = Frame(Kind.RESULT, 0, 0, memoryview(payload)).json()
    except ItemError:
        return
    assert said == orjson.loads(payload)


@given(st.data())
def test_a_changed_byte_gives_valid_rows_or_a_fault(data: st.DataObject) -> None:
    """A batch that passes has the declared schema, valid text and no null where none may be."""
    content = bytearray(written(lambda out: out.table(0, "mention", rows("mention", 4, kind="email"))))
    content[data.draw(st.integers(HEAD_BYTES, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        found = first_frame(bytes(content)).batches()
    except ItemError:
        return
    for batch in found:
        batch.validate(full=True)
        assert all(field.nullable or not column.null_count for column, field in zip(batch, batch.schema, strict=True))


def test_a_null_where_none_may_be_is_refused() -> None:
    """Arrow's own validation lets it pass; Parquet would stop the run on it."""
    batch = rows("sighting")
    place = batch.schema.get_field_index("reason")
    holed = batch.set_column(place, batch.schema.field(place), pa.array([None], pa.string()))
    with pytest.raises(ItemError):
        first_frame(written(lambda out: out.table(0, "sighting", holed))).batches()


def test_an_unknown_table_number_is_refused() -> None:
    with pytest.raises(ItemError):
        Frame(Kind.TABLE, 0, len(EMITTED), memoryview(b"")).batches()


def test_held_answers_go_with_the_next_frame_in_their_order() -> None:
    def write(out: Writer) -> None:
        out.hold(Kind.RESULT, 0, {"a": 1})
        out.hold(Kind.RESULT, 1, {"b": 2})
        assert os.fstat(out.fileno).st_size == 0
        out.done()

    content = written(write)
    frames = []
    while content:
        frame = first_frame(content)
        frames.append((frame.kind, frame.index, bytes(frame.payload)))
        content = content[HEAD_BYTES + len(frame.payload) :]
    assert frames == [(Kind.RESULT, 0, b'{"a":1}'), (Kind.RESULT, 1, b'{"b":2}'), (Kind.DONE, 0, b"")]


def test_many_held_answers_do_not_wait_for_the_end() -> None:
    def write(out: Writer) -> None:
        for number in range(HELD_PIECES // 2):
            out.hold(Kind.RESULT, number, {})
        assert os.fstat(out.fileno).st_size == HELD_PIECES // 2 * (HEAD_BYTES + 2)

    written(write)
