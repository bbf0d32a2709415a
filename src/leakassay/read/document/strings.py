"""Records that no reader takes apart yet (SQL dumps, analyser captures): searched as text, never `read`.

The text is whole, so what is labelled in it is found; but people who stand in columns are missed, and nothing says how
many. Every byte is therefore a gap, `strings_only`: the item is `read_partly` and outside of what was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from leakassay.model.batch import Covered, Gap, Reading
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.read.document import plain
from leakassay.read.health import hl7v2
from leakassay.read.health.charset import wide_charset
from leakassay.read.health.hl7_frame import HEADER


def split(item: OpenItem, limit: int) -> list[tuple[int, int]]:
    """Units of a large item, cut at line ends or before messages.

    Returns:
        (offset, length) pairs that cover the item.
    """
    cuts: list[tuple[int, int]] = _reader(item).split(item, limit)
    return cuts


def read(item: OpenItem) -> Iterator[Reading]:
    """Read a range as text; HL7 messages in it (a table of an interface engine, say) are taken apart all the same.

    Yields:
        What the reader of text or of messages yields, with every byte as a gap.

    Raises:
        ItemError: the whole item is white space.
    """
    for reading in _reader(item).read(item):
        yield Gap(Reason.STRINGS_ONLY, reading.bytes) if isinstance(reading, Covered | Gap) else reading


def _reader(item: OpenItem) -> ModuleType:
    """Who reads all ranges of the item; the head decides, as it did when the format was told."""
    head = item.head()
    charset = wide_charset(head[:4096])
    narrow = head.decode(charset, "replace").encode("utf-8", "replace") if charset else head
    return hl7v2 if HEADER.search(narrow) else plain
