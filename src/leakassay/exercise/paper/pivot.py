"""Workbooks whose data sheet was deleted before they were sent: the pivot table keeps every row of it in its cache.

xlsxwriter writes no pivot tables: the parts are put into its package by hand, after ECMA-376 part 1, 18.10.
"""

import io
import zipfile
import zlib
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.delimited import by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.restamp import restamped
from leakassay.exercise.paper.sheet_part import escaped, joined, one_text, word
from leakassay.exercise.paper.workbook import opened
from leakassay.exercise.paper.worksheet import DAY, FORMS, Form, cells, only, with_locator

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PARTS = (
    ("xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"),
    ("xl/pivotCache/pivotCacheRecords1.xml", "pivotCacheRecords"),
    ("xl/pivotTables/pivotTable1.xml", "pivotTable"),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_LINE = 2
"""Line of the table (from 0); its total stands below the last client."""
_OFFICES = (FORMS[0], FORMS[2])
"""Forms that name the client, by which the table counts."""


def pivot_summary(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a workbook that shows counts per client and no person; every row stands in the cache of its table."""
    form = _OFFICES[zlib.crc32(name.encode("utf-8")) % len(_OFFICES)]
    clients = pc.unique(rows["client_code"]).sort()
    counts = [int(pc.sum(pc.equal(rows["client_code"], client)).as_py()) for client in clients]
    book = _frame(house, clients.to_pylist(), counts)
    definition, records = _cache(form, rows, clients)
    data = restamped(book, _linked(book) | {
        _PARTS[0][0]: definition, _PARTS[1][0]: records, _PARTS[2][0]: _table(form, len(clients)),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _links([("pivotCacheRecords", "pivotCacheRecords1.xml")]),
        "xl/pivotTables/_rels/pivotTable1.xml.rels":
            _links([("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")]),
        "xl/worksheets/_rels/sheet1.xml.rels": _links([("pivotTable", "../pivotTables/pivotTable1.xml")]),
    })  # fmt: skip
    told = with_locator(only(by_row(rows), form.fields), "pivot cache row ")
    return Document(name, "xlsx", data, told, form.shows, locator="pivot cache row")


def _frame(house: House, clients: Sequence[str], counts: Sequence[int]) -> bytes:
    sink = io.BytesIO()
    with opened(sink, house) as book:
        sheet = book.add_worksheet("Summary")
        sheet.write_string(0, 0, f"{house.name}: tests per sender")
        lines = [("Row Labels", "Count of tests"), *zip(clients, counts, strict=True), ("Grand Total", sum(counts))]
        for line, pair in enumerate(lines, start=_FIRST_LINE):
            sheet.write_row(line, 0, pair)
        book.add_worksheet("Read me").write_string(0, 0, "Raw data removed before circulation, summary only.")
    return sink.getvalue()


def _linked(book: bytes) -> dict[str, bytes]:
    """Returns the parts of the package that must name the new ones."""
    types = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE}{kind}+xml"/>' for name, kind in _PARTS)
    link = f'<Relationship Id="rIdP1" Type="{_LINKS}/pivotCacheDefinition" Target="{_PARTS[0][0][3:]}"/>'
    caches = '<pivotCaches><pivotCache cacheId="1" r:id="rIdP1"/></pivotCaches>'
    added = {
        "[Content_Types].xml": (types, "</Types>"),
        "xl/_rels/workbook.xml.rels": (link, "</Relationships>"),
        "xl/workbook.xml": (caches, "</workbook>"),
    }
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return {
            name: package.read(name).replace(end.encode(), (xml + end).encode()) for name, (xml, end) in added.items()
        }


def _links(targets: Sequence[tuple[str, str]]) -> bytes:
    lines = [
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    ]
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{"".join(lines)}</Relationships>'.encode()


def _cache(form: Form, rows: pa.Table, clients: pa.Array) -> tuple[bytes, bytes]:
    """Returns the definition and the records: the client is an index into a list, all else stands in each record."""
    fields, columns = [], []
    for (field, header), (kind, texts) in zip(form.columns, cells(form, rows), strict=True):
        if field == "client_code":
            shared = "".join(f'<s v="{text}"/>' for text in escaped(clients).to_pylist())
            items = f'<sharedItems count="{len(clients)}">{shared}</sharedItems>'
            columns.append(joined('<x v="', pc.index_in(texts, clients).cast(pa.string()), '"/>'))
        elif kind == DAY and pc.all(pc.not_equal(texts, word(""))).as_py():
            items = _days(texts)
            columns.append(joined('<d v="', texts, 'T00:00:00"/>'))
        else:
            items = '<sharedItems containsBlank="1"/>'
            columns.append(pc.if_else(pc.equal(texts, word("")), word("<m/>"), joined('<s v="', escaped(texts), '"/>')))
        fields.append(f'<cacheField name="{_text(header)}" numFmtId="{14 if kind == DAY else 0}">{items}</cacheField>')
    definition = (
        f'{_HEAD}<pivotCacheDefinition xmlns="{_MAIN}" xmlns:r="{_LINKS}" r:id="rId1" refreshedBy="lab.office" '
        f'refreshedDate="45446.375" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" '
        f'recordCount="{rows.num_rows}"><cacheSource type="worksheet"><worksheetSource '
        f'ref="A1:M{rows.num_rows + 1}" sheet="Raw data"/></cacheSource>'
        f'<cacheFields count="{len(fields)}">{"".join(fields)}</cacheFields></pivotCacheDefinition>'
    )
    body = one_text(joined("<r>", *columns, "</r>"))
    opening = f'{_HEAD}<pivotCacheRecords xmlns="{_MAIN}" xmlns:r="{_LINKS}" count="{rows.num_rows}">'
    return definition.encode(), opening.encode() + body + b"</pivotCacheRecords>"


def _days(texts: pa.Array) -> str:
    extent = pc.min_max(texts).as_py()
    return (
        '<sharedItems containsSemiMixedTypes="0" containsNonDate="0" containsDate="1" containsString="0" '
        f'minDate="{extent["min"]}T00:00:00" maxDate="{extent["max"]}T00:00:00"/>'
    )


def _table(form: Form, clients: int) -> bytes:
    place = [field for field, _ in form.columns].index("client_code")
    items = "".join(f'<item x="{number}"/>' for number in range(clients)) + '<item t="default"/>'
    axis = f'<pivotField axis="axisRow" showAll="0"><items count="{clients + 1}">{items}</items></pivotField>'
    fields = ['<pivotField dataField="1" showAll="0"/>', *['<pivotField showAll="0"/>'] * (len(form.columns) - 1)]
    fields[place] = axis
    lines = "".join("<i><x/></i>" if not number else f'<i><x v="{number}"/></i>' for number in range(clients))
    return (
        f'{_HEAD}<pivotTableDefinition xmlns="{_MAIN}" name="PivotTable1" cacheId="1" dataCaption="Values" '
        f'updatedVersion="6" minRefreshableVersion="3" createdVersion="6" indent="0" outline="1" outlineData="1">'
        f'<location ref="A{_FIRST_LINE + 1}:B{_FIRST_LINE + 2 + clients}" firstHeaderRow="1" firstDataRow="1" '
        f'firstDataCol="1"/><pivotFields count="{len(fields)}">{"".join(fields)}</pivotFields>'
        f'<rowFields count="1"><field x="{place}"/></rowFields><rowItems count="{clients + 1}">{lines}'
        f'<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1">'
        f'<dataField name="Count of tests" fld="0" subtotal="count" baseField="0" baseItem="0"/></dataFields>'
        f"</pivotTableDefinition>"
    ).encode()


def _text(header: str) -> str:
    return str(escaped(pa.array([header]))[0].as_py())
