"""A workbook with a number in each place where one hides: what xlsxwriter can write, and parts written by hand."""

# ruff: noqa: E501 -- parts of XML, one a line

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from itertools import count as count_up
from itertools import islice

import xlsxwriter

from leakassay.values.uk import nhs_number
from read.reading import Summary

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def valid(count: int) -> list[str]:
    """Numbers of the test range that pass the check."""
    candidates = (f"9991{number:06d}" for number in count_up(100))
    return list(islice((one for one in candidates if nhs_number.is_valid(one)), count))


PLACES = (
    "cell", "very hidden sheet", "hidden row", "hidden column", "formula", "comment", "header", "footer", "prompt",
    "list", "error", "link tip", "link", "defined name", "text box", "alternative text", "chart title", "chart cache",
    "property", "custom property", "number format", "threaded comment", "person", "pivot record", "pivot shared item",
    "pivot item of a deleted row", "external cell", "external name", "custom xml", "connection", "revision", "scenario",
    "loose string", "unlisted sheet", "table column", "query table", "custom property part",
)  # fmt: skip
NUMBERS = dict(zip(PLACES, valid(len(PLACES)), strict=True))


def written() -> bytes:
    """What xlsxwriter can hide."""
    n = NUMBERS
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    sheet = book.add_worksheet("Open")
    sheet.write_row(0, 0, ["NHS number", "Surname"])
    sheet.write_string(1, 0, n["cell"])
    sheet.write_string(2, 0, n["hidden row"])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write_string(1, 9, n["hidden column"])
    sheet.set_column(9, 9, None, None, {"hidden": True})
    sheet.write_formula(3, 0, f'=IF(A2="{n["formula"]}","yes","no")', None, "no")
    sheet.write_comment(1, 1, f"rang about {n['comment']}", {"author": "Dr Ann Other"})
    sheet.set_header(f"&LList for {n['header']}")
    sheet.set_footer(f"&Cprinted for {n['footer']}")
    sheet.data_validation(5, 0, 5, 0, {"validate": "list", "source": [n["list"], "other"], "input_title": "Pick",
                          "input_message": f"such as {n['prompt']}", "error_title": "No", "error_message": f"not {n['error']}"})  # fmt: skip
    sheet.write_url(6, 0, f"https://pas.example/{n['link']}", string="open", tip=f"record {n['link tip']}")
    sheet.insert_textbox(8, 0, f"box about {n['text box']}")
    book.define_name("Watched", f'="{n["defined name"]}"')
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"values": "=Open!$B$2:$B$3", "categories": "=Open!$A$2:$A$3", "categories_data": [n["chart cache"]]}
    )
    chart.set_title({"name": f"Results of {n['chart title']}"})
    sheet.insert_chart(20, 0, chart, {"description": f"graph of {n['alternative text']}"})
    sheet.write_number(4, 0, 1, book.add_format({"num_format": f'0" of {n["number format"]}"'}))
    sheet.add_table(30, 0, 32, 1, {"columns": [{"header": f"for {n['table column']}"}, {"header": "b"}]})
    hidden = book.add_worksheet("Deep")
    hidden.write_string(0, 0, n["very hidden sheet"])
    hidden.very_hidden()
    book.set_properties({"title": f"case {n['property']}", "author": "A Writer", "company": "A Trust"})
    book.set_custom_property("Patient", n["custom property"])
    book.close()
    return sink.getvalue()


def by_hand() -> Mapping[str, str]:
    """Parts that no writer makes."""
    n = NUMBERS
    record = f'<r><s v="{n["pivot record"]}"/><x v="0"/><d v="1950-02-01T00:00:00"/></r><r><s v="2"/><x v="0"/><m/></r>'
    return {
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="x"><threadedComment ref="C3" personId="{1}" id="{2}">'
        f"<text>chase {n['threaded comment']}</text></threadedComment></ThreadedComments>",
        "xl/persons/person.xml": f'<personList xmlns="x"><person displayName="Ann {n["person"]}" id="{{1}}"/></personList>',
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition {_MAIN} recordCount="1"><cacheFields count="3">'
        '<cacheField name="NHS number"><sharedItems/></cacheField><cacheField name="Twin"><sharedItems>'
        f'<s v="{n["pivot shared item"]}"/><s v="{n["pivot item of a deleted row"]}"/></sharedItems></cacheField>'
        '<cacheField name="Born"><sharedItems/></cacheField>'
        '<cacheField name="Group" databaseField="0"><fieldGroup base="2"><groupItems><s v="1950"/></groupItems></fieldGroup>'
        "</cacheField></cacheFields></pivotCacheDefinition>",
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": f'<Relationships {_PACKAGE}><Relationship Id="rId1" '
        f'Type="{_LINKS}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/></Relationships>',
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords {_MAIN} count="2">{record}</pivotCacheRecords>',
        "xl/externalLinks/externalLink1.xml": f'<externalLink {_MAIN}><externalBook><sheetNames><sheetName val="Old list"/>'
        f'</sheetNames><definedNames><definedName name="Who" refersTo="=\'for {n["external name"]}\'!$A$1"/></definedNames>'
        f'<sheetDataSet><sheetData sheetId="0"><row r="2"><cell r="B2" t="str"><v>{n["external cell"]}</v></cell></row>'
        "</sheetData></sheetDataSet></externalBook></externalLink>",
        "customXml/item1.xml": f'<form xmlns="urn:x" nhs="{n["custom xml"]}"/>',
        "xl/connections.xml": f'<connections {_MAIN}><connection id="1" name="q"><dbPr connection="Server=x" '
        f'command="select * from t where n = {n["connection"]}"/></connection></connections>',
        "xl/revisions/revisionLog1.xml": f'<revisions {_MAIN}><rcc rId="1" sId="1"><oc r="A1" t="inlineStr"><is><t>was '
        f"{n['revision']}</t></is></oc></rcc></revisions>",
        "xl/worksheets/sheet77.xml": f'<worksheet {_MAIN}><sheetData><row r="5"><c r="D5" t="inlineStr"><is><t>'
        f'{n["unlisted sheet"]}</t></is></c></row></sheetData><scenarios><scenario name="worst" comment="c">'
        f'<inputCells r="A1" val="{n["scenario"]}"/></scenario></scenarios></worksheet>',
        "xl/queryTables/queryTable1.xml": f'<queryTable {_MAIN} name="for {n["query table"]}"/>',
        "xl/customProperty1.bin": f"note {n['custom property part']}".encode("utf-16-le").decode("latin-1"),
    }  # fmt: skip


def workbook() -> bytes:
    """All of it in one package."""
    sink = io.BytesIO()
    loose = f"<si><t>deleted {NUMBERS['loose string']}</t></si></sst>"
    with zipfile.ZipFile(io.BytesIO(written())) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/sharedStrings.xml":
                data = data.replace(b"</sst>", loose.encode())
            new.writestr(entry, data)
        for name, text in by_hand().items():
            new.writestr(name, text.encode("latin-1"))
    return sink.getvalue()


def told(summary: Summary) -> str:
    """Everything that a reading gave, in one text."""
    pieces: list[str] = []
    for batch in summary.batches:
        pieces += [str(cell) for row in batch.data.to_pylist() for cell in row.values()]
    pieces += [one.value for one in summary.properties]
    return "\n".join(pieces)
