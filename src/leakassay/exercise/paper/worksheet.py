"""What stands on the sheets of a worklist, whichever program writes it: forms, tables, hidden copies, and their key."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper.delimited import by_row

VISIBLE, HIDDEN, VERY_HIDDEN = "visible", "hidden", "very hidden"
"""How a sheet is kept; only a macro or the format itself brings a very hidden one back."""
FULL_NAME = "full_name"
"""A column of ours: surname, comma, forename in one cell."""
TEXT, NUMBER, DAY, CLOCK = "text", "number", "day", "clock"
"""What a column is for a writer: text as it is, a number where it reads as one, an ISO day, an ISO minute."""
_SAID_OF_A_TEST = ("specimen_id", "test_code", "test_name", "unit", "value_flag", "collected_at", "client_code")
_PLAIN_NUMBER = r"^(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,12})?$"
_EPOCH = {False: np.datetime64("1899-12-30"), True: np.datetime64("1904-01-01")}
_EARLIEST = "1905-01-01"
"""Days before it stay text: neither date system of Excel holds them alike."""


@dataclass(frozen=True)
class Form:
    """How one office keeps its lists.

    Attributes:
        columns: (field of the record, printed header), from left to right.
        number_cells: NHS numbers and results are numbers, else text.
        spaced: NHS numbers print as 3-3-4 groups.
        dates: "cell" for real dates, "serial" for bare day numbers, "text" for 31.05.2024.
        epoch_1904: the date system of old Macintosh workbooks.
    """

    columns: tuple[tuple[str, str], ...]
    number_cells: bool = False
    spaced: bool = False
    dates: str = "cell"
    epoch_1904: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """Fields of the record that the form prints."""
        named = frozenset(field for field, _ in self.columns)
        return named | {"surname", "forename"} if FULL_NAME in named else named

    @property
    def shows(self) -> frozenset[str]:
        """Identifying fields that the form prints."""
        return self.fields & frozenset(IDENTITY)


FORMS = (
    Form((
        ("specimen_id", "Lab No"), ("nhs_number", "NHS Number"), ("surname", "Surname"), ("forename", "Forename"),
        ("date_of_birth", "DOB"), ("sex", "Sex"), ("postcode", "Postcode"), ("test_code", "Test"),
        ("test_name", "Test name"), ("value", "Result"), ("value_flag", "Flag"), ("collected_at", "Collected"),
        ("client_code", "Client"),
    )),
    Form((
        ("nhs_number", "NHS No."), ("surname", "Family name"), ("forename", "Given name"), ("date_of_birth", "Bday"),
        ("specimen_id", "Tube ref"), ("test_name", "Ordered as"), ("value", "Found"), ("unit", "in"),
        ("client_code", "Whose work"), ("collected_at", "Bled"),
    ), number_cells=True, epoch_1904=True),
    Form((
        ("specimen_id", "Bench ref"), ("nhs_number", "10 digits"), ("surname", "Px last"), ("forename", "Px first"),
        ("date_of_birth", "B'day"), ("sex", "m/f"), ("test_code", "Prof."), ("test_name", "What for"),
        ("value", "Outcome so far"), ("collected_at", "Drawn"), ("client_code", "Sent from"),
    ), spaced=True, dates="serial"),
    Form((
        (FULL_NAME, "Who"), ("date_of_birth", "DOB"), ("hospital_number", "Hosp No"), ("nhs_number", "NHS no (spine)"),
        ("test_name", "Outstanding"), ("value", "Interim"), ("specimen_id", "Pot no"), ("client_code", "Chase"),
    ), dates="text"),
)  # fmt: skip
"""Four offices; two of them head their columns in words that no shipped list has."""


@dataclass(frozen=True)
class Block:
    """One table on a sheet: its title above, its header at `line` (from 0), its rows from the next line on."""

    title: str
    line: int
    rows: pa.Table

    @property
    def end(self) -> int:
        """First line (from 0) below the table."""
        return self.line + 1 + int(self.rows.num_rows)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, how it is kept, and its tables from top to bottom."""

    name: str
    visibility: str
    blocks: tuple[Block, ...]


def form_of(name: str) -> Form:
    """Returns the form of a file, told by its name so that the same file is always kept alike."""
    return FORMS[zlib.crc32(name.encode("utf-8")) % len(FORMS)]


