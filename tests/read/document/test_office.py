"""Word, PowerPoint and OpenDocument: a needle in each place where such a file can hide text."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import office
from read.reading import Summary, read_all, read_bytes

W = 'xmlns:w="w" xmlns:wp="wp" xmlns:v="v" xmlns:mc="mc" xmlns:a="a" xmlns:c="c"'
BODY = f"""<w:document {W}><w:body>
<w:p><w:r><w:t>body-1 sp</w:t></w:r><w:r><w:t>lit</w:t></w:r></w:p>
<w:p><w:ins w:author="Dr Reviewer"><w:r><w:t>inserted-2</w:t></w:r></w:ins>
<w:del w:author="Dr Reviewer"><w:r><w:delText>deleted-3</w:delText></w:r></w:del></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden-4</w:t></w:r></w:p>
<w:p><w:r><w:instrText> HYPERLINK "http://x/?n=field-5" </w:instrText></w:r><w:fldSimple w:instr="REF simple-6"/></w:p>
<w:p><w:r><w:t>NHS </w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box-7</w:t></w:r></w:p>
</w:txbxContent></mc:Choice></mc:AlternateContent><w:t>number</w:t></w:r></w:p>
<w:p><wp:docPr id="1" name="x" descr="alt-8"/><v:textpath string="art-9"/></w:p>
<w:sdt><w:sdtPr><w:alias w:val="alias-10"/><w:dropDownList><w:listItem w:displayText="choice-11" w:value="v"/>
</w:dropDownList></w:sdtPr></w:sdt><w:bookmarkStart w:name="mark-12"/><!-- remark-13 -->
<w:p><w:moveFrom><w:r><w:t>moved-14</w:t></w:r></w:moveFrom></w:p></w:body></w:document>"""
P = f"<w:x {W}><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:x>"
PARTS = {
    "word/document.xml": BODY, "word/header1.xml": P.format("header-15"), "word/footer1.xml": P.format("footer-16"),
    "word/footnotes.xml": P.format("footnote-17"), "word/endnotes.xml": P.format("endnote-18"),
    "word/comments.xml": P.format("comment-19"), "word/glossary/document.xml": P.format("glossary-20"),
    "word/charts/chart1.xml": f"<c:chart {W}><c:v>chart-21</c:v><c:v>2</c:v></c:chart>",
    "customXml/item1.xml": "<r><n>bound-22</n></r>", "word/orphan.xml": P.format("unlisted-23"),
    "word/_rels/document.xml.rels":
        '<Relationships><Relationship TargetMode="External" Target="http://x/link-24"/></Relationships>',
    "docProps/core.xml": "<cp:p xmlns:dc='d' xmlns:cp='c'><dc:title>title-25</dc:title>"
        "<dc:creator>A Author</dc:creator><cp:lastModifiedBy>B Editor</cp:lastModifiedBy>"
        "<cp:lastPrinted>2020-01-02</cp:lastPrinted></cp:p>",
    "docProps/app.xml": "<Properties><Company>The Trust</Company><Manager>C Head</Manager><Template>t.dot</Template>"
        "</Properties>",
    "docProps/custom.xml": '<Properties><property name="Case"><vt:lpwstr xmlns:vt="v">custom-26</vt:lpwstr></property>'
        "</Properties>",
    "word/settings.xml": f'<w:s {W}><w:docVar w:name="k" w:val="variable-27"/></w:s>',
}  # fmt: skip


def package(parts: dict[str, str], comment: bytes = b"note-28") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        archive.comment = comment
    return sink.getvalue()


def read(raw: bytes) -> Summary:
    return read_all(office.read, in_memory(raw, own_bytes=len(raw)))


def test_a_needle_in_each_hiding_place_of_word_is_found() -> None:
    found = read(package(PARTS))
    missing = [number for number in range(1, 29) if f"-{number}" not in found.text]
    assert missing == []
    assert "body-1 split" in found.text
    assert "NHS number" in found.text
    assert found.gaps == []
    assert found.fault is None


def test_properties_are_told_by_name() -> None:
    told = {(found.name, found.value) for found in read(package(PARTS)).properties}
    assert {
        ("author", "A Author"), ("last_modified_by", "B Editor"), ("last_printed_at", "2020-01-02"),
        ("title", "title-25"), ("company", "The Trust"), ("manager", "C Head"), ("template", "t.dot"),
        ("custom:Case", "custom-26"),
        ("contributor", "Dr Reviewer"),
    } <= told  # fmt: skip


def written() -> bytes:
    document = docx.Document()
    document.add_paragraph("Before")
    table = document.add_table(rows=0, cols=3)
    for row in (("NHS No", "Name", "Result"), *((f"999000{n:04d}", "Ann", "neg") for n in range(9))):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    document.sections[0].header.paragraphs[0].text = "letterhead"
    document.core_properties.author = "An Author"
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def test_a_table_of_python_docx_gives_its_rows() -> None:
    found = read(written())
    assert found.rows[0] == ["NHS No", "Name", "Result"]
    assert len(found.rows) == 10
    assert "Before" in found.text
    assert "letterhead" in found.text
    assert not found.gaps
    assert found.covered == found.accounted


def test_an_opendocument_text_tells_changes_notes_and_rows() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{cell.format(n) * 3}</table:table-row>" for n in range(5))
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:dc="d" xmlns:xlink="x" '
        'xmlns:svg="s"><text:tracked-changes><text:deletion><dc:creator>Rev</dc:creator><text:p>deleted-1</text:p>'
        "</text:deletion></text:tracked-changes><text:p>a<text:s/>b<office:annotation><text:p>remark-2</text:p>"
        "</office:annotation>c</text:p><text:p text:display='none'>hidden-3</text:p>"
        "<svg:desc>alt-4</svg:desc><text:a xlink:href='http://x/link-5'/><text:note><text:p>note-6</text:p></text:note>"
        f"<table:table>{rows}</table:table></office:document-content>"
    )
    styles = '<office:s xmlns:office="o" xmlns:text="t"><text:p>footer-7</text:p></office:s>'
    meta = (
        '<office:m xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><meta:initial-creator>One</meta:initial-creator>'
        '<dc:creator>Two</dc:creator><meta:user-defined meta:name="k">own-8</meta:user-defined></office:m>'
    )
    kind = "application/vnd.oasis.opendocument.text"
    found = read(package({"mimetype": kind, "content.xml": content, "styles.xml": styles, "meta.xml": meta}, b""))
    assert [n for n in range(1, 7) if f"-{n}" not in found.text] == []
    assert "own-8" in found.text
    assert "footer-7" in found.text
    assert "a bc" in found.text
    assert found.rows == [[str(n)] * 3 for n in range(5)]
    told = {(found.name, found.value) for found in found.properties}
    assert {("author", "One"), ("last_modified_by", "Two"), ("custom:k", "own-8")} <= told


def test_slides_and_notes_come_in_their_order() -> None:
    slide = '<p:sld xmlns:p="p" xmlns:a="a" show="0"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    names = ["ppt/slides/slide10.xml", "ppt/slides/slide2.xml", "ppt/notesSlides/notesSlide1.xml"]
    found = read(package({name: slide.format(name[-8:]) for name in names}, b""))
    assert [batch.part for batch in found.batches] == [names[1], names[0], names[2]]


def test_a_part_that_is_broken_is_a_gap_and_the_others_are_read() -> None:
    found = read(package({**PARTS, "word/comments.xml": "<w:x><w:p>half"}))
    assert found.reasons == {Reason.MALFORMED}
    assert "half" in found.text
    assert "body-1" in found.text


def test_a_bomb_of_entities_is_a_gap() -> None:
    doctype = '<!DOCTYPE a [<!ENTITY l0 "lol"><!ENTITY l1 "&l0;&l0;">]>'
    found = read(package({"word/document.xml": f"{doctype}<a>&l1;</a>", "word/header1.xml": P.format("header-15")}))
    assert found.reasons == {Reason.LIMIT_RATIO}
    assert "header-15" in found.text


def test_a_package_that_is_cut_gives_what_can_be_had_and_is_not_whole() -> None:
    raw = written()
    found = read(raw[: len(raw) * 9 // 10])
    assert found.rows[0] == ["NHS No", "Name", "Result"]
    assert Reason.TRUNCATED in found.reasons
    assert found.covered < len(raw)


def test_bytes_between_the_parts_are_a_gap() -> None:
    found = read(b"x" * 500 + written())
    assert Reason.TRAILING_BYTES in found.reasons


def test_without_a_word_it_is_blank() -> None:
    found = read(package({"word/document.xml": f"<w:document {W}/>"}, b""))
    assert found.fault is not None
    assert found.fault.outcome is Outcome.EMPTY


def test_a_body_under_a_damaged_name_is_had_by_its_own() -> None:
    """Found by mutation: a directory that called the body otherwise left an empty document."""
    raw = package({"word/document.xml": BODY})
    at = raw.rindex(b"word/document.xml")
    found = read(raw[:at] + b"w\0" + raw[at + 2 :])
    assert "body-1" in found.text
    assert found.gaps
    at = raw.rindex(b"PK\1\2") + 24
    found = read(raw[:at] + bytes(4) + raw[at + 4 :])
    assert "body-1" in found.text
    assert found.gaps


def test_a_package_without_its_body_is_not_empty() -> None:
    assert read(package({"docProps/other.xml": "<x/>"}, b"")).fault.outcome is Outcome.FAILED


def test_pictures_that_nobody_opened_are_a_gap() -> None:
    raw = package({**PARTS, "word/media/image1.png": "picture"})
    assert read_bytes(office.read, raw).reasons == {Reason.NO_READER}
    assert read(raw).reasons == set()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_any_damage_gives_readings_or_an_item_error_and_sums_do_not_exceed_the_item(seed: int) -> None:
    draw = random.Random(seed)
    raw = bytearray(package(PARTS))
    for _ in range(draw.choice((1, 5, 50))):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    found = read(bytes(raw))
    assert found.accounted <= len(raw)


@pytest.mark.field
@pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")
def test_field_documents_are_read_or_say_why() -> None:
    base = Path(os.environ["LEAKASSAY_FIELD_DATA"]) / "s11-tika-documents"
    files = [path for path in base.rglob("*") if path.suffix in (".docx", ".pptx", ".odt", ".odp")]
    assert len(files) > 90
    silent = []
    for path in files:
        found = read(path.read_bytes())
        assert found.accounted <= path.stat().st_size
        if not found.batches and not found.gaps and found.fault is None:
            silent.append(path.name)
    assert silent == []


def test_a_sound_directory_is_believed_over_a_damaged_part_head() -> None:
    """By the heads alone the parts end at the first that is damaged, and the body would be lost with the rest."""
    raw = package({"docProps/core.xml": PARTS["docProps/core.xml"], "word/document.xml": BODY, **PARTS})
    at = raw.index(b"word/document.xml") - 30
    for place, byte in ((8, b"\x63"), (18, b"\x01"), (30, b"x")):
        found = read(raw[: at + place] + byte + raw[at + place + 1 :])
        assert bool(found.gaps) == (place != 8)  # the check sums of all parts fit where the method alone is wrong
        assert all(needle in found.text for needle in ("header-15", "comment-19", "bound-22"))
