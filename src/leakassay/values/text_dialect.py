"""Dialect of delimited text: delimiter, quoting, width, what stands before the data, told from the head alone.

Lies in the ground because custody (is it a table?) and read (which table?) must give the same answer, and because every
unit of a large file works it out again from the same head.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

DELIMITERS: Final = (",", "\t", "|", ";", "^", "~", "þ", "ý", "¬", "¦", "\x14", "\x1f", "\x1e")
"""Tried in this order; ties go to the earlier. þ, ý and ¬ come from laboratory and cancer-registry extracts."""

SAMPLE_RECORDS: Final = 200
"""Records looked at; a unit repeats this work, so it stays small."""

MIN_RUN_ON: Final = 2
"""Names at the beginning of a record of data that say that a header ran on into it."""

RAGGED_FIELDS: Final = 4
"""Delimiters in a line of what may be a damaged table; sentences have fewer."""

csv.field_size_limit(1 << 27)  # process-wide: a longer field is cut off by the block size before csv sees it

_NUMBERISH: Final = re.compile(r"[\d\s.,:/+%£$()-]*\d[\d\s.,:/+%£$()TZ-]*")
_WORDISH: Final = re.compile(r"[^\W\d][\w .,:;#%&'()/\[\]*?°£$-]{0,79}")
_HEADER_WORD: Final = re.compile(
    r"(?i)\b(id|no|nhs ?(?:no|num(?:ber)?)?|(sur|fore)? ?name|dob|date|code|type|sex|gender|post ?code|address|number"
    r"|result|unit|test|status|value|first|last|phone|email|description|key|time|amount|count|title|text|label)\b"
    r"|(_|(?-i:[a-z0-9]))(id|no|code|name|date|desc|source)\b"
)


@dataclass(frozen=True)
class Dialect:
    """How a delimited text is printed.

    Attributes:
        delimiter: one character.
        quote: the quote character; always `"` but for Concordance files (þ).
        width: fields of a usual record.
        headers: names over the columns, empty when the first record is data already.
        data_at: characters of the head before the first data record (preamble and header).
        preamble: what stands before the header, and a header that has more cells than the table.
        fit: share of the sampled records that have `width` fields.
        records: records sampled, the header included.
        has_odd_header: True when the header has another width: names may stand over the wrong columns; or when the
            first record begins as a header and goes on as data.
        is_ragged: True when it is taken for one column although most lines have several fields, for no two agree.
    """

    delimiter: str
    quote: str
    width: int
    headers: tuple[str, ...]
    data_at: int
    preamble: str
    fit: float
    records: int
    has_odd_header: bool = False
    is_ragged: bool = False


def one_column(head: str, *, complete: bool) -> Dialect:
    """Take every line for a record of one field: what a list of numbers saved as CSV is."""
    found = _described(head, ",", '"', complete=complete)
    lines = head.splitlines()[:SAMPLE_RECORDS]
    most = max((sum(line.count(sign) >= RAGGED_FIELDS for line in lines) for sign in DELIMITERS), default=0)
    return replace(found, is_ragged=most * 2 > len(lines))


def sniff(head: str, *, complete: bool) -> Dialect | None:
    """Tell the dialect from the decoded head of a text.

    Args:
        head: decoded, without byte order mark.
        complete: True when the head is the whole text; otherwise its last record may be cut and is not looked at.

    Returns:
        The dialect, or None when the text is no table.
    """
    if "þ\x14þ" in head:
        return _described(head, "\x14", "þ", complete=complete)  # Concordance, the load file of e-discovery
    best: tuple[float, int, str] | None = None
    for order, delimiter in enumerate(DELIMITERS):
        if delimiter not in head:
            continue
        score = _score(_records(head, delimiter, '"', complete=complete))
        if score and (best is None or (score, -order) > best[:2]):
            best = (score, -order, delimiter)
    return _described(head, best[2], '"', complete=complete) if best else None


def fields(line: str, dialect: Dialect) -> list[str]:
    """Split one record; never raises on odd quoting."""
    try:
        return next(iter(_reader([line], dialect.delimiter, dialect.quote)), [])
    except csv.Error:  # a lone carriage return outside quotes
        return line.split(dialect.delimiter)


def records(text: str, dialect: Dialect) -> list[list[str]]:
    """Split many records, honouring quoted line breaks; blank lines give nothing."""
    return [row for row in _reader(io.StringIO(text, newline=""), dialect.delimiter, dialect.quote) if row]


def _reader(lines: Iterable[str], delimiter: str, quote: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def _records(head: str, delimiter: str, quote: str, *, complete: bool) -> list[list[str]]:
    """The first records; the last one of a cut head is left out."""
    sample: list[list[str]] = []
    source = io.StringIO(head.replace("\0", " "), newline="")
    try:
        for row in _reader(source, delimiter, quote):
            if row:
                sample.append(row)
            if len(sample) > SAMPLE_RECORDS:
                break
    except csv.Error:  # a lone carriage return inside an unquoted field
        return _by_line(head, delimiter, quote)
    return sample if complete and len(sample) <= SAMPLE_RECORDS else sample[:-1]


def _by_line(head: str, delimiter: str, quote: str) -> list[list[str]]:
    rows = (next(iter(_reader([line], delimiter, quote)), []) for line in head.splitlines()[:SAMPLE_RECORDS])
    return [row for row in rows if row]


def _usual_width(sample: list[list[str]]) -> tuple[int, int]:
    """The commonest width above one, and how often it occurs."""
    widths = Counter(len(row) for row in sample if len(row) > 1)
    if not widths:
        return 1, 0
    width, times = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] ** 0.5), pair[0]))
    return width, times


def _score(sample: list[list[str]]) -> float:
    """0 when it is no table; else the share of records of the usual width, a little more for wide ones."""
    width, times = _usual_width(sample)
    if not times:
        return 0.0
    fit = times / len(sample)
    demanded = 0.9 if width == 2 else 0.8 if width < 5 else 0.5
    if len(sample) < 3:
        demanded = 1.0
    if fit < demanded or (width < 5 and _is_prose(sample)):
        return 0.0
    return fit + min(width, 40) / 100


def _is_prose(sample: list[list[str]]) -> bool:
    """Sentences have commas too: after one comes a space, and the pieces are long."""
    cells = [cell for row in sample for cell in row]
    spaced = sum(1 for row in sample for cell in row[1:] if cell.startswith(" "))
    followers = sum(len(row) - 1 for row in sample) or 1
    return spaced * 2 > followers and sum(map(len, cells)) / len(cells) > 25


def _described(head: str, delimiter: str, quote: str, *, complete: bool) -> Dialect:
    sample = _records(head, delimiter, quote, complete=complete)
    width, times = _usual_width(sample)
    first = next((number for number, row in enumerate(sample) if len(row) == width), 0)
    if first > 20 or first * 2 > len(sample):
        first = 0  # not a preamble: the table itself is ragged
    if not sample:
        return Dialect(delimiter, quote, width, (), 0, "", 0.0, 0)
    has_header = len(sample[first]) == width and _is_header(sample[first], sample[first + 1 :])
    if not has_header and first:
        odd = (place for place in range(first) if _is_odd_header(sample[place], sample[place + 1 :], width))
        first, has_header = next(((place, True) for place in odd), (first, False))
    before = _consumed(head, delimiter, quote, first)
    data_at = _consumed(head, delimiter, quote, first + 1) if has_header else before
    headers = tuple((sample[first] + [""] * width)[:width]) if has_header else ()
    is_odd = len(sample[first]) != width if has_header else any(map(_begins_as_header, sample[: first + 1]))
    # a longer one has a record in it: all of the line is handed on as text too
    preamble = head[: data_at if is_odd and len(sample[first]) > width else before]
    fit = times / len(sample)
    return Dialect(delimiter, quote, width, headers, data_at, preamble, fit, len(sample), is_odd)


def _consumed(head: str, delimiter: str, quote: str, count: int) -> int:
    """Characters that the first `count` records take, blank lines before the next one left alone."""
    if not count:
        return 0
    source = io.StringIO(head.replace("\0", " "), newline="")
    seen = 0
    at = 0

    def told() -> Iterator[str]:
        nonlocal at
        for line in source:
            at += len(line)
            yield line

    try:
        for row in _reader(told(), delimiter, quote):
            seen += bool(row)
            if seen == count:
                return at
    except csv.Error:
        return at
    return at


def _is_header(first: list[str], rest: list[list[str]]) -> bool:
    """Words over columns: no numbers or dates in it, no repetition below, and something that says header."""
    named = [cell.strip() for cell in first if cell.strip()]
    if not named or len(named) * 2 < len(first) or any(_is_numberish(cell) for cell in named):
        return False
    if any(not _WORDISH.fullmatch(cell) and len(cell) > 80 for cell in named) or any("@" in cell for cell in named):
        return False
    if any(row[: len(first)] == first for row in rest):
        return True  # printed again on a later page
    for place in range(len(first)):
        below = [row[place].strip() for row in rest if len(row) > place and row[place].strip()]
        if below and sum(1 for cell in below if _is_numberish(cell)) * 2 > len(below):
            return True
    known = sum(1 for cell in named if _HEADER_WORD.search(cell.replace("_", " ")) or _HEADER_WORD.search(cell))
    return known * 4 >= len(named)


def _is_odd_header(row: list[str], rest: list[list[str]], width: int) -> bool:
    """A header that lost a delimiter or a line break: its first half still stands over the columns."""
    kept = [cell for cell in row[:width] if len(cell) <= 80 and "@" not in cell]
    return len(kept) * 2 >= width and _is_header(kept[: (width + 1) // 2], rest)


def _begins_as_header(row: list[str]) -> bool:
    """A header that runs on into data: what lost the line break between them."""
    cells = [cell.strip().replace("_", " ") for cell in row]
    names = next(
        (n for n, cell in enumerate(cells) if _is_numberish(cell) or not _HEADER_WORD.search(cell)), len(cells)
    )
    return names >= MIN_RUN_ON and any("@" in cell or _is_long_number(cell) for cell in cells[names:])


def _is_long_number(cell: str) -> bool:
    """A number that is no year over a column of years."""
    return _is_numberish(cell) and sum(map(str.isdigit, cell)) > 4


def _is_numberish(cell: str) -> bool:
    """Numbers, dates and times; the length is checked first because the pattern is not linear."""
    return len(cell) <= 64 and _NUMBERISH.fullmatch(cell) is not None
