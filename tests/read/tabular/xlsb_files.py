"""A binary workbook of one sheet, record by record: no library writes them."""

from __future__ import annotations

import io
import struct
import zipfile

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ROW, _REAL, _TEXT, _HEADER = 0, 5, 6, 479


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return head + length + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def book() -> bytes:
    listed = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("People"))
    return record(131) + record(143) + listed + record(144) + record(132)


def sheet(rows: list[list[str | float]]) -> bytes:
    made = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145)
    for number, row in enumerate(rows):
        made += record(_ROW, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
        for column, value in enumerate(row):
            kind, said = (_TEXT, wide(value)) if isinstance(value, str) else (_REAL, struct.pack("<d", value))
            made += record(kind, struct.pack("<II", column, 0) + said)
    return made + record(146) + record(_HEADER, b"\0\0" + wide("&LWard 7")) + record(130)


def _link(kind: str, target: str) -> bytes:
    inner = f'<Relationship Id="rId1" Type="{_LINKS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()


PEOPLE: list[list[str | float]] = [["NHS number", "Surname"], [9990000018.0, "Smith"], ["9990000026", "Jones"]]


def parts(binary: bytes = b"") -> dict[str, bytes]:
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    types = f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" ContentType="{kind}"/></Types>'
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": _link("officeDocument", "xl/workbook.bin"),
        "xl/workbook.bin": book(),
        "xl/_rels/workbook.bin.rels": _link("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": binary or sheet(PEOPLE),
    }


def workbook(binary: bytes = b"") -> bytes:
    """All of it; `binary` is another sheet."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, data in parts(binary).items():
            package.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), data)
    return sink.getvalue()
