"""Marks on paper: type, Code 128 bars, handwriting, ticks, rubber stamps; drawn on 8-bit gray pages."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

PAPER, INK, PEN, TINT = 228, 40, 72, 196
"""Gray levels; noise of up to -38 and +26 may be added to any of them without leaving a byte."""

_FACES = {
    "sans": "_a______.pfb", "bold": "_ab_____.pfb", "serif": "_er_____.pfb", "italic": "_ei_____.pfb",
    "mono": "com_____.pfb", "script": "callig15.pfb",
}  # fmt: skip
_BAR_WIDTHS = {letter: width for width, letter in enumerate("abcd", start=1)}


@functools.cache
def face(name: str, size: int) -> FreeTypeFont:
    """Returns one of the fonts that reportlab ships, `size` in pixels."""
    import reportlab
    from PIL import ImageFont

    folder = Path(reportlab.__file__).parent / "fonts"
    # the basic engine needs no shaping library, so glyphs stand in the same place on every machine
    return ImageFont.truetype(str(folder / _FACES[name]), size, layout_engine=ImageFont.Layout.BASIC)


def sheet(size: tuple[int, int], level: int = PAPER) -> Image:
    """Returns an empty gray page."""
    from PIL import Image

    return Image.new("L", size, level)


def pen(page: Image) -> ImageDraw:
    """Returns what draws on a page."""
    from PIL import ImageDraw

    return ImageDraw.Draw(page)


@dataclass(frozen=True)
class Type:
    """How text is printed: a face of `_FACES`, its size in pixels, its gray level."""

    name: str = "sans"
    size: int = 26
    level: int = INK


def lines(page: Image, at: tuple[int, int], texts: list[str], kind: Type, step: int = 0) -> int:
    """Prints lines downwards from the left upper corner `at`; returns the y below the last."""
    draw, font = pen(page), face(kind.name, kind.size)
    x, y = at
    step = step or kind.size * 4 // 3
    for text in texts:
        if text:
            draw.text((x, y), text, font=font, fill=kind.level)
        y += step
    return y


def bars(page: Image, at: tuple[int, int], text: str, module: int = 3, height: int = 70) -> int:
    """Draws `text` as a Code 128 bar code of `module` pixels per unit; returns the x behind its last bar."""
    from reportlab.graphics.barcode.code128 import Code128

    code = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    draw = pen(page)
    x, y = at
    # capitals are bars, small letters are spaces, both 1 to 4 units wide
    for letter in code.decomposed:
        width = _BAR_WIDTHS[letter.lower()] * module
        if letter.isupper():
            draw.rectangle((x, y, x + width - 1, y + height), fill=INK)
        x += width
    return x


def handwrite(page: Image, at: tuple[int, int], text: str, seed: int, size: int = 42) -> None:
    """Writes a line by hand: uneven letters on a wavering line, the pen pressed more here than there."""
    rng = np.random.default_rng([seed, len(text)])
    font = face("italic", size)
    jitter = rng.normal(0, 1, (len(text), 3))
    widths = [font.getlength(letter) for letter in text]
    strip = sheet((int(sum(widths)) + 4 * size, size * 2), 0)
    draw = pen(strip)
    x = size / 2
    for letter, width, (up, aside, tall) in zip(text, widths, jitter.tolist(), strict=True):
        own = face("italic", size + round(1.6 * max(-2.0, min(2.0, tall))))
        draw.text((round(x), round(size / 3 + 1.8 * up)), letter, font=own, fill=230)
        x += width * 1.04 + 1.2 * aside
    _stamped(page, at, _wavering(strip, rng), PEN)


def sign(page: Image, at: tuple[int, int], name: str, seed: int) -> None:
    """Writes a signature: script, large, rising to the right, with a stroke below."""
    from PIL import Image

    font = face("script", 92)
    strip = sheet((int(font.getlength(name)) + 120, 190), 0)
    draw = pen(strip)
    draw.text((30, 40), name, font=font, fill=255, stroke_width=1)
    draw.line([(40, 150), (strip.width // 2, 138), (strip.width - 40, 146 + seed % 9)], fill=200, width=3)
    _stamped(page, at, strip.rotate(2 + seed % 4, Image.Resampling.BILINEAR), PEN)


def tick(page: Image, box: tuple[int, int, int], seed: int) -> None:
    """Ticks or crosses a box (x, y, side) with a pen that does not stop at its edges."""
    x, y, side = box
    draw = pen(page)
    over = 3 + seed % 7
    if seed % 3:
        draw.line(
            [(x + 2, y + side // 2), (x + side // 3, y + side), (x + side + over, y - over)], fill=PEN - 20, width=5
        )
    else:
        draw.line([(x - over // 2, y), (x + side, y + side + over)], fill=PEN - 20, width=4)
        draw.line([(x + side + over, y - 2), (x, y + side)], fill=PEN - 20, width=4)


def rubber_stamp(page: Image, at: tuple[int, int], words: list[str], seed: int) -> None:
    """Stamps words in a double frame, turned by some degrees, with places where the rubber met no paper."""
    from PIL import Image

    rng = np.random.default_rng([seed, 5])
    font = face("bold", 34)
    width = int(max(font.getlength(word) for word in words)) + 60
    strip = sheet((width + 40, 48 * len(words) + 80), 0)
    draw = pen(strip)
    for inset in (20, 27):
        draw.rectangle((inset, inset, strip.width - inset, strip.height - inset), outline=215, width=3)
    for position, word in enumerate(words):
        draw.text(((strip.width - font.getlength(word)) / 2, 38 + position * 46), word, font=font, fill=215)
    worn = np.repeat(np.repeat(rng.random((strip.height // 6 + 1, strip.width // 6 + 1)), 6, 0), 6, 1)
    inked = np.asarray(strip) * np.clip(0.45 + worn[: strip.height, : strip.width], 0, 1)
    turned = Image.fromarray(inked.astype(np.uint8)).rotate(
        int(rng.integers(-9, 10)), Image.Resampling.BILINEAR, expand=True
    )
    _stamped(page, at, turned, PEN)


def _wavering(strip: Image, rng: np.random.Generator) -> Image:
    from PIL import Image

    drawn = np.asarray(strip)
    height, width = drawn.shape
    along, down = np.arange(width), np.arange(height)
    phase = rng.random(3) * 6
    rise = 2.2 * np.sin(along / 61 + phase[0]) + 1.1 * np.sin(along / 19 + phase[1]) + along * rng.normal(0, 0.008)
    lean = 1.3 * np.sin(down / 9 + phase[2])
    rows = np.clip(down[:, None] + np.rint(rise).astype(np.int64)[None, :], 0, height - 1)
    columns = np.clip(along[None, :] + np.rint(lean).astype(np.int64)[:, None], 0, width - 1)
    return Image.fromarray(drawn[rows, columns])


def _stamped(page: Image, at: tuple[int, int], mask: Image, level: int) -> None:
    page.paste(level, (at[0], at[1], at[0] + mask.width, at[1] + mask.height), mask)
