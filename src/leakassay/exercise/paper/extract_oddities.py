"""Result extracts that went wrong in the ways extracts go wrong: shifted, merged, ragged, mangled by Excel.

Each paper prints every row it is given, one record a row; where something is no longer there (a number that Excel
rounded), it is not in the records either.
"""

import datetime as dt

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.house import FIELDS, House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import DATES, blanked, by_row, headers, printed, shown
from leakassay.exercise.paper.document import Document

SHOWN = frozenset(FIELDS) & frozenset(IDENTITY)
PAGE = 50
"""Rows of a printed page."""
_COMMENTS = (
    "", "", "haemolysed, repeat suggested", "", "phoned to ward, spoke to sister, read back", "", "",
    "insufficient, see note", "", "kept 7 days",
)  # fmt: skip
_LINES = ("Phoned to the ward\n14:05", "", "", "Sample moved:\nwas in rack 7", "", "see\nprevious", "")
_COLD = ("kept at 4 °C", "", "dilution ½", "", "", "±10 % of the mean", "")
_OTHER = (
    ("specimen_id", "Accession"), ("collected_at", "When bled"), ("surname", "Family name"),
    ("forename", "Given name"), ("date_of_birth", "Born on"), ("sex", "M/F"), ("nhs_number", "NHS id"),
    ("hospital_number", "Unit number"), ("test_name", "Line of panel"), ("value", "Finding"), ("unit", "Measured in"),
    ("client_code", "Sent by"),
)  # fmt: skip
"""Columns and headers of another extract that ended up in the same file."""
_EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a calendar date without a place, as Excel counts
_TITLES = {"M": "MR", "F": "MS"}


def ragged(name: str, rows: pa.Table, house: House) -> Document:
    """Returns rows with a free comment behind the flag, which holds commas that nobody quoted: those rows are wider."""
    rows = by_row(rows)
    place = FIELDS.index("value_flag") + 1
    cells = [*_cells(rows, house)]
    cells.insert(place, _cycled(_COMMENTS, rows.num_rows))
    names = [*house.headers[:place], "COMMENT", *house.headers[place:]]
    return _document(name, ",".join(names) + "\n", splice.lines(cells, ","), rows)


def shifted(name: str, rows: pa.Table, house: House) -> Document:
    """Returns rows that have one cell more from two fifths on: an upgrade added a title, the header knows nothing."""
    rows = by_row(rows)
    cells, turn = _cells(rows, house), rows.num_rows * 2 // 5
    titles = splice.mapped(rows["sex"], lambda sex: _TITLES.get(sex, ""))
    before = splice.lines([one.slice(0, turn) for one in cells], ",")
    wider = [*cells[:2], titles, *cells[2:]]
    after = splice.lines([one.slice(turn) for one in wider], ",")
    return _document(name, _head(house), pa.concat_arrays([before, after]), rows)


def merged(name: str, rows: pa.Table, house: House) -> Document:
    """Returns two extracts one below the other, the second with its own header, order and fewer columns."""
    rows = by_row(rows)
    half = rows.num_rows // 2
    fields = tuple(field for field, _ in _OTHER)
    above = splice.lines(_cells(rows.slice(0, half), house), ",")
    below = splice.lines(_cells(rows.slice(half), house, fields), ",")
    second = ",".join(header for _, header in _OTHER) + "\n"
    lower = shown(rows.slice(half), fields)
    for missing in sorted(SHOWN - frozenset(fields)):
        lower = blanked(lower, missing)
    texts = pa.concat_arrays([above, pa.array([second]), below])
    return _document(name, _head(house), texts, pa.concat_tables([rows.slice(0, half), lower]))


