"""Makers of archives."""

from collections.abc import Iterator

from leakassay.exercise.leak.maker import Cut, Maker, Share, Span, extract, split
from leakassay.exercise.paper import archive, business, json_lines
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document


def _batches(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    inner, outer = split(span, 2)
    deep = [extract(cut, "month/results_march.csv", inner, Layout())] if inner[0] < inner[1] else []
    flat = json_lines.results("results_april.ndjson", cut.rows(outer))
    nested = archive.zip_of("inner/march.zip", [*deep, business.contract("month/agreement.txt", cut.house)])
    yield archive.zip_of(f"backup/batch_{number:04d}.zip", [nested, flat])


def _solid(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    sealed, open_part = split(span, 2)
    rows = extract(cut, "weekly/results.csv", open_part, Layout("|"))
    yield archive.seven_zip_of(f"backup/weekly_{number:04d}.7z", [rows, business.contract("readme.txt", cut.house)])
    if sealed[0] < sealed[1]:
        hidden = extract(cut, "results.csv", sealed, Layout())
        write = archive.encrypted_seven_zip if number % 2 else _locked
        yield write(f"backup/locked_{number:04d}.{'7z' if number % 2 else 'zip'}", [hidden])


def _locked(name: str, members: list[Document]) -> Document:
    return archive.encrypted(name, members[0])


MAKERS = (Maker("archive", ("zip",), _batches, Share(0.03, 3_000), large=6_000, pile=False),)
ODD_MAKERS = (Maker("archive", ("7z", "zip"), _solid, Share(0.01, 400), large=2_000),)
