"""A table in passing: buffered until its columns can be judged, then turned into rows batch by batch."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence, Set
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect import fingerprint
from leakassay.detect.canon.stamp import NO_STAMP
from leakassay.detect.emit import Numbering, Rows
from leakassay.detect.table import layout, narrative, person, repeat, result, wide
from leakassay.detect.table.role import judge
from leakassay.detect.table.rows import TableFrame, TableRows, plain_strings
from leakassay.detect.table.tally import Tally
from leakassay.detect.trait import Traits
from leakassay.detect.warm import Kit
from leakassay.model.batch import Batch

JUDGED_ON = 5_000
"""Rows that are gathered before the columns are judged; the roles then hold to the end of the unit."""


class Table:
    """One table of an item: its roles, counts and sketches.

    Args:
        first: its first batch; headers, part and name are taken from it.
        kit: tools of the process.
        numbering: of the unit.
        traits: of the unit.
    """

    def __init__(self, first: Batch, kit: Kit, numbering: Numbering, traits: Traits) -> None:
        self.headers = tuple(first.headers) + ("",) * (first.data.num_columns - len(first.headers))
        self.part, self.name = first.part, first.table_name
        self._kit, self._numbering, self._traits = kit, numbering, traits
        self._waiting: list[tuple[list[pa.Array], int]] = []
        self._gathered = 0
        self._frame: TableFrame | None = None
        self._turns: tuple[TableFrame, ...] = ()
        self._tally: Tally | None = None
        self._sketch = fingerprint.RowSketch()
        self._person_type = "unknown"
        self._owner = -1
        self._told: Set[str] = frozenset()

    def see(self, batch: Batch) -> Iterator[Rows]:
        """Take one batch; yield rows once the columns are judged."""
        columns = [plain_strings(column) for column in batch.data.columns]
        if not columns or not len(columns[0]):
            return
        if self._frame is not None:
            yield from self._emit(columns, batch.first_row)
            return
        self._waiting.append((columns, batch.first_row))
        self._gathered += len(columns[0])
        if self._gathered >= JUDGED_ON:
            yield from self._settle()

    def close(self, owner: int = -1, told: Set[str] = frozenset()) -> Iterator[Rows]:
        """Judge what is still waiting, and yield the rows that come at the end of a table.

        Args:
            owner: ordinal of the one person that the text around the table is about, -1 when there is none or several.
            told: names of tests, in lower case, that the text gave as events already: some readers print tables twice.
        """
        self._owner, self._told = owner, told
        if self._frame is None and self._waiting:
            yield from self._settle()
        if self._tally is not None:
            yield from self._tally.columns(self.headers, self.name)
            sketch = self._sketch.rows(self.part)
            yield from fingerprint.emitted(fingerprint.of_headers(self.headers, self.part) + sketch)

    def _settle(self) -> Iterator[Rows]:
        above = self._find_header()
        sample = [
            pa.concat_arrays([columns[place] for columns, _ in self._waiting]).slice(0, JUDGED_ON)
            for place in range(len(self._waiting[0][0]))
        ]
        judged = TableFrame(judge(self.headers, sample, self._kit), self._kit, self.part)
        self._frame, *turns = repeat.frames(judged, self.headers)
        self._turns = tuple(turns)
        self._tally = Tally(self._frame)
        self._person_type = person.person_type(self._frame, self.headers)
        yield from narrative.of_preamble(above, self._kit, self.part, self._numbering)
        waiting, self._waiting = self._waiting, []
        for columns, first_row in waiting:
            yield from self._emit(columns, first_row)

    def _find_header(self) -> list[str]:
        """Settle the headers; return the lines that stand above a header row found among the data."""
        columns, first_row = self._waiting[0]
        if any(self.headers):
            if layout.looks_like_data(self.headers):
                # the reader took the first record for a header: it goes back to the records
                self._waiting.insert(0, ([pa.array([header]) for header in self.headers], max(first_row - 1, 0)))
                self.headers = ("",) * len(self.headers)
            return []
        row = layout.find_header(columns, self._kit)
        if row < 0:
            return []
        self.headers = tuple((column[row].as_py() or "") for column in columns)
        self._waiting[0] = ([column.slice(row + 1) for column in columns], first_row + row + 1)
        lines = [" ".join(filter(None, (column[place].as_py() for column in columns))) for place in range(row)]
        return [line for line in lines if line.strip()]

    def _emit(self, columns: Sequence[pa.Array], first_row: int) -> Iterator[Rows]:
        frame, tally = self._frame, self._tally
        if frame is None or tally is None or not len(columns[0]):
            return
        columns = self._without_headers(columns)
        rows = TableRows(frame, columns, first_row)
        ordinals = pa.array(np.full(rows.count, self._owner, np.int64))
        if person.names_people(frame):
            found, ordinals = person.sightings(rows, self._person_type, self._numbering, self.headers)
            if found is not None:
                yield found
            yield from person.others(rows, self._numbering, self.headers)
        read = narrative.of_rows(rows, ordinals, self._numbering)
        yield from read.rows
        if result.has_events(frame):
            found, by_number = result.events(rows, ordinals, read.status)
            if found is not None:
                yield found
                self._observe_results(rows, by_number)
            yield from self._further(columns, first_row, ordinals)
        elif self._owner >= 0 and result.is_report(frame):
            found, _ = result.events(self._untold(rows), ordinals, read.status)
            if found is not None:
                yield found
        else:
            yield from wide.events(rows, ordinals, self.headers)
        tally.add(rows)
        self._observe(rows)
        self._sketch.add(_row_hashes(rows))

    def _without_headers(self, columns: Sequence[pa.Array]) -> Sequence[pa.Array]:
        """Return the columns with blanks in the rows that print the headers once more, as page breaks and joins do."""
        headed = [place for place, header in enumerate(self.headers) if header.strip()]
        if len(headed) < 2:
            return columns
        again = functools.reduce(pc.and_, (pc.equal(columns[place], self.headers[place]) for place in headed))
        return [pc.if_else(again, "", column) for column in columns] if pc.any(again).as_py() else columns

    def _untold(self, rows: TableRows) -> TableRows:
        """Return the rows with blanks for the tests that the text around the table told already."""
        if not self._told:
            return rows
        places = {rows.frame.place(kind) for kind in ("test_name", "test_code")} - {-1}
        told = pa.array(sorted(self._told), pa.string())
        known = [pc.is_in(pc.utf8_lower(rows.columns[place]), value_set=told) for place in places]
        mask = functools.reduce(pc.or_, known)
        columns = [
            pc.if_else(mask, "", column) if place in places else column for place, column in enumerate(rows.columns)
        ]
        return TableRows(rows.frame, columns, rows.first_row)

    def _further(self, columns: Sequence[pa.Array], first_row: int, ordinals: pa.Array) -> Iterator[Rows]:
        """Yield the events of the further tests that stand in the same rows."""
        for turn in self._turns:
            rows = TableRows(turn, columns, first_row)
            # what their long results name was read with the first frame; here they only say whether they deny
            found, by_number = result.events(rows, ordinals, narrative.of_rows(rows, ordinals, Numbering()).status)
            if found is not None:
                yield found
                self._observe_results(rows, by_number)

    def _observe(self, rows: TableRows) -> None:
        stamps = rows.stamped("collected_at")
        if stamps is not None:
            self._traits.stamps(self.part, "collected", stamps)
        for kind, known in (("surname", self._kit.surnames), ("forename", self._kit.forenames)):
            place = rows.frame.place(kind)
            if place >= 0:
                listed = pc.is_in(pc.utf8_upper(rows.encoded(place).dictionary), value_set=known)
                hits = int(pc.sum(listed.take(rows.encoded(place).indices)).as_py() or 0)
                self._traits.count(self.part, f"{kind}_listed", "listed", hits)
                self._traits.count(self.part, f"{kind}_listed", "not_listed", rows.count - hits)
        self._observe_specimens(rows)

    def _observe_specimens(self, rows: TableRows) -> None:
        numbers = rows.printed("specimen_id")
        if numbers is None:
            return
        numbers = numbers.drop_null()
        if self._kit.specimens:
            sample = numbers.slice(0, 8_192)
            ours = int(pc.sum(pc.match_substring_regex(sample, f"^(?:{self._kit.specimens})$")).as_py() or 0)
            self._traits.count(self.part, "specimen_format", "profile", ours)
            self._traits.count(self.part, "specimen_format", "other", len(sample) - ours)
        if len(numbers) > 1:
            rising = int(pc.sum(pc.less_equal(numbers.slice(0, len(numbers) - 1), numbers.slice(1))).as_py() or 0)
            self._traits.count(self.part, "specimen_order", "rising", rising)
            self._traits.count(self.part, "specimen_order", "falling", len(numbers) - 1 - rising)

    def _observe_results(self, rows: TableRows, by_number: pa.Array) -> None:
        place = rows.frame.place("result")
        if place < 0:
            return
        encoded = rows.encoded(place)
        last = pc.utf8_slice_codeunits(encoded.dictionary, -1)
        numeric = self._kit.lookups["number"].distinct(encoded.dictionary.to_pylist()).is_valid()
        digits = pc.if_else(numeric, last, "").take(encoded.indices)
        for entry in pc.value_counts(digits).to_pylist():
            if str(entry["values"]).isdigit():
                self._traits.count(self.part, "terminal_digit", entry["values"], entry["counts"])
        flags = rows.mapped("flag", "flag_of_flag")
        if flags is not None:
            self._observe_agreement(flags, by_number)

    def _observe_agreement(self, flags: pa.Array, by_number: pa.Array) -> None:
        """Count how often a printed flag says what the number in its range says; an empty flag says normal."""
        judged = pc.not_equal(by_number, "")
        printed = pc.if_else(pc.equal(flags, ""), "normal", flags)
        same = pc.equal(printed, by_number)
        # "abnormal" agrees with high and low alike
        same = pc.or_(same, pc.and_(pc.equal(printed, "abnormal"), pc.not_equal(by_number, "normal")))
        total, agree = (int(pc.sum(mask).as_py() or 0) for mask in (judged, pc.and_(judged, same)))
        self._traits.count(self.part, "range_agreement", "agree", agree)
        self._traits.count(self.part, "range_agreement", "disagree", total - agree)


def _row_hashes(rows: TableRows) -> fingerprint.Hashes:
    """Hash what the rows say; tables without people by all their cells in order."""
    frame = rows.frame
    number_place, code = frame.place("nhs_number"), frame.place("test_code")
    born, taken = rows.stamped("date_of_birth"), rows.stamped("collected_at")
    if number_place < 0 and born is None:
        return fingerprint.combined([fingerprint.hash_strings(column) for column in rows.columns[:24]])
    parts = [] if number_place < 0 else [rows.checked(number_place).numbers.astype(np.uint64)]
    parts += [np.where(dates == NO_STAMP, 0, dates).astype(np.uint64) for dates in (born, taken) if dates is not None]
    if number_place < 0 and frame.place("surname") >= 0:
        parts.append(_hash_by_value(rows, frame.place("surname")))
    return fingerprint.combined([*parts, _hash_by_value(rows, code)] if code >= 0 else parts)


def _hash_by_value(rows: TableRows, place: int) -> fingerprint.Hashes:
    encoded = rows.encoded(place)
    hashes = fingerprint.hash_strings(pc.utf8_upper(encoded.dictionary))
    index: np.ndarray[Any, np.dtype[np.int32]] = encoded.indices.to_numpy(zero_copy_only=False)
    return np.asarray(hashes[index])
