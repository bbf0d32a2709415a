"""Office packages: what is a file of its own becomes a member, the document stays."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.ole_files import CSV, PDF
from custody.reading import opened
from leakassay.custody.openers import office_package as opener
from leakassay.model.outcomes import Reason

FOREIGN = ("word/media/image1.jpeg", "word/embeddings/oleObject1.bin", "word/embeddings/list.xlsx",
           "xl/vbaProject.bin",
           "word/activeX/activeX1.bin", "word/afchunk.mht",
           "docProps/thumbnail.jpeg", "xl/model/item.data",
           "Pictures/1.png", "Object 1/content.xml",
           "ObjectReplacements/Object 1", "word/embeddings/data.xml")  # fmt: skip
OWN = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "mimetype",
       "content.xml",
       "xl/worksheets/sheet1.bin", "xl/printerSettings/printerSettings1.bin", "META-INF/manifest.xml",
       "word/fonts/f.odttf",
       "word/embeddings/_rels/x.xml.rels", "ppt/drawings/vmlDrawing1.vml",
       "Object 1/styles.xml", "layout-cache")  # fmt: skip


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, CSV if name.endswith(("x", "l")) else PDF)
    return out.getvalue()


GOOD = package(*OWN, *FOREIGN)


def test_foreign_parts_are_members_and_the_document_is_not() -> None:
    found = opened(opener.members, GOOD)
    assert [name.decode() for name in found.names] == list(FOREIGN)
    assert found.contents[len(OWN)] == PDF
    assert (found.gaps, found.faults) == ([], {})


def test_numbers_are_those_of_the_zip_and_opening_can_be_resumed() -> None:
    first = len(OWN) + 3
    assert opened(opener.members, GOOD, first=first).members[0].index == first


def test_the_bytes_of_the_document_stay_its_own() -> None:
    own = opened(opener.members, package(*OWN))
    assert (own.members, own.gaps) == ([], [])


def test_a_truncated_package_gives_its_members_and_a_gap_without_bytes() -> None:
    found = opened(opener.members, GOOD[: len(GOOD) - 600])
    assert found.names
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.TRUNCATED, 0)]


def test_what_is_no_zip_is_an_item_error() -> None:
    fault = opened(opener.members, b"no zip at all").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=15), st.integers(0, len(GOOD)))
def test_mutated_packages_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[cut // 8 :] if cut % 8 == 0 else raw[:cut]))


FIELD = {
    "testWORD_embeded.docx": 9,
    "testEXCEL_embeded.xlsx": 7,
    "testPPT_embeded.pptx": 10,
    "EmbeddedOutlook.docx": 2,
    "testAltChunkMHT.docx": 1,
    "testEXCEL_macro.xlsm": 1,
}


@pytest.mark.field
@pytest.mark.parametrize("name", FIELD)
def test_the_sample_packages_give_what_is_in_them(field_data: Path, name: str) -> None:
    found = opened(opener.members, (field_data / "s11-tika-documents/microsoft" / name).read_bytes())
    assert (len(found.members), found.fault, found.faults) == (FIELD[name], None, {})