def sheets_of(rows: pa.Table, title: str, *, very_hidden: bool = True) -> list[Sheet]:
    """Returns a visible sheet of two tables, a hidden copy and a very hidden one; small lists have fewer of them."""
    count = rows.num_rows
    hidden = count // 4 if count > 1 else 0
    buried = count // 10 if very_hidden else 0
    late = count // 6
    first = count - hidden - buried - late
    main = [Block(title, 2, rows.slice(0, first))]
    if late:
        main.append(Block("Added since noon", main[0].end + 3, rows.slice(first, late)))
    sheets = [Sheet("Worklist", VISIBLE, tuple(main))]
    if hidden:
        sheets.append(Sheet("old copy", HIDDEN, (Block("", 2, rows.slice(first + late, hidden)),)))
    if buried:
        sheets.append(Sheet("zz_keep", VERY_HIDDEN, (Block("do not delete", 1, rows.slice(count - buried)),)))
    return sheets


def records_of(sheets: Sequence[Sheet], form: Form, others: Sequence[pa.Table] = ()) -> pa.Table:
    """Returns the rows of all sheets as the key has them, numbered through, with a `locator` (sheet and row from 1).

    Args:
        sheets: in the order of the workbook.
        form: what it does not print of a test is blank.
        others: further records with a locator of their own, such as notes.
    """
    parts = [
        with_locator(only(block.rows, form.fields), f"sheet {sheet.name} row ", block.line + 2)
        for sheet in sheets
        for block in sheet.blocks
    ]
    return by_row(pa.concat_tables([*parts, *others]))


def with_locator(rows: pa.Table, place: str, first: int = 1) -> pa.Table:
    """Returns the rows with a column `locator`: `place` and a running number from `first`."""
    numbers = pa.array(np.arange(first, first + rows.num_rows)).cast(pa.string())
    return rows.append_column("locator", pc.binary_join_element_wise(place, numbers, ""))


def only(rows: pa.Table, fields: Iterable[str]) -> pa.Table:
    """Returns the rows with every identifying or test column blank that is not among `fields`."""
    kept = frozenset(fields)
    for position, name in enumerate(rows.column_names):
        if name in {*IDENTITY, *_SAID_OF_A_TEST} - kept:
            rows = rows.set_column(position, name, pa.repeat("", rows.num_rows))
    return rows


def cells(form: Form, rows: pa.Table) -> list[tuple[str, pa.Array]]:
    """Returns per column of the form what it is for a writer (TEXT, NUMBER, DAY or CLOCK) and its values as text."""
    made = [_column(form, rows, field) for field, _ in form.columns]
    return [(kind, column.combine_chunks()) for kind, column in made]


def are_numbers(texts: pa.Array) -> npt.NDArray[np.bool_]:
    """Returns which texts a number cell would hold without losing a digit that matters."""
    return np.asarray(pc.match_substring_regex(texts, _PLAIN_NUMBER).to_numpy(zero_copy_only=False), dtype=np.bool_)


def serials(texts: pa.Array, *, epoch_1904: bool = False) -> pa.Array:
    """Returns the day numbers of Excel, as text, for ISO days or minutes; what the date system lacks stays as it is."""
    told = np.array(texts.to_pylist(), dtype=object)
    dated = told >= _EARLIEST
    minutes = (told[dated].astype("datetime64[m]") - _EPOCH[epoch_1904]).astype(np.int64)
    days = np.char.mod("%.15g", minutes / 1440)
    told[dated] = np.where(minutes % 1440 == 0, (minutes // 1440).astype(str), days)
    return pa.array(told, pa.string())


def spaced(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    """Returns ten-digit numbers as 3-3-4 groups; an empty one stays empty."""
    groups = [pc.utf8_slice_codeunits(numbers, *bounds) for bounds in ((0, 3), (3, 6), (6, 10))]
    return pc.utf8_trim_whitespace(pc.binary_join_element_wise(*groups, " "))


def _column(form: Form, rows: pa.Table, field: str) -> tuple[str, pa.ChunkedArray]:
    if field == FULL_NAME:
        return TEXT, pc.binary_join_element_wise(rows["surname"], rows["forename"], ", ")
    column = rows[field]
    if field == "nhs_number" and form.spaced:
        return TEXT, spaced(column)
    if field == "date_of_birth" and form.dates == "text":
        return TEXT, pc.replace_substring_regex(column, r"^(\d{4})-(\d\d)-(\d\d)$", r"\3.\2.\1")
    if field == "date_of_birth":
        return DAY, column
    if field == "collected_at":
        return CLOCK, pc.utf8_slice_codeunits(column, 0, 16)
    return NUMBER if form.number_cells and field in {"nhs_number", "value"} else TEXT, column
