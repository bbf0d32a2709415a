"""Print files of a laboratory system: a list in fixed columns, and reports one to a page; form feeds between pages."""

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import DOCTORS, SECRETARIES, day_first, spaced

CODEC = "cp1252"
PAGE = 60
"""Lines of the list on a page, between heading and footer."""
COLUMNS = (
    ("REF NO", "specimen_id", 13), ("NATIONAL ID", "nhs_number", 12), ("PERSON", "person", 40),
    ("BORN", "date_of_birth", 10), ("S", "sex", 1), ("SET", "test_code", 8), ("DESCRIPTION", "test_name", 32),
    ("FINDING", "value", 22), ("UNITS", "unit", 14), ("F", "value_flag", 1), ("SRCE", "client_code", 16),
    ("BLED", "collected_at", 16),
)  # fmt: skip
"""Heading, our name and width of each column; half of the headings stand in no list."""
NAME_WIDTHS = {"surname": 22, "forename": 16}
LIST_SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "sex"})
REPORT_SHOWN = LIST_SHOWN | {"address", "postcode", "hospital_number", "gp_practice"}
_HEAD_LINES = 5
_REPORT_LINES = 36
"""Lines of results on one page of a report."""


def print_file(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a list of results in fixed columns, `PAGE` lines to a page, in cp1252, lines ended by CR and LF.

    What does not fit its column is cut, in the records too; a finding that does not fit stands on lines of its own
    below. The heading is repeated on each page, the footer names a secretary who is no patient, totals close the list.
    """
    rows = splice.fitted(by_row(rows), CODEC)
    rows = cut(rows, NAME_WIDTHS | {field: width for _, field, width in COLUMNS if field in _CUT})
    body, places = _body(rows, house)
    heading = _heading(rows, house)
    clerk = SECRETARIES[rows.num_rows % len(SECRETARIES)]
    pages = [
        [heading[0] + f"{page:>8}", *heading[1:], *body[start : start + PAGE], f"Run by {clerk}", ""]
        for page, start in enumerate(range(0, max(1, len(body)), PAGE), start=1)
    ]
    pages.append(_totals(rows))
    text = "\f".join("\r\n".join(page) for page in pages) + "\r\n"
    # a page has its heading, its lines and one line of footer; the form feed opens the heading of the next
    line = places // PAGE * (_HEAD_LINES + PAGE + 1) + _HEAD_LINES + places % PAGE + 1
    rows = rows.append_column("locator", splice.joined("line ", splice.numbered(line)))
    return Document(name, "text", text.encode(CODEC), rows, LIST_SHOWN, locator="line")


def printed_reports(name: str, rows: pa.Table, house: House) -> Document:
    """Returns one report per specimen as a printer got it: a page each, long ones several; cp1252, CR and LF.

    The locator is the first page of a report. A doctor who is no patient signs each.
    """
    rows = splice.fitted(rows, CODEC)
    starts = splice.starts_of(rows)
    pages: list[str] = []
    first: list[int] = []
    found = rows.to_pylist()
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), rows.num_rows], strict=True):
        first.append(len(pages) + 1)
        pages += _report(found[start:stop], house)
    sizes = np.diff(starts, append=rows.num_rows)
    number = splice.numbered(np.repeat(np.array(first, dtype=np.int64), sizes))
    rows = rows.append_column("locator", splice.joined("page ", number))
    return Document(name, "text", "\f".join(pages).encode(CODEC), rows, REPORT_SHOWN, locator="page")


def cut(rows: pa.Table, widths: Mapping[str, int]) -> pa.Table:
    """Returns the rows with the named columns cut to so many characters, without a blank at their end."""
    for field, width in widths.items():
        short = pc.utf8_rtrim_whitespace(pc.utf8_slice_codeunits(rows[field], 0, width))
        rows = rows.set_column(rows.column_names.index(field), field, short)
    return rows


def boxed(column: splice.Text, width: int, codec: str) -> npt.NDArray[np.uint8]:
    """Returns texts that fit `width` and `codec` (one byte a character) as bytes, rows x width, filled with blanks."""
    padded = splice.flat(pc.utf8_rpad(column, width, " "))
    raw = splice.characters(padded)
    if len(raw) != len(padded) * width:
        raw = np.frombuffer(raw.tobytes().decode("utf-8").encode(codec), dtype=np.uint8)
    return raw.reshape(len(padded), width)


_CUT = frozenset({"specimen_id", "sex", "test_code", "test_name", "unit", "value_flag", "client_code"})


def _body(rows: pa.Table, house: House) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Returns the lines of the list and at which of them each row begins."""
    columns: dict[str, splice.Text] = {field: rows[field] for _, field, _ in COLUMNS if field != "person"}
    columns["person"] = splice.joined(rows["surname"], ", ", rows["forename"])
    columns["nhs_number"] = splice.mapped(rows["nhs_number"], spaced)
    day = day_first if house.day_first else str
    columns["date_of_birth"] = splice.mapped(rows["date_of_birth"], day)
    columns["collected_at"] = splice.mapped(rows["collected_at"], lambda one: f"{day(one[:10])} {one[11:16]}")
    long = np.asarray(pc.greater(pc.utf8_length(rows["value"]), 22)).astype(bool)
    columns["value"] = splice.chosen(long, "(see below)", splice.flat(rows["value"]))
    padded = [splice.flat(pc.utf8_rpad(columns[field], width, " ")) for _, field, width in COLUMNS]
    lines = splice.flat(pc.utf8_rtrim_whitespace(pc.binary_join_element_wise(*padded, " "))).to_pylist()
    texts = {place: textwrap.wrap(rows["value"][place].as_py(), 120) for place in np.flatnonzero(long).tolist()}
    extra = np.zeros(len(lines), dtype=np.int64)
    extra[list(texts)] = [len(text) for text in texts.values()]
    body: list[str] = []
    done = 0
    for place, text in texts.items():
        body += lines[done : place + 1]
        body += [f"{'':28}| {part}" for part in text]
        done = place + 1
    body += lines[done:]
    return body, np.arange(len(lines)) + np.cumsum(extra) - extra


def _heading(rows: pa.Table, house: House) -> list[str]:
    days = pc.min_max(rows["reported_at"]).as_py()
    period = f"{(days['min'] or '')[:10]} TO {(days['max'] or '')[:10]}"
    names = [title[:width].ljust(width) for title, _, width in COLUMNS]
    return [
        f"{house.name.upper():<60}DAY LIST, SIGNED OFF WORK{'PAGE':>60}",
        f"{house.software} LSTRPT7 on {house.host}    {period}",
        "",
        " ".join(names).rstrip(),
        " ".join("=" * width for _, _, width in COLUMNS),
    ]


def _totals(rows: pa.Table) -> list[str]:
    counted = rows.group_by("client_code").aggregate([("record", "count")]).sort_by("client_code")
    lines = [f"  {row['client_code']:<20}{row['record_count']:>9}" for row in counted.to_pylist()]
    pending = int(pc.sum(pc.equal(rows["status"], "requested")).as_py() or 0)
    return ["TOTALS BY SOURCE", *lines, f"  {'LINES PRINTED':<20}{rows.num_rows:>9}",
            f"  {'OF THESE PENDING':<20}{pending:>9}", "*** END OF LIST ***"]  # fmt: skip


def _report(found: list[dict[str, Any]], house: House) -> list[str]:
    """Returns the pages of one report."""
    results = [line for row in found for line in _result(row)]
    doctor = DOCTORS[sum(map(ord, found[0]["specimen_id"])) % len(DOCTORS)]
    parts = [results[start : start + _REPORT_LINES] for start in range(0, len(results), _REPORT_LINES)]
    pages = []
    for page, part in enumerate(parts, start=1):
        end = f"Signed off by Dr {' '.join(doctor)}" if page == len(parts) else "continued"
        foot = ["", end, f"{'Page':>60} {page} of {len(parts)}", ""]
        pages.append("\r\n".join([*_report_head(found[0], house), *part, *foot]))
    return pages


def _report_head(row: dict[str, Any], house: House) -> list[str]:
    day = day_first if house.day_first else str
    bled, came = (f"{day(row[field][:10])} {row[field][11:16]}" for field in ("collected_at", "received_at"))
    name, born = f"{row['surname']}, {row['forename']}", day(row["date_of_birth"])
    return [
        f"{house.name:^76}".rstrip(), f"{'Enquiries 020 7946 0417':^76}".rstrip(), "-" * 76,
        f"Name   : {name:<38} Hosp No : {row['hospital_number']}",
        f"Born   : {born:<16} Sex : {row['sex']:<15} NHS     : {spaced(row['nhs_number'])}".rstrip(),
        f"Home   : {row['address']}, {row['postcode']}",
        f"Regd   : {row['gp_practice']:<38} Source  : {row['client_code']}",
        f"Lab ref: {row['specimen_id']:<38} Asked by: {row['requester_code']}",
        f"Bled   : {bled:<38} In lab  : {came}",
        "-" * 76,
    ]  # fmt: skip


def _result(row: dict[str, Any]) -> list[str]:
    label = f"{row['test_code']:<7}{row['test_name']}"
    if row["status"] == "requested":
        return [f"{label:<42} to follow"]
    if len(row["value"]) > 32:
        return [label, *(f"       {part}" for part in textwrap.wrap(row["value"], 68)), ""]
    limits = f"[{row['range_low']} - {row['range_high']}]" if row["unit"] and row["range_high"] else ""
    return [f"{label:<42} {row['value']:>9} {row['value_flag']:<2} {row['unit']:<10} {limits}".rstrip()]
