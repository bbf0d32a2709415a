"""Scans are pictures only; the key holds what a person reads in them, page by page."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import scan
from leakassay.exercise.paper.document import Document
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.read.document import pdf

WRITERS = (scan.scan_pdf, scan.scan_tiff, scan.scan_jpeg)


@pytest.fixture(scope="module")
def stacks(estate: Estate) -> list[tuple[pa.Table, Document]]:
    rows = [records(estate, at, at + 1) for at in range(14)]
    return [(one, scan.scan_pdf("scan.pdf", one, OURS)) for one in rows]


def test_each_page_is_one_jpeg_and_no_text(stacks: list[tuple[pa.Table, Document]]):
    for _, document in stacks:
        opened = pypdfium2.PdfDocument(document.data)
        assert len(opened) in {1, 2}
        for page in opened:
            objects = list(page.get_objects())
            assert [one.type for one in objects] == [pdfium_c.FPDF_PAGEOBJ_IMAGE]
            assert objects[0].get_px_size() == (1654, 2339)
            assert page.get_textpage().count_chars() == 0
            assert [round(side) for side in page.get_size()] == [595, 842]


def test_the_page_shows_ink_and_paper_after_decoding(stacks: list[tuple[pa.Table, Document]]):
    pixels = pypdfium2.PdfDocument(stacks[0][1].data)[0].render(scale=1, grayscale=True).to_numpy()
    assert 190 < np.median(pixels) < 245
    assert 0.005 < (pixels < 140).mean() < 0.2


def test_the_properties_name_the_machine_and_nobody_else(stacks: list[tuple[pa.Table, Document]]):
    rows, document = stacks[0]
    said = pypdfium2.PdfDocument(document.data).get_metadata_dict(skip_empty=True)
    assert said["Creator"].startswith(f"{OURS.host}-MFD")
    assert any(model in said["Producer"] for _, model, _ in scan.MACHINES)
    received = rows["received_at"][0].as_py()
    assert said["CreationDate"] == "D:" + "".join(filter(str.isdigit, received))
    assert rows["surname"][0].as_py().encode() not in document.data


def test_a_form_holds_requests_and_a_report_what_became_of_them(stacks: list[tuple[pa.Table, Document]]):
    seen = set()
    for rows, document in stacks:
        assert document.records is not None
        pages = len(pypdfium2.PdfDocument(document.data))
        for number in dict.fromkeys(document.records["record"].to_pylist()):
            of_page = document.records.filter(pa.compute.equal(document.records["record"], number))
            assert of_page["test_code"].to_pylist() == rows["test_code"].to_pylist()
            assert of_page["locator"].to_pylist() == [f"page {number + 1}"] * rows.num_rows
            assert number < pages
            if of_page["reported_at"][0].as_py():
                assert of_page["value"].to_pylist() == rows["value"].to_pylist()
                seen.add("report")
            else:
                assert set(of_page["status"].to_pylist()) == {"requested"}
                assert set(of_page["value_flag"].to_pylist()) == {""}
                seen.add("form")
    assert seen == {"form", "report"}


def test_several_specimens_make_one_stack_with_pages_in_order(estate: Estate):
    document = scan.scan_pdf("stack.pdf", records(estate, 20, 23), OURS)
    assert document.records is not None
    places = [int(place.split()[1]) for place in document.records["locator"].to_pylist()]
    assert places == sorted(places)
    assert places[-1] <= len(pypdfium2.PdfDocument(document.data))
    assert len(set(document.records["specimen_id"].to_pylist())) == 3
    numbers = list(dict.fromkeys(document.records["record"].to_pylist()))
    assert numbers == list(range(len(numbers)))


def test_a_fax_is_group_4_with_a_page_per_sheet_and_the_machine_in_its_tags(estate: Estate):
    for at in range(4):
        rows = records(estate, at, at + 1)
        opened = Image.open(io.BytesIO(scan.scan_tiff("fax.tif", rows, OURS).data))
        assert opened.mode == "1"
        assert opened.n_frames == len(pypdfium2.PdfDocument(scan.scan_pdf("x.pdf", rows, OURS).data))
        for frame in range(opened.n_frames):
            opened.seek(frame)
            assert opened.tag_v2[259] == 4
            assert opened.size == (1654, 2339)
            assert np.asarray(opened).mean() > 0.8
        opened.seek(0)
        assert opened.tag_v2[271] in {maker for maker, _, _ in scan.MACHINES}
        assert opened.tag_v2[316].startswith(OURS.host)


def test_a_photograph_of_the_first_page_has_its_machine_in_the_exif(estate: Estate):
    document = scan.scan_jpeg("scan.jpg", records(estate, 5, 6), OURS)
    opened = Image.open(io.BytesIO(document.data))
    assert (opened.format, opened.size, opened.info["dpi"]) == ("JPEG", (1654, 2339), (200, 200))
    assert opened.getexif()[272] in {model for _, model, _ in scan.MACHINES}
    assert document.records is not None
    assert set(document.records["locator"].to_pylist()) == {"page 1"}


@pytest.mark.parametrize("write", WRITERS)
def test_a_poor_scan_has_no_record_and_is_as_unread_as_a_good_one(write: Callable[..., Document], estate: Estate):
    rows = records(estate, 6, 7)
    good, poor = write("x", rows, OURS), write("x", rows, OURS, poor=True)
    assert poor.records is None
    assert not poor.has_events
    assert (poor.outcome, poor.reason) == (good.outcome, good.reason)
    assert poor.data != good.data


def test_the_key_expects_of_a_reader_what_todays_readers_say(stacks: list[tuple[pa.Table, Document]], estate: Estate):
    document = stacks[0][1]
    with pytest.raises(ItemError) as told:
        list(pdf.read(in_memory(document.data, name="scan.pdf")))
    assert (told.value.outcome, told.value.reason) == (document.outcome, document.reason)
    readers = {one.name: one.reader for one in FORMATS}
    for write in WRITERS[1:]:
        written = write("x", records(estate, 1, 2), OURS)
        assert not readers[written.format]
        assert (written.outcome, written.reason) == ("unsupported", "no_reader")


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_specimen_gives_the_same_bytes(write: Callable[..., Document], estate: Estate):
    rows = records(estate, 8, 9)
    assert write("x", rows, OURS).data == write("x", rows, OURS).data
    assert write("x", rows, OURS).data != write("x", records(estate, 9, 10), OURS).data


def test_what_a_page_shows_follows_from_no_other_specimen(estate: Estate):
    """The same specimen in another slice of the estate is the same scan."""
    alone = scan.scan_pdf("x", records(estate, 8, 9), OURS)
    later = records(estate, 6, 9)
    again = scan.scan_pdf("x", later.filter(pa.compute.equal(later["record"], 2)), OURS)
    assert alone.data == again.data


def test_pdfimages_lists_gray_jpegs_of_200_dpi(stacks: list[tuple[pa.Table, Document]], tmp_path: Path):
    program = shutil.which("pdfimages")
    if program is None:
        pytest.skip("poppler is not installed")
    (tmp_path / "scan.pdf").write_bytes(stacks[1][1].data)
    listed = subprocess.run([program, "-list", tmp_path / "scan.pdf"], capture_output=True, text=True, check=True)
    rows = [line.split() for line in listed.stdout.splitlines()[2:]]
    assert rows
    assert all(row[2:9] == ["image", "1654", "2339", "gray", "1", "8", "jpeg"] and row[12] == "200" for row in rows)
