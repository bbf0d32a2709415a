"""The proof pack: screenshots of an explorer window over the top folders, with the thumbnails Telegram makes."""

import io
from collections.abc import Sequence

SIZE = (1100, 620)
"""Pixels of a screenshot."""

THUMBNAIL = (260, 147)
"""Pixels of its thumbnail."""

_ROW = 34


def screenshot(title: str, rows: Sequence[tuple[str, str, str]]) -> bytes:
    """Returns a JPEG of a window that lists (name, files, size); names of folders that mean nothing only."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", SIZE, (246, 246, 248))
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(18)
    pen.rectangle((0, 0, SIZE[0], 44), fill=(36, 52, 84))
    pen.text((16, 11), title, fill=(255, 255, 255), font=font)
    columns = (60, 560, 800)
    for column, word in zip(columns, ("Name", "Files", "Size"), strict=True):
        pen.text((column, 58), word, fill=(120, 120, 130), font=font)
    for line, row in enumerate(rows[: (SIZE[1] - 100) // _ROW]):
        top = 92 + line * _ROW
        pen.rectangle((20, top + 2, 46, top + 22), fill=(244, 200, 92), outline=(196, 150, 50))
        for column, word in zip(columns, row, strict=True):
            pen.text((column, top), word, fill=(20, 20, 24), font=font)
    # whole-row bars as of a selection, and a cursor: nobody takes tidy pictures of somebody else's server
    pen.rectangle((12, 90, SIZE[0] - 12, 90 + _ROW - 4), outline=(88, 130, 210), width=2)
    pen.polygon([(610, 330), (610, 352), (616, 346), (624, 346)], fill=(255, 255, 255), outline=(0, 0, 0))
    return _jpeg(picture, 84)


def thumbnail(photo: bytes) -> bytes:
    """Returns the small JPEG beside a photo."""
    from PIL import Image

    with Image.open(io.BytesIO(photo)) as picture:
        return _jpeg(picture.resize(THUMBNAIL), 76)


def _jpeg(picture: object, quality: int) -> bytes:
    from PIL import Image

    sink = io.BytesIO()
    if isinstance(picture, Image.Image):
        picture.save(sink, "JPEG", quality=quality)
    return sink.getvalue()
