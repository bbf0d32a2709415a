"""Pictures are real ones of their format and name nobody."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import picture
from leakassay.exercise.paper.document import Document
from leakassay.pipeline.catalogue.formats import FORMATS

from .test_ink import decoded

MAKERS: dict[str, Callable[[str, int], Document]] = {
    "macro.jpg": picture.overview, "macro.tif": picture.overview, "gel.tif": picture.gel, "gel.jpg": picture.gel,
    "run.png": picture.curve, "thumb.jpg": lambda name, seed: picture.thumbnail(name, seed, OURS),
}  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_opens_as_what_it_says_it_is(name: str):
    for seed in (4, 5):
        document = MAKERS[name](name, seed)
        opened = Image.open(io.BytesIO(document.data))
        opened.load()
        assert opened.format is not None
        assert document.format == opened.format.lower()
        assert np.asarray(opened).std() > 3
        assert document.records is None
        assert document.data == MAKERS[name](name, seed).data
    assert MAKERS[name](name, 4).data != MAKERS[name](name, 5).data


@pytest.mark.parametrize("name", MAKERS)
def test_no_reader_of_today_reads_a_picture(name: str):
    document = MAKERS[name](name, 1)
    assert not next(one for one in FORMATS if one.name == document.format).reader
    assert (document.outcome, document.reason) == ("unsupported", "no_reader")


@pytest.mark.parametrize("wanted", [1, 3_500_000, 9_000_000, 20_000_001])
def test_the_pieces_of_a_slide_are_one_tiff_of_the_size_asked_for(wanted: int):
    pieces = list(picture.slide("slide.tif", 7, wanted))
    data = b"".join(piece.data for piece in pieces)
    assert all(len(piece.data) < 8_000_000 for piece in pieces)
    assert abs(len(data) - max(wanted, 3_145_728)) < 20_000
    opened = Image.open(io.BytesIO(data))
    pixels = np.asarray(opened)
    assert pixels.shape == (opened.height, 4096, 3)
    assert (pixels[-1] == np.frombuffer(data[-4096 * 3 :], np.uint8).reshape(-1, 3)).all()
    assert "MPP = 0.4990" in opened.tag_v2[270]
    assert (pixels == 240).all(axis=2).mean() > 0.02


def test_two_slides_differ_and_one_slide_stays():
    first, again, other = (b"".join(one.data for one in picture.slide("s", seed, 4_000_000)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_slide_too_large_for_its_format_is_refused():
    with pytest.raises(ValueError, match="at most 4000000000 bytes"):
        list(picture.slide("s.tif", 1, 5_000_000_000))


def test_a_label_with_a_specimen_number_can_be_scanned_from_the_glass():
    data = picture.overview("macro.tif", 3, "24L000123").data
    end = np.asarray(Image.open(io.BytesIO(data)).convert("L"))[340, :420]
    assert decoded(end, 2) == "24L000123"


def test_a_label_changes_a_gel():
    assert picture.gel("g.tif", 3, "24L000123").data != picture.gel("g.tif", 3).data
