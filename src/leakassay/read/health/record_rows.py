"""RECORD batches in the making: people and orders stand once, rows point at them, Arrow spreads them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.model.batch import RECORD_FIELDS, Batch, Shape

PERSON_FIELDS: tuple[str, ...] = (
    "nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "forename", "date_of_birth", "sex",
    "address", "postcode", "telephone", "email", "gp_practice", "site_code", "assigning_authority", "sender",
    "person_type",
)  # fmt: skip
"""Said once per person."""

ORDER_FIELDS: tuple[str, ...] = (
    "specimen_id", "specimen_type", "requester_code", "client_code", "collected_at", "received_at",
)  # fmt: skip
"""Said once per order; may still change until the batch is taken (HL7 puts SPM behind the results)."""

ROW_FIELDS: tuple[str, ...] = tuple(name for name in RECORD_FIELDS if name not in PERSON_FIELDS + ORDER_FIELDS)
"""Said by each row, in this order: test_code, test_name, coding_system, result, … reported_at, comment."""

COMMENT = ROW_FIELDS.index("comment")
REPORTED = ROW_FIELDS.index("reported_at")
BATCH_ROWS = 8192
"""Rows per batch: a few megabytes of Arrow."""

BATCH_CHARACTERS = 1 << 20
"""Characters per TEXT batch, about."""

NO_ROW: tuple[str, ...] = ("",) * len(ROW_FIELDS)


@dataclass
class RecordRows:
    """Rows of one unit, collected and handed over as batches.

    Attributes:
        subjects: people numbered so far in this unit.
        taken: rows handed over so far.
    """

    subjects: int = 0
    taken: int = 0
    _people: list[list[str]] = field(default_factory=list)
    _orders: list[list[str]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _rows: list[Sequence[str]] = field(default_factory=list)
    _spans: list[tuple[int, int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._rows)

    def person(self, values: list[str], *, known: bool = True, number: int | None = None) -> int:
        """Let the next rows be about this person.

        Args:
            values: one string per `PERSON_FIELDS`.
            known: False where nobody is meant (subject -1).
            number: of a person who was told before in this unit; a new one is taken without it.

        Returns:
            The person's number in this unit; -1 for nobody.
        """
        is_new = known and number is None
        given = -1 if not known else self.subjects if number is None else number
        self._people.append(values)
        self._numbers.append(given)
        self.subjects += is_new
        return given

    def order(self, values: list[str]) -> None:
        """Let the next rows belong to this order; the list may be edited until the batch is taken."""
        self._orders.append(values)

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows for the present person and order; each one string per `ROW_FIELDS`."""
        if not self._people:
            self.person([""] * len(PERSON_FIELDS), known=False)
        if not self._orders:
            self.order([""] * len(ORDER_FIELDS))
        self._rows.extend(rows)
        self._spans.append((len(self._people) - 1, len(self._orders) - 1, len(rows)))

    def told(self) -> set[str]:
        """Every value of the rows collected so far."""
        return set().union(*self._people, *self._orders, *self._rows)

    def take(self, part: str = "") -> Batch | None:
        """Hand over what has been collected; people keep counting, nothing else is carried over.

        Returns:
            A RECORD batch with every field of `RECORD_FIELDS` and `subject`; None when there are no rows.
        """
        if not self._rows:
            self._clear()
            return None
        person_at, order_at, count = np.array(self._spans, np.int64).T
        people, orders = np.repeat(person_at, count), np.repeat(order_at, count)
        columns: dict[str, pa.Array] = dict(zip(ROW_FIELDS, map(_strings, zip(*self._rows, strict=True)), strict=True))
        for names, table, at in ((PERSON_FIELDS, self._people, people), (ORDER_FIELDS, self._orders, orders)):
            for name, values in zip(names, zip(*table, strict=True), strict=True):
                columns[name] = _strings(values).take(pa.array(at))
        arrays = [columns[name] for name in RECORD_FIELDS]
        subject = pa.array(np.array(self._numbers, np.int64)[people])
        data = pa.RecordBatch.from_arrays([*arrays, subject], names=[*RECORD_FIELDS, "subject"])
        batch = Batch(Shape.RECORD, data, part=part, first_row=self.taken)
        self.taken += len(self._rows)
        self._clear()
        return batch

    def _clear(self) -> None:
        self._people, self._orders, self._numbers = [], [], []
        self._rows, self._spans = [], []


@dataclass
class Texts:
    """Text that stands outside records, collected and handed over as TEXT batches.

    Attributes:
        part: the part that the batches name.
        taken: texts handed over so far.
        characters: characters waiting.
    """

    part: str
    taken: int = 0
    characters: int = 0
    _waiting: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """True when it is time to take a batch."""
        return self.characters > BATCH_CHARACTERS

    def add(self, text: str) -> None:
        """Add a text, cut at line ends into rows of at most `BATCH_CHARACTERS`; the empty one is not added."""
        while text:
            end = len(text)
            if end > BATCH_CHARACTERS:
                end = text.rfind("\n", BATCH_CHARACTERS // 2, BATCH_CHARACTERS) + 1 or BATCH_CHARACTERS
            self._waiting.append(text[:end])
            self.characters += end
            text = text[end:]

    def take(self) -> Iterator[Batch]:
        """Hand over one batch of what waits, if anything does."""
        if self._waiting:
            data = pa.record_batch({"text": _strings(self._waiting)})
            yield Batch(Shape.TEXT, data, part=self.part, first_row=self.taken)
            self.taken += len(self._waiting)
            self._waiting, self.characters = [], 0


def due(rows: RecordRows, *texts: Texts, at_end: bool = False) -> Iterator[Batch]:
    """Batches of what is full, at the end of everything that waits: rows first, for texts may be about them."""
    if at_end or len(rows) >= BATCH_ROWS:
        batch = rows.take()
        if batch is not None:
            yield batch
    for one in texts:
        if at_end or one.is_full:
            yield from one.take()


def _strings(values: Sequence[str]) -> pa.Array:
    """Strings as Arrow, the empty string as null: an empty field says nothing."""
    try:
        array = pa.array(values, pa.string())
    except UnicodeEncodeError:  # a lone surrogate from a \\X escape or a broken charset
        array = pa.array([value.encode("utf-8", "replace").decode() for value in values], pa.string())
    return pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)
