"""A document of the leak before it is laid down: its bytes and the records that stand in it."""

from dataclasses import dataclass, field

import pyarrow as pa

from leakassay.exercise.estate.record import IDENTITY

EVERYTHING = frozenset(IDENTITY) - {"chi_number"}
"""Identifying columns a document usually shows; one that prints the Scottish number, too, says so."""


@dataclass(frozen=True)
class Document:
    """One file.

    Attributes:
        name: path below its folder, with `/`.
        format: what it truly is (csv, json, hl7v2, edifact, xlsx, pdf, text, eml, zip, gzip, tar …).
        records: rows of `estate.record.RECORD` printed in it, None where it names nobody.
        shows: identifying columns that stand in it.
        has_events: whether its tests stand in it (a letter or an address list names people only).
        locator: the word for the place of a record in it; record 0 stands at `locator 1` (row, page, message, line).
        members: documents inside it, for containers and mail.
        named_person: the person whose name stands in the file name.
        copy_of: item_path of an earlier document with the same bytes, whose truth is kept there; else empty.
        outcome, reason: what a careful reader must report of it.
    """

    name: str
    format: str
    data: bytes
    records: pa.Table | None = None
    shows: frozenset[str] = EVERYTHING
    has_events: bool = True
    locator: str = "record"
    members: tuple["Document", ...] = field(default=())
    named_person: int | None = None
    copy_of: str = ""
    outcome: str = "read"
    reason: str = ""
