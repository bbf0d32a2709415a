"""Screenshots are JPEGs that look like something, and the same each time."""

import io

from PIL import Image

from leakassay.exercise.leak.telegram_photo import SIZE, THUMBNAIL, screenshot, thumbnail

ROWS = [("disk1", "1,204", "870.2 MB"), ("disk2", "88", "12.0 MB")]


def test_a_screenshot_and_its_thumbnail_are_jpegs_of_the_promised_size():
    photo = screenshot("This PC", ROWS)
    for data, size in ((photo, SIZE), (thumbnail(photo), THUMBNAIL)):
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            assert (picture.format, picture.size) == ("JPEG", size)


def test_rows_are_drawn():
    assert screenshot("This PC", ROWS) != screenshot("This PC", ROWS[:1])


def test_more_rows_than_fit_are_cut():
    assert screenshot("This PC", ROWS * 50) == screenshot("This PC", ROWS * 60)


def test_the_same_rows_give_the_same_bytes():
    assert screenshot("This PC", ROWS) == screenshot("This PC", ROWS)
