"""Rich Text Format (Microsoft's RTF 1.9) by an own writer: letters with a picture, and tables of results."""

import functools

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import composed, located
from leakassay.exercise.paper.letter_table import other_tests, table_cells, with_others
from leakassay.exercise.paper.letterhead import SMALL, letterhead

_SPECIAL = {ord(sign): f"\\{sign}" for sign in "\\{}"} | {ord("\t"): "\\tab ", ord("\n"): "\\line "}
_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\deflang2057{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\froman\fcharset0 Times New "
    r"Roman;}}{\colortbl;\red0\green0\blue0;\red20\green40\blue70;}"
)
_CELL_WIDTH = 2_200
"""Twips of a column: a twentieth of a point each."""
_DAY = r"\yr2024\mo6\dy3\hr9\min0"


def letter_rtf(name: str, rows: pa.Table, house: House, *, version: int = 1) -> Document:
    """Returns a letter about each specimen of `rows`; one that tells of a result has a table of the others.

    About 110 kB, nearly all of it the picture, whose bytes RTF prints as digits.
    """
    written = composed(rows, house, version)
    people = located(written.people, "paragraph", list(written.places))
    body = [rf"{escaped(text)}\par" for text in written.paragraphs]
    others = other_tests(rows, written)
    if others:
        body += [r"Further results:\par", *table(table_cells(others))]
        people = with_others(people, rows)
    parts = [_HEAD, _info(written.typed_by, house), _header(house), r"\pard\f0\fs22", *body, "}"]
    data = "\r\n".join(parts).encode("ascii")
    return Document(name, "rtf", data, people, written.wording.shows, written.has_events, "paragraph")


def escaped(text: str) -> str:
    r"""Returns text as RTF prints it in seven bits.

    Backslash and braces get a backslash, signs of Windows-1252 become `\'e9`, all others `\u8364?` in UTF-16 units.
    """
    text = text.translate(_SPECIAL)
    return text if text.isascii() else "".join(sign if sign.isascii() else _coded(sign) for sign in text)


def table(lines: list[tuple[str, ...]]) -> list[str]:
    """Returns a table, one row a line; every row says its own columns, as RTF wants it."""
    edges = "".join(rf"\cellx{_CELL_WIDTH * (column + 1)}" for column in range(len(lines[0])))
    rows = []
    for line in lines:
        cells = "".join(rf"\pard\intbl {escaped(cell)}\cell" for cell in line)
        rows.append(rf"\trowd\trgaph108{edges}{cells}\row")
    return [*rows, r"\pard"]


def _coded(sign: str) -> str:
    try:
        return "".join(f"\\'{byte:02x}" for byte in sign.encode("cp1252"))
    except UnicodeEncodeError:
        data = sign.encode("utf-16-le")
        units = (int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2))
        return "".join(f"\\u{unit}?" for unit in units)


def _info(author: str, house: House) -> str:
    return (
        rf"{{\info{{\author {escaped(author)}}}{{\operator {escaped(author)}}}{{\company {escaped(house.name)}}}"
        rf"{{\creatim{_DAY}}}{{\printim{_DAY}}}{{\doccomm {escaped(house.host)}}}}}"
    )


@functools.lru_cache(maxsize=8)
def _header(house: House) -> str:
    width, height = SMALL
    digits = letterhead(house, SMALL).hex()
    lines = "\r\n".join(digits[at : at + 128] for at in range(0, len(digits), 128))
    # a pixel at 96 dpi is 15 twips
    size = rf"\picw{width}\pich{height}\picwgoal{width * 15}\pichgoal{height * 15}"
    return rf"{{\header\pard\qr{{\pict\jpegblip{size}" + f"\r\n{lines}}}\\par}}"
