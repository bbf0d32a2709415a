"""HL7 v2 result messages (ORU^R01) as a laboratory keeps them: bare, in MLLP frames, in batches, in interface logs.

A log also holds what passes between results: acknowledgements, and ADT^A08 messages about people without a test.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.hl7_segments import RANKS, Dialect, Part, acknowledgement, message_parts, update
from leakassay.exercise.paper.splice import Ints, joined, numbered

SHOWN = frozenset(IDENTITY)
PIECE = 8_000
"""Specimens written at once: some 7 MB."""
UPDATED_EVERY = 6
"""One in so many results of a log is preceded by an ADT^A08 about the same person."""
_MLLP_START, _MLLP_END = "\x0b", "\x1c\r"
_USUAL = Dialect()


@dataclass(frozen=True)
class LogStyle:
    """How an interface engine logs a message.

    Attributes:
        segment_end: a line per segment, or a printed `<CR>` so that the message stays one line.
        line_end: how lines of the log end.
    """

    segment_end: str = "\n"
    line_end: str = "\n"


BY_LINE = LogStyle()
WINDOWS = LogStyle("\r\n", "\r\n")
ONE_LINE = LogStyle("<CR>")
RAW = LogStyle("\r")
"""Segments end in the carriage return of the wire, lines of the log in a line feed."""


def bare(name: str, rows: pa.Table, house: House, dialect: Dialect = _USUAL) -> Document:
    """Returns messages one after another, as a message archive holds them."""
    return _document(name, rows, message_parts(rows, house, dialect))


def mllp(name: str, rows: pa.Table, house: House, dialect: Dialect = _USUAL) -> Document:
    """Returns messages in MLLP frames, as captured from the wire."""
    starts, ends = _bounds(rows)
    frames = [(starts * RANKS, _MLLP_START), (ends * RANKS + 7, _MLLP_END)]
    parts = [(places, pa.array([sign] * len(places), pa.string())) for places, sign in frames]
    return _document(name, rows, [*message_parts(rows, house, dialect), *parts])


def batch(name: str, rows: pa.Table, house: House, dialect: Dialect = _USUAL) -> Document:
    """Returns a batch file: FHS and BHS before the messages, counts in BTS and FTS behind them."""
    document, end = bare(name, rows, house, dialect), dialect.ending
    day = rows["reported_at"][0].as_py()[:10].replace("-", "") if rows.num_rows else ""
    sender = f"|^~\\&|{house.software}|{house.ods_code}|ARCHIVE|{house.ods_code}|{day}"
    count = len(splice.starts_of(rows))
    data = f"FHS{sender}{end}BHS{sender}{end}".encode() + document.data + f"BTS|{count}{end}FTS|1{end}".encode()
    return Document(name, "hl7v2", data, rows, SHOWN, locator="message")


def log(name: str, rows: pa.Table, house: House, dialect: Dialect = _USUAL, style: LogStyle = BY_LINE) -> Document:
    """Returns an interface log of results alone: a line with time, host and direction before each, one behind it."""
    return _document(name, rows, _logged(rows, house, dialect, style))


def log_pieces(
    name: str, tables: Iterable[pa.Table], house: House, dialect: Dialect = _USUAL, style: LogStyle = BY_LINE
) -> Iterator[Document]:
    """Yields a log of any size with acknowledgements and updates of people; `tables` restart their records at 0.

    Each stretch of results comes with its bytes as one document and is followed by one without a byte, which says who
    stands in the updates: people without a test there. Records count all messages of the file, acknowledgements too.
    """
    style_dialect = Dialect(dialect.version, dialect.number_field, style.segment_end)
    first = 0
    for rows in splice.stretches(tables, PIECE):
        starts, ends = _bounds(rows)
        changed = starts[np.arange(len(starts)) % UPDATED_EVERY == 2]
        heads, news = rows.take(pa.array(ends)), rows.take(pa.array(changed))
        updates = joined(_line(news, house, "inbound ADT", style), update(news, house, style_dialect), style.line_end)
        answers = joined(_line(heads, house, "inbound ACK", style), acknowledgement(heads, house, style_dialect))
        more = [(changed * RANKS, updates), (ends * RANKS + 7, joined(answers, style.line_end))]
        data = splice.spliced([*more[:1], *_logged(rows, house, dialect, style), *more[1:]])
        results, told = _message_numbers(starts, changed, first)
        printed = _renumbered(rows, np.repeat(results, np.diff(starts, append=rows.num_rows)))
        yield Document(name, "hl7v2", data, printed, SHOWN, locator="message")
        yield Document(name, "hl7v2", b"", _renumbered(news, told), SHOWN, has_events=False, locator="message")
        first += 2 * len(starts) + len(changed)


def _message_numbers(starts: Ints, changed: Ints, first: int) -> tuple[Ints, Ints]:
    """Returns the numbers of the results and of the updates: update (if any), result, acknowledgement, and so on."""
    is_changed = np.isin(starts, changed)
    results = first + 2 * np.arange(len(starts)) + np.cumsum(is_changed)
    return results, results[is_changed] - 1


def _renumbered(rows: pa.Table, numbers: Ints) -> pa.Table:
    return rows.set_column(0, "record", pa.array(numbers, pa.int64()))


def _logged(rows: pa.Table, house: House, dialect: Dialect, style: LogStyle) -> list[Part]:
    starts, ends = _bounds(rows)
    heads = rows.take(pa.array(starts))
    printed = message_parts(rows, house, Dialect(dialect.version, dialect.number_field, style.segment_end))
    size = joined(", ", numbered(ends - starts + 1), f" results{style.line_end}")
    sent = _line(heads, house, "outbound ORU", style)
    taken = joined(_stamp(heads), f".512 DEBUG [{house.host}] queue committed", size)
    closing = taken if style.segment_end.endswith(style.line_end) else joined(style.line_end, taken)
    return [(starts * RANKS, sent), *printed, (ends * RANKS + 7, closing)]


def _line(heads: pa.Table, house: House, what: str, style: LogStyle) -> pa.Array:
    """Returns the line before a message; where messages stay one line it stands on the same line."""
    before = style.line_end if style.segment_end.endswith(("\n", "\r")) else " : "
    return joined(_stamp(heads), f".{len(what) * 37 % 1000:03d} INFO [{house.host}] {what}{before}")


def _stamp(heads: pa.Table) -> pa.Array:
    return splice.mapped(heads["reported_at"], lambda iso: iso.replace("T", " "))


def _bounds(rows: pa.Table) -> tuple[Ints, Ints]:
    """Returns the first and the last row of each record."""
    starts = splice.starts_of(rows)
    return starts, np.append(starts[1:], rows.num_rows)[: len(starts)] - 1


def _document(name: str, rows: pa.Table, parts: list[Part]) -> Document:
    return Document(name, "hl7v2", splice.spliced(parts), rows, SHOWN, locator="message")
