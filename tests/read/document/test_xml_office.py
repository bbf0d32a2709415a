"""Documents of office programs in one file are read as the packages are."""

from __future__ import annotations

from leakassay.read.document import xml
from read.reading import read_bytes


def test_a_document_of_word_2003_keeps_its_words_together() -> None:
    raw = b"<w:wordDocument><w:p><w:r><w:t>NHS num</w:t></w:r><w:r><w:t>ber</w:t></w:r></w:p></w:wordDocument>"
    assert read_bytes(xml.read, raw).text == "NHS number"


def test_a_flat_opendocument_gives_its_rows() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{cell.format(n) * 3}</table:table-row>" for n in range(5))
    raw = f"<office:document><table:table>{rows}</table:table></office:document>"
    assert read_bytes(xml.read, raw.encode()).rows == [[str(n)] * 3 for n in range(5)]


def test_a_sheet_of_excel_2003_keeps_its_columns_where_cells_are_left_out() -> None:
    data = "<Cell{}><Data ss:Type='String'>{}</Data></Cell>"
    full = f"<Row>{''.join(data.format('', n) for n in range(3))}</Row>" * 4
    short = f"<Row>{data.format('', 'a')}{data.format(' ss:Index=' + chr(39) + '3' + chr(39), 'c')}</Row>"
    raw = f"<Workbook xmlns:ss='s'><Worksheet><Table>{full}{short}</Table></Worksheet></Workbook>"
    assert read_bytes(xml.read, raw.encode()).rows == [*[["0", "1", "2"]] * 4, ["a", "", "c"]]


def test_tracked_changes_of_word_2003_are_told_as_they_read_now_and_as_they_read_before() -> None:
    raw = (b'<w:wordDocument xmlns:w="w" xmlns:aml="a"><w:body><w:p><w:r><w:t>at war with </w:t></w:r>'
           b'<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>Oceania</w:delText></w:r>'
           b"</aml:content></aml:annotation>"
           b'<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>Eurasia</w:t></w:r>'
           b"</aml:content></aml:annotation></w:p></w:body></w:wordDocument>")  # fmt: skip
    lines = read_bytes(xml.read, raw).text.splitlines()
    assert {"at war with Oceania", "at war with Eurasia"} <= set(lines)
