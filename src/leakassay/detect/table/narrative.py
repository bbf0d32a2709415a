"""Narratives in tables: comments and long results go through the text engine, as words about the row's person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon.result import MAX_RESULT
from leakassay.detect.emit import Numbering, Rows
from leakassay.detect.table.rows import TableRows
from leakassay.detect.text import clinical
from leakassay.detect.text.prose import Prose
from leakassay.detect.warm import Kit
from leakassay.model.outcomes import EventStatus

LONG = MAX_RESULT
"""Bytes from which a result is read as text."""
WORDY = 8
"""Bytes from which a comment is."""


@dataclass(frozen=True)
class Narrated:
    """What the texts of a batch gave: rows, and the status of results that only deny (null elsewhere)."""

    rows: list[Rows] = field(default_factory=list)
    status: pa.Array | None = None


def of_rows(rows: TableRows, ordinals: pa.Array, numbering: Numbering) -> Narrated:
    """Read the comments and the long results of a batch; people whom only a text names are numbered on."""
    found: list[Rows] = []
    status: pa.Array | None = None
    for place, role in enumerate(rows.frame.roles):
        if role.kind not in ("comment", "result", "address", "other"):
            continue
        least = WORDY if role.kind == "comment" else LONG
        mask = pc.greater(pc.binary_length(rows.columns[place]), least)
        if not pc.any(mask).as_py():
            continue
        texts = rows.columns[place].filter(mask).to_pylist()
        prose = Prose(rows.frame.kit, numbering)
        spoken = prose.read(
            texts, rows.numbers.filter(mask).to_pylist(), rows.frame.part, ordinals.filter(mask).to_pylist()
        )
        if role.kind != "comment":
            # the row itself is the event: what its report names besides is a word, not another test
            own = {one["ordinal"] for one in spoken.sightings}
            spoken.events[:] = [event for event in spoken.events if event["sighting_ordinal"] in own]
        found += spoken.rows()
        if role.kind == "result":
            said = pa.array(
                [EventStatus.NEGATED.value if clinical.denies(text) else None for text in texts], pa.string()
            )
            status = pc.replace_with_mask(pa.nulls(rows.count, pa.string()), mask, said)
    return Narrated(found, status)


def of_preamble(lines: Sequence[str], kit: Kit, part: str, numbering: Numbering) -> Iterator[Rows]:
    """Read the lines above a header row as text of their own: titles name people too."""
    if lines:
        yield from Prose(kit, numbering).read(["\n".join(lines)], [0], part).rows()
