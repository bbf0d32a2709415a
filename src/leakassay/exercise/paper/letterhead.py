"""The letterhead picture of a house: its name over a grainy band, as JPEG."""

import functools
import io
import zlib

import numpy as np

from leakassay.exercise.estate.house import House

SIZE = (1_000, 190)
"""Pixels; with its grain the picture weighs about 100 kB, as logos do that somebody scanned once."""
SMALL = (680, 140)
"""Pixels of the picture in RTF letters, which print every byte of it as two digits."""


@functools.lru_cache(maxsize=16)
def letterhead(house: House, size: tuple[int, int] = SIZE) -> bytes:
    """Returns the picture; the same house always has the same one."""
    from PIL import Image, ImageDraw, ImageFont

    width, height = size
    rng = np.random.default_rng(zlib.crc32(house.name.encode("utf-8")))
    tint = rng.integers(150, 215, 3)
    slope = np.linspace(0, 40, width)[None, :, None]
    grain = rng.normal(0, 22, (height, width, 3))
    picture = Image.fromarray(np.clip(tint + slope + grain, 0, 255).astype(np.uint8), "RGB")
    draw = ImageDraw.Draw(picture)
    draw.text((30, height // 4), house.name, fill=(20, 40, 70), font=ImageFont.load_default(height // 4))
    draw.text((30, height * 5 // 8), house.email_domain, fill=(60, 60, 60), font=ImageFont.load_default(height // 9))
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=90, dpi=(150, 150))
    return sink.getvalue()
