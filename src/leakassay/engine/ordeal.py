"""Ordeals: an item whose content names a failure gets that failure in its cell. For tests and rehearsals of the wall.

Nothing in a run leads here: a dump cannot choose the function that its bytes are given to.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from leakassay.engine.cell import Job
from leakassay.engine.wire import MAX_JSON_BYTES, Kind
from leakassay.model.tables.registry import TABLES

_FLOOD_BYTES = 1 << 20


def rows(table: str, count: int = 1, first: int = 0, **said: Any) -> pa.RecordBatch:
    """Rows of an emitted table as a cell sends them: neutral values, numbered from `first`."""
    neutral: dict[pa.DataType, Any] = {pa.string(): "", pa.bool_(): False, pa.float32(): 0.0, pa.float64(): 0.0}
    made = [
        {field.name: None if field.nullable else neutral.get(field.type, 0) for field in TABLES[table].cell_schema}
        | ({"ordinal": first + number} if table == "sighting" else {})
        | said
        for number in range(count)
    ]
    return pa.RecordBatch.from_pylist(made, TABLES[table].cell_schema)


def _good(job: Job, index: int) -> None:
    job.out.table(index, "sighting", rows("sighting", surname=f"Surname {index}"))
    job.out.json(Kind.RESULT, index, {"outcome": "read", "records": 1, "bytes_read": job.items[index].size})


def _result(**said: Any) -> Callable[[Job, int], None]:
    def answer(job: Job, index: int) -> None:
        job.out.json(Kind.RESULT, index, {"outcome": "read", "records": 1, "bytes_read": 1, **said})

    return answer


def _table(table: str, **said: Any) -> Callable[[Job, int], None]:
    def answer(job: Job, index: int) -> None:
        job.out.table(index, table, rows(table, **said))
        job.out.json(Kind.RESULT, index, {"outcome": "read", "records": 1, "bytes_read": 1})

    return answer


def _member(*said: dict[str, Any]) -> Callable[[Job, int], None]:
    def answer(job: Job, index: int) -> None:
        for one in said:
            job.out.json(Kind.MEMBER, index, {"index": 0, "name": "61", "packed_bytes": 1, **one})
            job.out.data(index, b"x")
            job.out.json(Kind.MEMBER_END, index, {})
        job.out.json(Kind.RESULT, index, {"outcome": "read", "facts": {"container": True}})

    return answer


def _ten_members(job: Job, index: int) -> None:
    """Ten members from the one on that is asked for, each holding the number of this process."""
    for number in range(job.args.get("first", 0), 10):
        job.out.json(Kind.MEMBER, index, {"index": number, "name": "61", "packed_bytes": 1})
        job.out.data(index, str(os.getpid()).encode())
        job.out.json(Kind.MEMBER_END, index, {})
    job.out.json(Kind.RESULT, index, {"outcome": "read", "facts": {"container": True}})


def _endless_member(job: Job, index: int) -> None:
    job.out.json(Kind.MEMBER, index, {"index": 0, "name": "61", "packed_bytes": 1})
    while True:
        job.out.data(index, bytes(_FLOOD_BYTES))


def _raw(payload: bytes) -> Callable[[Job, int], None]:
    def answer(job: Job, _index: int) -> None:
        os.write(job.out.fileno, payload)

    return answer


def _half_a_frame(job: Job, _index: int) -> None:
    os.write(job.out.fileno, b"\x02")
    os._exit(0)


def _spin(_job: Job, _index: int) -> None:
    while True:
        pass


def _sleep(_job: Job, _index: int) -> None:
    time.sleep(3600)


def _done_and_stay(job: Job, index: int) -> None:
    _good(job, index)
    job.out.done()
    time.sleep(3600)


def _close_and_stay(job: Job, _index: int) -> None:
    os.close(job.out.fileno)
    time.sleep(3600)


def _recurse(job: Job, index: int) -> None:
    _recurse(job, index)


def _allocate(_job: Job, _index: int) -> None:
    bytearray(64 << 30)


def _flood(job: Job, index: int) -> None:
    piece = rows("mention", part="x" * _FLOOD_BYTES)
    while True:
        job.out.table(index, "mention", piece)


def _other_schema(job: Job, index: int) -> None:
    sighting = rows("sighting").drop_columns(["surname"])
    job.out.table(index, "sighting", sighting)


def _table_and_no_result(job: Job, index: int) -> None:
    job.out.table(index, "sighting", rows("sighting"))


def _null(job: Job, index: int) -> None:
    table = rows("mention")
    place = table.schema.get_field_index("sighting_ordinal")
    job.out.table(index, "mention", table.set_column(place, table.schema.field(place), pa.array([None], pa.int64())))


def _data_of_no_member(job: Job, index: int) -> None:
    job.out.data(index, b"x")


def _open_end(job: Job, index: int) -> None:
    job.out.json(Kind.MEMBER, index, {"index": 0, "name": "61", "packed_bytes": 1})
    job.out.data(index, b"x")
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise ValueError


ORDEALS: dict[str, Callable[[Job, int], None]] = {
    "good": _good,
    # the process
    "segv": lambda _job, _index: os.kill(os.getpid(), signal.SIGSEGV),
    "abort": lambda _job, _index: os.abort(),
    "exit_zero": lambda _job, _index: os._exit(0),
    "exit_three": lambda _job, _index: os._exit(3),
    "kill": lambda _job, _index: os.kill(os.getpid(), signal.SIGKILL),
    "raise": lambda _job, _index: _fail(),
    "recurse": _recurse,
    "allocate": _allocate,
    "spin": _spin,
    "sleep": _sleep,
    "done_and_stay": _done_and_stay,
    "close_and_stay": _close_and_stay,
    # the answer
    "nothing": lambda _job, _index: None,
    "flood": _flood,
    "garbage": _raw(b"\xff" * 64),
    "half_a_frame": _half_a_frame,
    "json_too_long": lambda job, index: job.out.json(Kind.RESULT, index, {"x": "x" * (MAX_JSON_BYTES + 1)}),
    "json_deep": _raw(b"\x02" + bytes(8) + (100_000).to_bytes(8, "little") + b"[" * 100_000),
    "no_such_item": lambda job, _index: job.out.json(Kind.RESULT, 7, {}),
    "a_neighbours_result": lambda job, _index: job.out.json(Kind.RESULT, 0, {"outcome": "read", "records": 1}),
    "no_such_outcome": _result(outcome="splendid"),
    "number_too_large": _result(records=1 << 63),
    "number_that_is_none": _result(bytes_read="many"),
    "facts_that_lie": _result(facts={"gap_bytes": "all"}),
    "put_off": _result(outcome="pending", reason="interrupted"),
    "read_nothing": _result(records=0),
    # the tables
    "other_schema": _other_schema,
    "no_such_table": _raw(b"\x01" + bytes(4) + (77).to_bytes(4, "little") + (1).to_bytes(8, "little") + b"x"),
    "no_arrow": _raw(b"\x01" + bytes(8) + (9).to_bytes(8, "little") + b"not arrow"),
    "forged_ordinal": _table("sighting", first=5),
    "dangling_reference": _table("mention", sighting_ordinal=3),
    "null_where_none_may_be": _null,
    "table_and_no_result": _table_and_no_result,
    # the members
    "one_member": _member({}),
    "ten_members": _ten_members,
    "endless_member": _endless_member,
    "members_backwards": _member({"index": 1}, {"index": 0}),
    "member_without_number": _member({"index": "first"}),
    "member_of_odd_size": _member({"packed_bytes": "small"}),
    "member_out_of_time": _member({"modified_at": 1 << 62}),
    "member_name_that_is_none": _member({"name": "not hexadecimal"}),
    "data_of_no_member": _data_of_no_member,
    "killed_in_a_member": _open_end,
}  # fmt: skip


def suffer(job: Job) -> None:
    """Do to each item what its first line says; an unknown word is good."""
    for index, item in enumerate(job.items):
        word = item.head(64).split(b"\n", 1)[0].decode("ascii", "replace")
        ORDEALS.get(word, _good)(job, index)
