"""Records: messages whose format says what each field is (HL7, EDIFACT); checked and made canonical, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect import record_person
from leakassay.detect.canon import stamp
from leakassay.detect.canon.lookup import blank_to_null, encode
from leakassay.detect.canon.result import MAX_RESULT
from leakassay.detect.canon.test import classified
from leakassay.detect.emit import Numbering, Rows, filled
from leakassay.detect.table.rows import plain_strings
from leakassay.detect.text import clinical
from leakassay.detect.text.prose import Prose
from leakassay.detect.trait import Traits
from leakassay.detect.warm import Kit
from leakassay.model.batch import Batch
from leakassay.model.outcomes import EventStatus, ValueFlag

Ints = npt.NDArray[np.int64]

_STATUSES = [status.value for status in EventStatus]


class Records:
    """The RECORD batches of one unit."""

    def __init__(self, kit: Kit, numbering: Numbering, traits: Traits) -> None:
        self._kit, self._numbering, self._traits = kit, numbering, traits
        self._ordinals: dict[int, int] = {}
        self._dates = stamp.StampReader(stamp.DateForm())
        self._prose = Prose(kit, numbering)

    def see(self, batch: Batch) -> Iterator[Rows]:
        """Read a batch."""
        names = batch.data.schema.names
        fields = {name: plain_strings(batch.data.column(name)) for name in names if name != "subject"}
        count = batch.data.num_rows
        subjects: Ints = np.full(count, -1, np.int64)
        if "subject" in names:
            given = pc.fill_null(batch.data.column("subject").cast(pa.int64()), -1)
            subjects = given.to_numpy(zero_copy_only=False)
        rows: Ints = np.arange(batch.first_row, batch.first_row + count, dtype=np.int64)
        yield from self._people(fields, subjects, rows, batch.part)
        ordinals = np.array([self._ordinals.get(subject, -1) for subject in subjects.tolist()], np.int64)
        negated = yield from self._texts(fields, ordinals, rows, batch.part)
        yield from self._events(fields, ordinals, rows, batch.part, negated)

    def _people(self, fields: dict[str, pa.Array], subjects: Ints, rows: Ints, part: str) -> Iterator[Rows]:
        known = np.array(sorted(self._ordinals), np.int64)
        fresh = (subjects >= 0) & ~np.isin(subjects, known)
        people, first = np.unique(subjects[fresh], return_index=True)
        if not len(people):
            return
        one = {name: _first_of(fields[name], subjects, people) for name in record_person.FIELDS if name in fields}
        columns = record_person.canonical(one, self._kit, self._dates)
        present = record_person.is_somebody(columns, len(people))
        # people come in the order of their messages, so that the same bytes give the same ordinals
        order = np.argsort(first[present], kind="stable")
        chosen = pa.array(np.flatnonzero(present)[order])
        count = len(chosen)
        if not count:
            return
        ordinals = np.arange(self._numbering.take(count), self._numbering.next, dtype=np.int64)
        self._ordinals |= dict(zip(people[chosen.to_numpy()].tolist(), ordinals.tolist(), strict=True))
        columns = {name: column.take(chosen) for name, column in columns.items()}
        columns |= {"row": pa.array(rows[fresh][first]).take(chosen), "ordinal": pa.array(ordinals), "part": part}
        yield filled("sighting", columns, count)

    def _events(
        self, fields: dict[str, pa.Array], ordinals: Ints, rows: Ints, part: str, negated: pa.Array | None
    ) -> Iterator[Rows]:
        printed = {name: blank_to_null(column) for name, column in fields.items()}
        names, codes = printed.get("test_name"), printed.get("test_code")
        present = np.zeros(len(rows), np.bool_)
        for column in (names, codes):
            if column is not None:
                present |= column.is_valid().to_numpy(zero_copy_only=False)
        if not present.any():
            return
        test_id, test_class, tier = classified(self._kit.classifier, names, codes, len(rows))
        columns: dict[str, Any] = {
            "row": pa.array(rows), "sighting_ordinal": pa.array(ordinals), "test_code": codes, "test_name": names,
            "test_id": test_id, "test_class": test_class, "tier": tier, "status": _status(printed, len(rows), negated),
        }  # fmt: skip
        columns |= self._results(fields, printed, len(rows))
        mask = pa.array(present)
        columns = {name: column.filter(mask) for name, column in columns.items() if column is not None}
        yield filled("event", columns | {"part": part}, int(present.sum()))

    def _results(self, fields: dict[str, pa.Array], printed: dict[str, pa.Array], count: int) -> dict[str, Any]:
        columns: dict[str, Any] = {
            name: printed.get(name) for name in ("result_unit", "specimen_id", "requester_code", "client_code")
        }
        numbers = self._kit.lookups["number"]
        for name in ("range_low", "range_high"):
            if name in fields:
                columns[name] = numbers.map(encode(fields[name]))
        for name in ("collected_at", "received_at", "reported_at"):
            if name in fields:
                seconds = self._dates.read(fields[name])
                columns[name] = stamp.as_timestamp(seconds)
                if name == "collected_at":
                    self._traits.stamps("", "collected", seconds)
        columns["value_flag"] = self._sense(fields, columns, count)
        return columns

    def _sense(self, fields: dict[str, pa.Array], columns: dict[str, Any], count: int) -> pa.Array:
        sense = pa.repeat(ValueFlag.NONE.value, count)
        low, high = columns.get("range_low"), columns.get("range_high")
        if "result" in fields and low is not None and high is not None:
            value = self._kit.lookups["number"].map(encode(fields["result"]))
            inside = pc.if_else(pc.less(value, low), "low", pc.if_else(pc.greater(value, high), "high", "normal"))
            sense = pc.fill_null(inside, "")
        for name, lookup in (("flag", "flag_of_flag"), ("result", "flag_of_text")):
            if name in fields:
                said = self._kit.lookups[lookup].map(encode(fields[name]))
                sense = pc.if_else(pc.equal(said, ""), sense, said)
        return sense

    def _texts(self, fields: dict[str, pa.Array], ordinals: Ints, rows: Ints, part: str) -> Any:
        """Yield what comments and long results say; return the status of results that only deny."""
        negated: pa.Array | None = None
        for name, least in (("comment", 0), ("result", MAX_RESULT)):
            if name not in fields:
                continue
            mask = pc.greater(pc.binary_length(fields[name]), least)
            if not pc.any(mask).as_py():
                continue
            texts = fields[name].filter(mask).to_pylist()
            chosen = mask.to_numpy(zero_copy_only=False)
            spoken = self._prose.read(texts, rows[chosen].tolist(), part, ordinals[chosen].tolist())
            if name == "result":
                spoken.events.clear()
                said = pa.array(
                    [EventStatus.NEGATED.value if clinical.denies(text) else None for text in texts], pa.string()
                )
                negated = pc.replace_with_mask(pa.nulls(len(rows), pa.string()), mask, said)
            yield from spoken.rows()
        return negated


def _first_of(column: pa.Array, subjects: Ints, people: Ints) -> pa.Array:
    """Return the first non-empty value of each person, "" where there is none; `people` is sorted."""
    filled_rows = np.flatnonzero(pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False))
    owners, first = np.unique(subjects[filled_rows], return_index=True)
    places = np.searchsorted(owners, people)
    inside = np.minimum(places, max(len(owners) - 1, 0))
    has = (places < len(owners)) & (owners[inside] == people) if len(owners) else np.zeros(len(people), np.bool_)
    if not len(owners):
        return pa.array([""] * len(people), pa.string())
    taken = column.take(pa.array(filled_rows[first[inside]]))
    return pc.if_else(pa.array(has), taken, "")


def _status(printed: dict[str, pa.Array], count: int, negated: pa.Array | None) -> pa.Array:
    """Return what the message says, else resulted where there is a result, else requested."""
    result = printed.get("result")
    status = pa.repeat(EventStatus.REQUESTED.value, count)
    if result is not None:
        status = pc.if_else(result.is_valid(), EventStatus.RESULTED.value, status)
    said = printed.get("status")
    if said is not None:
        known = pc.is_in(said, value_set=pa.array(_STATUSES))
        status = pc.if_else(known, said, status)
    return status if negated is None else pc.coalesce(negated, status)
