"""Makers of workbooks and databases."""

from collections.abc import Iterator

from leakassay.exercise.leak.maker import Cut, Filler, Maker, Share, Span, joined, split
from leakassay.exercise.paper import (
    ballast,
    dbf,
    finance,
    pivot,
    sql_dump,
    sqlite_file,
    workbook,
    workbook_ods,
    workbook_xls,
)
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.sql_dialect import DIALECTS

_SUFFIX = {"mysqldump": "mysql.sql", "pg_dump": "pg.sql", "pg_dump_inserts": "pg_inserts.sql", "tsql": "script.sql",
           "tsql_utf8": "script_utf8.sql"}  # fmt: skip


def _worklists(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    # the second in four lost its ending and took another's
    name = f"misc/scan_{number:04d}.pdf" if number % 4 == 2 else f"worklists/outstanding_{number:04d}.xlsx"
    yield workbook.worklist(name, cut.rows(span), cut.house)


def _other_sheets(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    parts = split(span, 4)
    writers = (
        (workbook.failsafe, "failsafe/chase_{:04d}.xlsx"), (workbook_xls.worklist_xls, "worklists/old_{:04d}.xls"),
        (workbook_ods.worklist_ods, "worklists/team_{:04d}.ods"), (pivot.pivot_summary, "activity/summary_{:04d}.xlsx"),
    )  # fmt: skip
    for (write, name), part in zip(writers, parts, strict=True):
        if part[0] < part[1]:
            yield write(name.format(number), cut.rows(part), cut.house)


def _scripts(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    names = sorted(DIALECTS)
    for place, (dialect, part) in enumerate(zip(names, split(span, len(names)), strict=True)):
        if part[0] < part[1]:
            name = f"sql/lab_{number:04d}_{_SUFFIX[dialect]}"
            yield joined(
                sql_dump.pieces_of(name, [cut.rows(part)], cut.house, dialect, related=(number + place) % 2 == 0)
            )


def _databases(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    lite, flat = split(span, 2)
    if lite[0] < lite[1]:
        yield sqlite_file.database(f"databases/wards_{number:04d}.sqlite", cut.rows(lite), cut.house)
    yield dbf.table(f"databases/ARCH{number:04d}.DBF", cut.rows(flat), cut.house)


def _audit(cut: Cut, number: int, target: int) -> Document:
    return ballast.audit_script(f"sql/audit_{number:04d}.sql", cut.seed * 100 + number, target)


def _activity(cut: Cut, number: int, target: int) -> Document:
    return finance.activity(f"activity/activity_{number:04d}.xlsx", cut.house, cut.seed * 100 + number, target)


MAKERS = (Maker("workbook", ("xlsx",), _worklists, Share(0.03, 1_000), large=100),)
ODD_MAKERS = (
    Maker("workbook", ("xlsx", "xls", "ods"), _other_sheets, Share(0.02, 600, least=4), large=300),
    Maker("sql", ("sql_dump",), _scripts, Share(0.03, 3_000, least=5), large=5_000),
    Maker("database", ("sqlite", "dbf"), _databases, Share(0.02, 2_000), large=8_000),
)
FILLERS = (
    Filler("sql", ("sql_dump",), _audit, 8_000_000),
    Filler("workbook", ("xlsx",), _activity, 450_000, weight=3),
)
