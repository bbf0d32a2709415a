"""What a reader yields: batches of records, properties, what it covered, and what it could not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pyarrow as pa

from leakassay.model.outcomes import Reason


class Shape(StrEnum):
    """How the records of a batch are to be judged."""

    TABLE = "table"
    """String columns under printed headers: judged column by column."""
    RECORD = "record"
    """The format itself says what each field is (HL7, EDIFACT): columns bear the names of `RECORD_FIELDS`."""
    TEXT = "text"
    """One column `text`: free text, one row a paragraph, page or mail body."""


@dataclass(frozen=True)
class Batch:
    """Some records of an item, uncorrected.

    Attributes:
        shape: how to judge them.
        data: TABLE: string columns in order (their Arrow names mean nothing);
            RECORD: string columns named from `RECORD_FIELDS` plus int64 `subject` (records of one person in
            this unit bear one number, -1 for nobody); TEXT: one string column `text`.
        headers: TABLE: what is printed over each column, "" where nothing is; as many as there are columns.
        part: sheet, page or message part inside the item; "" where there is none.
        table_name: name of the table, where the format has one (sheet, SQL table).
        first_row: number of the first record inside the part of this unit.
    """

    shape: Shape
    data: pa.RecordBatch
    headers: tuple[str, ...] = ()
    part: str = ""
    table_name: str = ""
    first_row: int = 0


@dataclass(frozen=True)
class Property:
    """A document property: author, producer, message id … (see the table document_property)."""

    name: str
    value: str
    part: str = ""
    row: int = 0


@dataclass(frozen=True)
class Page:
    """A page whose text or images were counted (see the table page)."""

    number: int
    characters: int
    images: int = 0


@dataclass(frozen=True)
class Covered:
    """Bytes of the item that were understood. A reader that does not say so has read nothing."""

    bytes: int


@dataclass(frozen=True)
class Gap:
    """Bytes of the item that could not be read, why and where."""

    reason: Reason
    bytes: int = 0
    part: str = ""
    row: int = 0


Reading = Batch | Property | Page | Covered | Gap
"""Anything that a reader may yield."""

RECORD_FIELDS: tuple[str, ...] = (
    "nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "forename", "date_of_birth", "sex",
    "address", "postcode", "telephone", "email", "gp_practice", "site_code", "assigning_authority", "sender",
    "test_code", "test_name", "coding_system", "result", "result_unit", "range_low", "range_high", "flag", "status",
    "collected_at", "received_at", "reported_at", "specimen_id", "specimen_type", "requester_code", "client_code",
    "comment", "person_type",
)  # fmt: skip
"""Columns of a RECORD batch, all strings as printed in the message: dates undecided, numbers unchecked.

`nhs_number` may hold anything that stands where an NHS number belongs; detect checks it. `status` is one of
`EventStatus` when the message says so. `person_type` is "" for the patient of a message and "relative" for somebody
named beside them (next of kin, guarantor, insured). `comment` is free text (clinical details, narrative results)."""


@dataclass
class Tally:
    """What a reading came to; kept by whoever consumes it."""

    records: int = 0
    covered: int = 0
    gaps: list[Gap] = field(default_factory=list)

    @property
    def worst_gap(self) -> Gap | None:
        """The gap that holds most bytes; the first of equals."""
        return max(self.gaps, key=lambda gap: gap.bytes, default=None)
