"""Print files (PRN): columns of fixed width, a page header every so many lines, as line printers got them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import by_row, headers, printed, shown
from leakassay.exercise.paper.document import Document

COLUMNS = (
    "specimen_id", "nhs_number", "surname", "forename", "date_of_birth", "sex", "postcode", "test_code", "test_name",
    "value", "unit", "value_flag", "collected_at", "client_code",
)  # fmt: skip
WIDEST = 40
"""Characters that fit into a column; a row with a longer value is not printed."""
PAGE = 60
"""Lines of a page."""


def print_file(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a list of results in columns two blanks apart; rows with dictated reports are left out."""
    fits = pc.less_equal(pc.utf8_length(rows["value"]), WIDEST)
    rows = shown(by_row(rows.filter(fits)), COLUMNS)
    titles = headers(house, COLUMNS)
    columns = [splice.flat(column) for column in printed(rows, house, COLUMNS).columns]
    widths = [
        max(len(title), pc.max(pc.utf8_length(one)).as_py() or 0) for title, one in zip(titles, columns, strict=True)
    ]
    padded = [pc.utf8_rpad(one, width) for one, width in zip(columns, widths, strict=True)]
    texts = splice.lines(padded, "  ", "\r\n")
    breaks = np.arange(0, rows.num_rows, PAGE, dtype=np.int64)
    row = "  ".join(title.ljust(width) for title, width in zip(titles, widths, strict=True))
    pages = [_page(house, page, row) for page in range(1, len(breaks) + 1)]
    parts = [(breaks, pa.array(pages, pa.string())), (np.arange(rows.num_rows, dtype=np.int64), texts)]
    shows = frozenset(COLUMNS) & frozenset(IDENTITY)
    return Document(name, "text", splice.spliced(parts), rows, shows, locator="row")


def _page(house: House, page: int, titles: str) -> str:
    feed = "\f" if page > 1 else ""
    return f"{feed}{house.name}   RESULTS LIST   Page {page}\r\n\r\n{titles}\r\n{'-' * len(titles)}\r\n"
