"""What the corridor has a cell do: identify, open, split, and read with detection. All of it runs on hostile bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

import pyarrow as pa

from leakassay.custody.identify import identify as identify_content
from leakassay.custody.identify import opens
from leakassay.custody.macro import macros
from leakassay.detect.assay import Assay
from leakassay.engine.cell import Job
from leakassay.engine.wire import Kind, Writer
from leakassay.model.batch import Batch, Covered, Gap, Page, Property, Reading, Tally
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.model.tables.document_property import DOCUMENT_PROPERTY
from leakassay.model.tables.page import PAGE
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.conclude import conclude

SNIFF_BYTES = 65536
"""Bytes of head and of tail that identification sees."""


ASIDES_HELD = 20_000
"""Properties and pages of an item that are held at once; a chat of a million messages has as many again."""


@cache
def formats_by_name() -> dict[str, Format]:
    """The catalogue by name."""
    return {entry.name: entry for entry in FORMATS}


def _module(dotted: str) -> ModuleType:
    """Import a plug-in.

    Raises:
        ItemError: an optional library is missing; the item is unsupported here, not broken.
    """
    try:
        return import_module(dotted)
    except ModuleNotFoundError:
        raise ItemError(Reason.READER_NOT_INSTALLED, outcome=Outcome.UNSUPPORTED) from None


def identify(job: Job) -> None:
    """Name the format of each item by its content."""
    for index, item in enumerate(job.items):
        head = item.head(SNIFF_BYTES)
        tail = head if item.size <= SNIFF_BYTES else item.tail(SNIFF_BYTES)
        job.out.hold(Kind.RESULT, index, {"facts": _format_facts(head, tail, item.name, item.size)})
    job.out.flush()


def _format_facts(head: bytes, tail: bytes, name: str, size: int) -> dict[str, str | int]:
    """Format of what begins and ends so, and whether it is to be opened."""
    found = identify_content(head, tail, name, size, FORMATS) if size else None
    if found is None:
        return {"format": "", "media_type": "application/octet-stream"}
    is_opened = opens(found, head, tail, name, size)
    return {"format": found.name, "media_type": found.media_type, "opens": int(is_opened)}


def open_members(job: Job) -> None:
    """Send the members of one container, from the member on that the arguments name."""
    item = job.items[0]
    entry = formats_by_name()[item.settings["format"]]
    gap_bytes, gap_reason, members = 0, Reason.NONE, 0
    fault: ItemError | None = None
    try:
        for opened in _module(f"leakassay.custody.openers.{entry.opener}").members(item, job.args["first"]):
            if isinstance(opened, Gap):
                gap_bytes += opened.bytes
                gap_reason = gap_reason or opened.reason
            else:
                members += 1
                _send_member(job.out, opened)
    except ItemError as error:
        fault = error
    outcome = fault.outcome if fault is not None else Outcome.READ_PARTLY if gap_reason else Outcome.READ
    job.out.json(
        Kind.RESULT,
        0,
        {
            "outcome": outcome,
            "reason": fault.reason if fault is not None else gap_reason,
            "facts": {"container": True, "gap_bytes": gap_bytes, "members": members},
        },
    )


def _send_member(out: Writer, member: Member) -> None:
    out.json(
        Kind.MEMBER,
        0,
        {
            "index": member.index,
            "name": member.name.hex(),
            "packed_bytes": member.packed_bytes,
            "declared_bytes": member.declared_bytes,
            "modified_at": member.modified_at,
            "outcome": member.outcome or "",
            "reason": member.reason,
            "streamed": member.packed_at_end is not None,
        },
    )
    if member.outcome is not None:
        out.json(Kind.MEMBER_END, 0, {})
        return
    head, tail, size, flaw = b"", b"", 0, Reason.NONE
    try:
        for piece in member.chunks:
            if len(head) < SNIFF_BYTES:
                head += piece[: SNIFF_BYTES - len(head)]
            tail = (tail + piece)[-SNIFF_BYTES:]
            size += len(piece)
            out.data(0, piece)
    except ItemError as error:
        flaw = error.reason
    name = member.name.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
    said: dict[str, str | int] = {**_format_facts(head, tail, name, size), "reason": flaw}
    if member.packed_at_end is not None:
        said["packed_bytes"] = member.packed_at_end()
    out.json(Kind.MEMBER_END, 0, said)


def split(job: Job) -> None:
    """Say where a large item may be cut."""
    item = job.items[0]
    entry = formats_by_name()[item.settings["format"]]
    try:
        ranges = _module(f"leakassay.read.{entry.reader}").split(item, job.args["limit"])
        job.out.json(Kind.RESULT, 0, {"facts": {"ranges": [list(cut) for cut in ranges]}})
    except ItemError as error:
        job.out.json(Kind.RESULT, 0, {"outcome": error.outcome, "reason": error.reason})


def assay(job: Job) -> None:
    """Read each item and detect in it what it holds."""
    for index, item in enumerate(job.items):
        _assay_item(job, index, item)


def _assay_item(job: Job, index: int, item: OpenItem) -> None:
    entry = formats_by_name()[item.settings["format"]]
    tally, fault = Tally(), None
    finder = Assay(job.settings["detect"])
    asides = _Asides()
    if item.offset == 0 and entry.risky:
        for kind in macros(item.head(SNIFF_BYTES), item.tail(SNIFF_BYTES)):
            asides.add(Property("macros", kind))
    try:
        for reading in _module(f"leakassay.read.{entry.reader}").read(item):
            for table, rows in _digest(reading, tally, finder, asides):
                job.out.table(index, table, rows)
    except ItemError as error:
        fault = error
    for table, rows in (*finder.close(), *asides.rows()):
        job.out.table(index, table, rows)
    due = item.own if item.is_whole else item.end - item.offset
    found = conclude(tally, due, fault)
    job.out.json(
        Kind.RESULT,
        index,
        {"outcome": found.outcome, "reason": found.reason, "bytes_read": found.bytes_read, "records": tally.records},
    )


def _digest(reading: Reading, tally: Tally, finder: Assay, asides: _Asides) -> Iterator[tuple[str, pa.RecordBatch]]:
    """One thing that a reader yielded, counted and handed to detection."""
    if isinstance(reading, Batch):
        tally.records += reading.data.num_rows
        yield from finder.see(reading)
    elif isinstance(reading, Covered):
        tally.covered += reading.bytes
    elif isinstance(reading, Gap):
        tally.gaps.append(reading)
    else:
        asides.add(reading)
        if asides.count >= ASIDES_HELD:
            yield from asides.rows()


def read_once(job: Job) -> None:
    """Do to the items of a job all that is ever done to one: what a zygote warms itself with."""
    identify(job)
    assay(job)


class _Asides:
    """Properties and pages of one item, kept until its end, for they are few; what is handed out is forgotten."""

    def __init__(self) -> None:
        self._properties: list[Property] = []
        self._pages: list[Page] = []

    def add(self, reading: Property | Page) -> None:
        """Keep one."""
        if isinstance(reading, Property):
            self._properties.append(reading)
        else:
            self._pages.append(reading)

    @property
    def count(self) -> int:
        """How many are held."""
        return len(self._properties) + len(self._pages)

    def rows(self) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Both tables, in their cell schemas."""
        if self._properties:
            said = [{"part": p.part, "row": p.row, "name": p.name, "value": p.value} for p in self._properties]
            yield "document_property", pa.RecordBatch.from_pylist(said, DOCUMENT_PROPERTY.cell_schema)
        if self._pages:
            seen = [
                {
                    "part": f"page {p.number}",
                    "row": p.number,
                    "characters": p.characters,
                    "images": p.images,
                    "quality": None,
                }
                for p in self._pages
            ]
            yield "page", pa.RecordBatch.from_pylist(seen, PAGE.cell_schema)
        self._properties, self._pages = [], []
