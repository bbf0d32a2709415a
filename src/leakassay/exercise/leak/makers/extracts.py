"""Makers of text extracts: what a laboratory system exports on demand."""

from collections.abc import Iterator

from leakassay.exercise.leak.maker import Cut, Filler, Maker, Share, Span, extract, split
from leakassay.exercise.paper import (
    address_list,
    billing,
    delimited,
    extract_oddities,
    fixed_width,
    json_lines,
    print_file,
    qc_log,
)
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document

_LAYOUTS = (
    ("results_pipe_{:04d}.txt", Layout("|")), ("results_cp1252_{:04d}.csv", Layout(",", "cp1252")),
    ("results_utf16_{:04d}.tsv", Layout("\t", "utf-16-le")), ("dump_nohead_{:04d}.csv", Layout(",", header=False)),
    ("failsafe_{:04d}.csv", Layout(";", spaced=True)),
)  # fmt: skip
_ODDITIES = (
    ("ragged", extract_oddities.ragged), ("upgrade", extract_oddities.shifted), ("merged", extract_oddities.merged),
    ("print_queue", extract_oddities.repeated_header), ("monthly", extract_oddities.preamble),
    ("spool", extract_oddities.blank_columns), ("comments", extract_oddities.line_breaks),
    ("appended", extract_oddities.mixed_encodings), ("from_excel", extract_oddities.excel_mangled),
)  # fmt: skip


def _layouts(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    for (name, layout), piece in zip(_LAYOUTS, split(span, len(_LAYOUTS)), strict=True):
        if piece[0] < piece[1]:
            yield delimited.extract(f"lims/{name.format(number)}", cut.estate, piece, layout)


def _exports(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    first, second = split(span, 2)
    if first[0] < first[1]:
        yield json_lines.patients(f"export/patients_{number:04d}.json", cut.rows(first))
    yield json_lines.results(f"export/results_{number:04d}.ndjson", cut.rows(second))


def _addresses(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    # the seeded people stand in the first list of the first block
    canaries = cut.canaries if number == 1 else ()
    yield address_list.address_list(f"export/address_list_{number:04d}.csv", cut.rows(span), canaries)


def _oddities(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    for (name, write), piece in zip(_ODDITIES, split(span, len(_ODDITIES)), strict=True):
        if piece[0] < piece[1]:
            yield write(f"lims/{name}_{number:04d}.csv", cut.rows(piece), cut.house)


_PARTIAL = (
    ("no_number_{:04d}.csv", Layout(fields=delimited.WITHOUT_NUMBER)),
    ("anonymised_{:04d}.csv", Layout(fields=delimited.TESTS_ONLY)),
    ("mainframe_{:04d}.txt", Layout("^", "cp850", dates="compact")),
    ("quoted_{:04d}.csv", Layout(quoted=True, line_end="\r\n", dates="month")),
)
"""Extracts that lack columns, and two more dialects."""


def _partial(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    for (name, layout), piece in zip(_PARTIAL, split(span, len(_PARTIAL)), strict=True):
        if piece[0] < piece[1]:
            yield extract(cut, f"lims/{name.format(number)}", piece, layout)


def _prints(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    papers = (
        (fixed_width.print_file, "lims/daybook_{:04d}.prn"), (print_file.print_file, "lims/queue_{:04d}.prn"),
        (fixed_width.printed_reports, "lims/reports_{:04d}.txt"),
    )  # fmt: skip
    for (write, name), part in zip(papers, split(span, len(papers)), strict=True):
        if part[0] < part[1]:
            yield write(name.format(number), cut.rows(part), cut.house)


def _billing(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    yield billing.billing(f"finance/billing_{number:04d}.csv", cut.rows(span), cut.house)


def _quality(cut: Cut, number: int, target: int) -> Document:
    return qc_log.qc_log(f"analyser/qc_{number:04d}.csv", cut.seed * 100 + number, target)


MAKERS = (
    Maker("extract", ("csv",), _layouts, Share(0.05, 5_000, least=5), large=2_000, pile=False),
    Maker("extract", ("json", "ndjson"), _exports, Share(0.03, 2_000), large=600, pile=False),
    Maker("extract", ("csv",), _addresses, Share(0.02, 1_000), large=500, pile=False),
)
ODD_MAKERS = (
    Maker("extract", ("csv",), _oddities, Share(0.03, 1_500, least=9), large=1_000),
    Maker("extract", ("csv",), _partial, Share(0.02, 1_000, least=4), large=2_000),
    Maker("extract", ("csv",), _billing, Share(0.01, 1_000), large=2_000),
    Maker("extract", ("text",), _prints, Share(0.01, 500), large=600),
)
"""Those that take their specimens after every plain format had its share."""
FILLERS = (Filler("extract", ("csv",), _quality, 6_000_000),)
