"""How a cell answers: length-framed JSON and Arrow on a pipe. Nothing here is ever unpickled or evaluated."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import orjson
import pyarrow as pa

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.model.tables.registry import EMITTED

_HEAD = struct.Struct("<BIIQ")
"""Kind, item index, table number, length of the payload."""

MAX_JSON_BYTES = 16 << 20
"""A JSON answer: facts about one item, or the split points of a large one."""

MAX_ARROW_BYTES = 512 << 20
"""One Arrow answer; a batch of 64 k rows has a few tens of MB at most."""

MAX_DATA_BYTES = 4 << 20
"""One piece of a member."""

HELD_PIECES = 256
"""Head and payload of 128 frames; the kernel takes 1,024 pieces at once."""

_END_OF_STREAM = b"\xff\xff\xff\xff\x00\x00\x00\x00"
"""How an Arrow stream ends."""


class Kind(IntEnum):
    """Kinds of frames."""

    TABLE = 1
    RESULT = 2
    MEMBER = 3
    DATA = 4
    MEMBER_END = 5
    DONE = 6
    ALIVE = 7


_CAPS = {
    Kind.TABLE: MAX_ARROW_BYTES,
    Kind.RESULT: MAX_JSON_BYTES,
    Kind.MEMBER: MAX_JSON_BYTES,
    Kind.DATA: MAX_DATA_BYTES,
    Kind.MEMBER_END: MAX_JSON_BYTES,
    Kind.DONE: 0,
    Kind.ALIVE: 0,
}

TABLE_NUMBERS = {table.name: number for number, table in enumerate(EMITTED)}


@dataclass(frozen=True)
class Frame:
    """One answer of a cell."""

    kind: Kind
    index: int
    table: int
    payload: memoryview

    def json(self) -> dict[str, Any]:
        """The payload as a JSON object.

        Raises:
            ItemError: it is none.
        """
        try:
            said = orjson.loads(self.payload)
        except orjson.JSONDecodeError:
            raise ItemError(Reason.BAD_ANSWER) from None
        if not isinstance(said, dict):
            raise ItemError(Reason.BAD_ANSWER)
        return said

    def batches(self) -> list[pa.RecordBatch]:
        """The payload as batches of the table that it names: schema equal, every value validated.

        Raises:
            ItemError: anything else came.
        """
        if self.table >= len(EMITTED):
            raise ItemError(Reason.BAD_ANSWER)
        try:
            reader = pa.ipc.open_stream(pa.py_buffer(self.payload))
            if not reader.schema.equals(EMITTED[self.table].cell_schema):
                raise ItemError(Reason.BAD_ANSWER)
            batches = list(reader)
            for batch in batches:
                batch.validate(full=True)  # says nothing about nulls where the schema admits none
                if any(
                    column.null_count and not field.nullable for column, field in zip(batch, batch.schema, strict=True)
                ):
                    raise ItemError(Reason.BAD_ANSWER)
        except (pa.ArrowException, OSError, ValueError):
            raise ItemError(Reason.BAD_ANSWER) from None
        return batches


class Writer:
    """The cell's end of the pipe."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._held: list[memoryview] = []

    @property
    def fileno(self) -> int:
        """The descriptor answers are written to."""
        return self._fd

    def _send(self, kind: Kind, index: int, *payload: bytes | memoryview | pa.Buffer, table: int = 0) -> None:
        views = [memoryview(piece) for piece in payload]
        length = sum(view.nbytes for view in views)
        self._held += [
            memoryview(_HEAD.pack(kind, index, table, length)),
            *(view.cast("B") for view in views if view.nbytes),
        ]
        self.flush()

    def flush(self) -> None:
        """Send what is held."""
        pieces, self._held = self._held, []
        while pieces:
            sent = os.writev(self._fd, pieces)
            while pieces and sent >= pieces[0].nbytes:
                sent -= pieces.pop(0).nbytes
            if pieces:
                pieces[0] = pieces[0][sent:]

    def table(self, index: int, table: str, rows: pa.RecordBatch) -> None:
        """Send rows of an emitted table, as a stream of one batch: a stream writer would copy them several times."""
        number = TABLE_NUMBERS[table]
        self._send(Kind.TABLE, index, rows.schema.serialize(), rows.serialize(), _END_OF_STREAM, table=number)

    def json(self, kind: Kind, index: int, said: dict[str, Any]) -> None:
        """Send a JSON object."""
        self._send(kind, index, orjson.dumps(said))

    def hold(self, kind: Kind, index: int, said: dict[str, Any]) -> None:
        """Send a JSON object with the next frames, or once many wait: each call of the kernel costs both sides."""
        payload = orjson.dumps(said)
        self._held += [memoryview(_HEAD.pack(kind, index, 0, len(payload))), memoryview(payload)]
        if len(self._held) >= HELD_PIECES:
            self.flush()

    def data(self, index: int, data: bytes) -> None:
        """Send bytes of the current member."""
        view = memoryview(data)
        for at in range(0, len(view), MAX_DATA_BYTES):
            self._send(Kind.DATA, index, view[at : at + MAX_DATA_BYTES])

    def alive(self) -> None:
        """Say that work goes on, though there is nothing to answer yet."""
        self._send(Kind.ALIVE, 0)

    def done(self) -> None:
        """Say that everything was said."""
        self._send(Kind.DONE, 0)


def parse_head(head: bytes) -> tuple[Kind, int, int, int]:
    """Kind, item index, table number and payload length of a frame.

    Raises:
        ItemError: an unknown kind, or a payload over its cap.
    """
    number, index, table, length = _HEAD.unpack(head)
    try:
        kind = Kind(number)
    except ValueError:
        raise ItemError(Reason.BAD_ANSWER) from None
    if length > _CAPS[kind]:
        raise ItemError(Reason.LIMIT_ANSWER)
    return kind, index, table, length


HEAD_BYTES = _HEAD.size
