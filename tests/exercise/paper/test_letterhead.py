"""The letterhead is a picture that a house always draws alike."""

import io

from PIL import Image

from leakassay.exercise.estate.house import OURS, PARTNER
from leakassay.exercise.paper.letterhead import SIZE, SMALL, letterhead


def test_the_picture_opens_and_weighs_about_a_hundred_kilobytes():
    picture = Image.open(io.BytesIO(letterhead(OURS)))
    assert picture.size == SIZE
    assert 80_000 < len(letterhead(OURS)) < 130_000


def test_houses_differ_and_one_house_does_not():
    first = letterhead(OURS, SMALL)
    letterhead.cache_clear()
    assert first == letterhead(OURS, SMALL)
    assert first != letterhead(PARTNER, SMALL)
