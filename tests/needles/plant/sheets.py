"""Needles in workbooks: of Excel in XML, in binary parts, of the nineties, and of OpenDocument."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import io
import struct
import zipfile

import xlwt

from custody.ole_files import native
from custody.openers.test_macro_source import project
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from needles.plant.office import macros
from needles.plant.text import Files
from needles.planting import Planting
from read.tabular import hiding_places, test_biff8, test_biff12, test_ods


def _table(n: Planting) -> bytes:
    return n.fill("id,name,note\n1,Ann,«embedded file»\n2,Bob,x\n3,Cyd,y\n").encode()


def _object(n: Planting) -> bytes:
    name = f"{n.word('name of an embedded file')}.csv"
    return compound_file(Storage("", (Stream("\x01Ole10Native", native(name, _table(n))),)))


def xlsx(n: Planting) -> Files:
    """The workbook of hiding places, with what it leaves out."""
    for place, number in hiding_places.NUMBERS.items():
        n.given(place, number)
    sink = io.BytesIO(hiding_places.workbook())
    parts = {
        "xl/embeddings/oleObject1.bin": _object(n), "xl/vbaProject.bin": macros(n),
        "xl/media/image1.svg": n.fill('<svg xmlns="http://www.w3.org/2000/svg"><text>«text of a picture»</text></svg>').encode(),
        "xl/diagrams/data1.xml": n.fill('<d xmlns:a="a"><a:p><a:t>«diagram»</a:t></a:p></d>').encode(),
        "xl/slicerCaches/slicerCache1.xml": n.fill('<s xmlns="x" name="n" sourceName="«slicer»"/>').encode(),
        "xl/ctrlProps/ctrlProp1.xml": n.fill('<formControlPr xmlns="x" val="«form control»"/>').encode(),
        "xl/chartsheets/sheet1.xml": n.fill('<chartsheet xmlns="x"><headerFooter><oddHeader>«header of a chart sheet»</oddHeader></headerFooter></chartsheet>').encode(),
    }  # fmt: skip
    with zipfile.ZipFile(sink, "a") as package:
        for name, data in parts.items():
            package.writestr(name, data)
        package.comment = n("note of the archive").encode()
    return [("a.xlsx", sink.getvalue())]


def xls(n: Planting) -> Files:
    """What xlwt can write, and a stream whose drawn records are by hand."""
    book = xlwt.Workbook()
    page, hidden = book.add_sheet("Open"), book.add_sheet("Deep")
    for row, (first, second) in enumerate((("NHS", "Name"), (n.number("cell"), n.word("second cell")), ("1", "x"))):
        page.write(row, 0, first)
        page.write(row, 1, second)
    page.write(5, 0, float(n.number("number")))
    page.write(6, 0, xlwt.Formula(f'IF(A1="x","{n.word("formula")}","no")'))
    page.write(7, 0, n("hidden row"))
    page.row(7).hidden = True
    page.write(8, 9, n("hidden column"))
    page.col(9).hidden = True
    page.write_rich_text(9, 0, ["plain ", (n("rich text"), xlwt.easyfont("bold on"))])
    page.write(10, 0, 1, xlwt.easyxf(num_format_str=f'0" {n.word("number format")}"'))
    page.header_str, page.footer_str = n("header").encode(), n("footer").encode()
    hidden.write(0, 0, n("very hidden sheet"))
    hidden.visibility = 2
    named = book.add_sheet(n.word("name of a sheet"))
    named.write(0, 0, "x")
    book.set_owner(n.word("owner")) if hasattr(book, "set_owner") else setattr(book, "owner", n.word("owner"))
    sink = io.BytesIO()
    book.save(sink)
    return [("a.xls", sink.getvalue()), ("b.xls", _by_hand(n))]


def _string(text: str) -> bytes:
    return struct.pack("<HB", len(text), 0) + text.encode("latin-1")


def _by_hand(n: Planting) -> bytes:
    """A workbook of one sheet with comments, boxes, links, prompts, names, links to other books and old properties."""
    record, begin, end = test_biff8.record, test_biff8.BEGIN, test_biff8.END
    note = record(0x1C, struct.pack("<HHHHH", 4, 1, 0, 7, len(n.word("author of a comment"))) + b"\0"
                  + n.word("author of a comment").encode() + b"\0")  # fmt: skip
    link = n("tip of a link")
    prompt = b"".join(
        struct.pack("<HB", len(said), 0) + said.encode()
        for said in ("Pick", "No", n("prompt"), n("message of an error"))
    )
    sheet = begin.replace(b"\x10\0", b"\x10\0", 1)
    sheet += record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.0))
    sheet += record(0x0204, struct.pack("<HHH", 1, 0, 0) + _string(n("label")))
    sheet += test_biff8.comment(7, n("comment")) + test_biff8.comment(8, n("text box")) + note
    sheet += record(0x01BE, struct.pack("<I", 0x100) + prompt + bytes(12))
    sheet += record(0x0800, struct.pack("<HHHHH", 0x800, 0, 0, 0, 0) + link.encode("utf-16-le") + b"\0\0") + end
    name = n.word("defined name")
    start = struct.pack("<HHHHII", 0x0600, 0x05, 0, 0, 0, 0)
    globals_ = record(0x0809, start)
    globals_ += record(0x0018, struct.pack("<HBBHHHBBBB", 0, 0, len(name), 0, 0, 0, 0, 0, 0, 0) + b"\0" + name.encode())
    globals_ += record(
        0x01AE, struct.pack("<H", 1) + _string(f"\\\\srv\\{n.word('link to another workbook')}.xls") + _string("S")
    )
    globals_ += record(0x005C, struct.pack("<HB", 20, 0) + n.word("who wrote it").ljust(20).encode())
    bound = record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 4, 0) + b"Open")
    globals_ += bound + end
    at = globals_.index(bound) + 4
    globals_ = globals_[:at] + struct.pack("<I", len(globals_)) + globals_[at + 4 :]
    held = Storage(
        "MBD00000001", (Stream("\x01Ole10Native", native(f"{n.word('name of an embedded file')}.csv", _table(n))),)
    )
    lost = Stream("Revision Log", b"\x01\x02" + n("revision").encode("utf-16-le"))
    cache = Storage("_SX_DB_CUR", (Stream("0001", record(0xCD, _string(n("pivot cache")))),))
    book = Stream("Workbook", (globals_ + sheet).ljust(5000, b"\0"))
    source = n.fill('Attribute VB_Name = "Module1"\r\n\'«macro»\r\n').encode()
    return compound_file(Storage("", (book, held, lost, cache, project(source, "_VBA_PROJECT_CUR"))))


def ods(n: Planting) -> Files:
    """A sheet with text beside its cells."""
    cell, row = test_ods.cell, test_ods.row
    rows = row(cell("NHS number"), cell("Surname")) + row(cell(n.number("cell")), cell("Smith"))
    rows += row(cell("a", inside=n.fill("<office:annotation><text:p>«comment»</text:p></office:annotation>")))
    rows += row(cell(n("hidden row")), more='table:visibility="collapse"')
    rows += row(cell("x", n.fill('table:formula="of:=IF([.A1]=&quot;«formula»&quot;;1;2)"')))
    rows += row(cell(n.fill('<text:a xlink:href="http://x.test/«link~»" xmlns:xlink="x">y</text:a>')))
    rows += row(
        f'<table:covered-table-cell office:value-type="string"><text:p>{n("covered cell")}</text:p></table:covered-table-cell>',
        cell("z"),
    )
    rows += row(
        f'<table:table-cell office:value-type="float" office:value="{n.number("number")}"><text:p>1E+10</text:p></table:table-cell>'
    )
    beside = n.fill(
        '<table:shapes><draw:frame draw:name="«name of a shape»"><draw:text-box><text:p>«text box»</text:p></draw:text-box>'
        "</draw:frame></table:shapes><table:tracked-changes><table:cell-content-change><table:previous>"
        "<table:change-track-table-cell><text:p>«tracked change»</text:p></table:change-track-table-cell></table:previous>"
        "</table:cell-content-change></table:tracked-changes><table:content-validations><table:content-validation "
        'table:name="v" table:condition="«list of choices»"><table:help-message table:title="t"><text:p>«prompt»</text:p>'
        "</table:help-message><table:error-message><text:p>«message of an error»</text:p></table:error-message>"
        "</table:content-validation></table:content-validations><table:named-expressions><table:named-expression "
        'table:name="«defined name~»" table:expression="&quot;«value of a name»&quot;"/></table:named-expressions>'
    )
    hidden = f'</table:table><table:table table:name="{n.word("name of a sheet")}" table:display="false">'
    hidden += row(cell(n("hidden sheet")))
    styles = n.fill(
        "<office:master-styles><style:master-page><style:header><text:p>«header»</text:p></style:header><style:footer>"
        "<text:p>«footer»</text:p></style:footer></style:master-page></office:master-styles>"
    )
    meta = n.fill(
        '<office:meta><meta:user-defined meta:name="k">«custom property»</meta:user-defined><dc:title xmlns:dc="d">'
        "«title of the file»</dc:title><meta:initial-creator>«author~»</meta:initial-creator></office:meta>"
    )
    sink = io.BytesIO(test_ods.book(rows + hidden, beside=beside, styles=styles, meta=meta))
    chart = n.fill(
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><table:table><table:table-row>'
        "<table:table-cell><text:p>«embedded chart»</text:p></table:table-cell></table:table-row></table:table>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(sink, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("Object 1/content.xml", chart)
    return [("a.ods", sink.getvalue())]


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(n: Planting) -> Files:
    """A workbook in binary parts, written by hand: cells of each kind, a hidden sheet, header, comment, names."""
    record, row = test_biff12.record, test_biff12.row

    def sheet(*cells: bytes, beside: bytes = b"") -> bytes:
        body = b"".join(row(number) + one for number, one in enumerate(cells))
        reach = struct.pack("<IIII", 0, len(cells) - 1, 0, 0)
        return (
            record(129, b"")
            + record(148, reach)
            + record(145, b"")
            + body
            + record(146, b"")
            + beside
            + record(130, b"")
        )

    names = record(39, struct.pack("<IBI", 0, 0, 0xFFFFFFFF) + _wide(n.word("defined name")) + bytes(12))
    book = (
        record(131, b"")
        + record(143, b"")
        + _bound(0, 1, "Open")
        + _bound(2, 2, n.word("name of a sheet"))
        + record(144, b"")
    )
    book += names + record(132, b"")
    first = sheet(
        record(6, struct.pack("<II", 0, 0) + _wide(n("cell"))), record(7, struct.pack("<III", 0, 0, 0)),
        record(5, struct.pack("<IId", 0, 0, float(n.number("number")))),
        record(8, struct.pack("<II", 0, 0) + _wide(n("result of a formula")) + bytes(10)),
        beside=record(479, bytes(2) + b"".join(map(_wide, (n("header"), n("footer")))))
        + record(494, bytes(16) + _wide("rId9") + _wide("") + _wide(n("tip of a link")) + _wide("")),
    )  # fmt: skip
    strings = record(159, struct.pack("<II", 2, 2))
    for place in ("shared string", "deleted string"):
        strings += record(19, b"\0" + _wide(n(place)))
    parts: dict[str, str | bytes] = {
        "xl/workbook.bin": book, "xl/worksheets/sheet1.bin": first,
        "xl/worksheets/sheet2.bin": sheet(record(6, struct.pack("<II", 0, 0) + _wide(n("very hidden sheet")))),
        "xl/sharedStrings.bin": strings + record(160, b""),
        "xl/comments1.bin": record(637, b"\0" + _wide(n("comment"))) + record(632, _wide(n.word("author of a comment"))),
        "xl/pivotCache/pivotCacheRecords1.bin": record(33, _wide(n("pivot cache"))),
        "xl/externalLinks/externalLink1.bin": record(6, _wide(n("external cell"))),
        "xl/drawings/drawing1.xml": n.fill('<d xmlns:a="a"><a:p><a:t>«text box»</a:t></a:p></d>'),
        "docProps/core.xml": n.fill("<cp:p xmlns:dc='d' xmlns:cp='c'><dc:title>«title of the file»</dc:title></cp:p>"),
        "xl/embeddings/oleObject1.bin": _object(n), "xl/vbaProject.bin": macros(n),
    }  # fmt: skip
    return [("a.xlsb", _binary_package(parts, sheets=2, outside=n.word("link")))]


def _bound(state: int, number: int, name: str) -> bytes:
    return test_biff12.record(156, struct.pack("<II", state, number) + _wide(f"rId{number}") + _wide(name))


def _binary_package(parts: dict[str, str | bytes], *, sheets: int, outside: str) -> bytes:
    """The parts with what relates them; the last relation is to the shared strings."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    inner = [one.format(f"rId{k}", link, "worksheet", f"worksheets/sheet{k}.bin") for k in range(1, sheets + 1)]
    if "xl/sharedStrings.bin" in parts:
        inner.append(one.format(f"rId{sheets + 1}", link, "sharedStrings", "sharedStrings.bin"))
    around = {
        "[Content_Types].xml": types, "_rels/.rels": rels.format(one.format("rId1", link, "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": rels.format("".join(inner)),
    }  # fmt: skip
    if outside:
        target = (
            f'<Relationship Id="rId9" Type="{link}/hyperlink" Target="http://x.test/{outside}" TargetMode="External"/>'
        )
        around["xl/worksheets/_rels/sheet1.bin.rels"] = rels.format(target)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**around, **parts}.items():
            package.writestr(name, data)
    return sink.getvalue()


def binary_workbook(rows: list[tuple[str, ...]]) -> bytes:
    """A workbook in binary parts with one sheet of text."""
    record = test_biff12.record
    body = b""
    for number, cells in enumerate(rows):
        body += test_biff12.row(number)
        body += b"".join(record(6, struct.pack("<II", at, 0) + _wide(text)) for at, text in enumerate(cells))
    reach = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = record(129, b"") + record(148, reach) + record(145, b"") + body + record(146, b"") + record(130, b"")
    book = record(131, b"") + record(143, b"") + _bound(0, 1, "Open") + record(144, b"") + record(132, b"")
    return _binary_package({"xl/workbook.bin": book, "xl/worksheets/sheet1.bin": sheet}, sheets=1, outside="")