def repeated_header(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a print file: the header again on every page, behind a form feed."""
    rows = by_row(rows)
    texts = splice.lines(_cells(rows, house, delimiter="|"), "|")
    breaks = np.arange(PAGE, rows.num_rows, PAGE, dtype=np.int64)
    head = _head(house, "|")
    pages = pa.array([f"\f{house.name}|page {page}\n{head}" for page in range(2, len(breaks) + 2)], pa.string())
    every = np.arange(rows.num_rows, dtype=np.int64)
    data = splice.spliced([(breaks, pages), (every, texts)])
    return Document(name, "csv", head.encode() + data, rows, SHOWN, locator="row")


def preamble(name: str, rows: pa.Table, house: House) -> Document:
    """Returns an extract below the title and parameters of its report, with totals beneath."""
    rows = by_row(rows)
    last = rows["reported_at"][-1].as_py()[:10] if rows.num_rows else ""
    above = [
        f"{house.name} - results by period", f"Run by,LABADMIN,on,{house.host}", f"Period to,{last}",
        "Location,ALL", "Suppressed,N", "",
    ]  # fmt: skip
    below = [
        "",
        f"Total tests,{rows.num_rows}",
        f"Specimens,{len(set(rows['specimen_id'].to_pylist()))}",
        "*** END ***",
    ]
    texts = pa.concat_arrays([splice.lines(_cells(rows, house), ","), pa.array(["\n".join(below) + "\n"])])
    return _document(name, "\n".join(above) + "\n" + _head(house), texts, rows)


def blank_columns(name: str, rows: pa.Table, house: House) -> Document:
    """Returns rows without a header and with columns that were never filled, by tabs."""
    rows = by_row(rows)
    cells = _cells(rows, house, delimiter="\t")
    empty = pa.array([""] * rows.num_rows, pa.string())
    for place in (16, 9, 5, 1):
        cells.insert(place, empty)
    return _document(name, "", splice.lines([*cells, empty], "\t"), rows)


def line_breaks(name: str, rows: pa.Table, house: House) -> Document:
    """Returns rows with line breaks inside quoted cells: a comment column, and what a pathologist dictated."""
    rows = by_row(rows)
    place = FIELDS.index("value")
    broken = splice.mapped(rows["value"], lambda text: text.replace(". ", ".\n"))
    cells = [*_cells(rows, house), splice.cells(_cycled(_LINES, rows.num_rows), ",")]
    cells[place] = splice.cells(broken, ",")
    return _document(name, f"{','.join(house.headers)},REMARK\n", splice.lines(cells, ","), rows)


def mixed_encodings(name: str, rows: pa.Table, house: House) -> Document:
    """Returns rows of which every other hundred was appended by a machine that writes cp1252; the rest is UTF-8."""
    rows = splice.fitted(by_row(rows), "cp1252")
    texts = splice.lines([*_cells(rows, house), _cycled(_COLD, rows.num_rows)], ",")
    data = bytearray(f"{','.join(house.headers)},NOTE\n".encode())
    for place, start in enumerate(range(0, rows.num_rows, 100)):
        stretch = splice.characters(texts.slice(start, 100)).tobytes()
        data += stretch.decode("utf-8").encode("cp1252") if place % 2 else stretch
    return Document(name, "csv", bytes(data), rows, SHOWN, locator="row")


def excel_mangled(name: str, rows: pa.Table, house: House) -> Document:
    """Returns an extract that somebody opened in Excel and saved.

    Every third NHS number is 9.44E+09 and every specimen number that looks like one in powers of ten became one: both
    are lost, so the records do not hold them. From the middle on dates are serial numbers, which say the same.
    """
    rows = by_row(rows)
    rounded = np.arange(rows.num_rows) % 3 == 2
    numbers, codes = splice.flat(rows["nhs_number"]), splice.flat(rows["specimen_id"])
    shorter = splice.mapped(numbers, lambda text: f"{int(text):.2E}" if text.isdigit() else text)
    powers = splice.mapped(codes, _power)
    lost = np.asarray(powers.to_numpy(zero_copy_only=False) != codes.to_numpy(zero_copy_only=False), dtype=np.bool_)
    cells = _cells(rows, house)
    cells[FIELDS.index("nhs_number")] = splice.chosen(rounded, shorter, numbers)
    cells[FIELDS.index("specimen_id")] = powers
    is_late = np.arange(rows.num_rows) >= rows.num_rows // 2
    for field in DATES:
        place = FIELDS.index(field)
        cells[place] = splice.chosen(is_late, splice.mapped(rows[field], _serial), cells[place])
    kept = {"nhs_number": splice.chosen(rounded, "", numbers), "specimen_id": splice.chosen(lost, "", codes)}
    for field, column in kept.items():
        rows = rows.set_column(rows.column_names.index(field), field, column)
    return _document(name, _head(house), splice.lines(cells, ","), rows)


def _power(code: str) -> str:
    """Returns 2.40E+124 for 24E000123, which Excel takes for a number; any other code as it is."""
    mantissa, _, exponent = code.partition("E")
    if not (mantissa.isdigit() and exponent.isdigit()):
        return code
    # Excel refuses powers above 307 and leaves the text alone
    power = int(exponent) + len(mantissa) - 1
    return f"{int(mantissa) / 10 ** (len(mantissa) - 1):.2f}E+{power:02d}" if power < 308 else code


def _serial(iso: str) -> str:
    """Returns the days since Excel's beginning, with five decimals (a second) where there is a clock."""
    if not iso:
        return ""
    past = dt.datetime.fromisoformat(iso) - _EXCEL_EPOCH
    return f"{past.days + past.seconds / 86_400:.5f}" if "T" in iso else str(past.days)


def _cells(rows: pa.Table, house: House, fields: tuple[str, ...] = FIELDS, delimiter: str = ",") -> list[pa.Array]:
    return [splice.cells(column, delimiter) for column in printed(rows, house, fields).columns]


def _cycled(texts: tuple[str, ...], count: int) -> pa.Array:
    return pa.array(texts).take(pa.array(np.arange(count) % len(texts)))


def _head(house: House, delimiter: str = ",") -> str:
    return delimiter.join(headers(house, FIELDS)) + "\n"


def _document(name: str, head: str, texts: pa.Array, rows: pa.Table) -> Document:
    data = head.encode("utf-8") + splice.characters(texts).tobytes()
    return Document(name, "csv", data, rows, SHOWN, locator="row")
