"""Pictures without people: slides, slide overviews, gel photographs, analyser curves, thumbnails; some bear a label."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import ink, page_image, tissue
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.ink import Type

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 4_000_000_000
"""Offsets of a TIFF have 32 bits."""
STRIP = 256
"""Rows of a strip of a slide: 3 MB; a piece has two."""
THUMBNAIL = 160
_ROW = tissue.TILE[1] * 3
_HEAD = b"II*\0"
_SHORT, _LONG, _ASCII, _RATIONAL = 3, 4, 2, 5


def slide(name: str, seed: int, target_bytes: int) -> Iterator[Document]:
    """Yields pieces of an uncompressed RGB TIFF of a stained section, together about `target_bytes` long.

    Raises:
        ValueError: the slide would not fit into a TIFF (4 GB).
    """
    if target_bytes > MOST_BYTES:
        raise ValueError(f"a slide has at most {MOST_BYTES} bytes, {target_bytes} were asked for")
    height = max(STRIP, target_bytes // _ROW)
    rng = np.random.default_rng([seed, 41])
    heights = tissue.outline(rng, (height // tissue.CELL + 2, tissue.TILE[1] // tissue.CELL + 1))
    at = int(rng.integers(0, tissue.TILE[0])), 0
    data = _slide_head(height, f"Slide scanner SN{4_000 + seed % 37}|AppMag = 20|MPP = 0.4990|Filtered = 3")
    for top in range(0, height, STRIP):
        data += tissue.section(heights, (top, min(top + STRIP, height)), at).tobytes()
        if len(data) > STRIP * _ROW or top + STRIP >= height:
            yield _picture(name, "tiff", data)
            data = b""


def overview(name: str, seed: int, label: str = "") -> Document:
    """Returns the macro picture of a glass slide (JPEG, or TIFF of 2.7 MB where `name` ends in .tif).

    Args:
        name: path of the picture.
        seed: draws the section.
        label: a specimen number that stands on the frosted end, printed and as bars; empty for an unlabelled one.
    """
    from PIL import Image

    picture = Image.new("RGB", (1_600, 560), (tissue.GLASS,) * 3)
    picture.paste(tissue.seen_from_afar(seed, (1_000, 480)), (510, 40))
    end = ink.sheet((420, 560), 222)
    if label:
        ink.lines(end, (40, 150), [label, f"A{1 + seed % 5}   H&E"], Type("mono", 38), 60)
        ink.bars(end, (40, 320), label, 2, 60)
    else:
        ink.handwrite(end, (50, 180), f"ctrl {seed % 90 + 10}", seed, 60)
    picture.paste(end.convert("RGB"), (0, 0))
    return _saved(name, picture)


def gel(name: str, seed: int, label: str = "") -> Document:
    """Returns the photograph of an electrophoresis gel: a marker lane, bands, lane numbers; arguments as `overview`."""
    from PIL import Image

    rng = np.random.default_rng([seed, 43])
    width, height = 1_280, 1_000
    lanes = int(rng.integers(8, 15))
    down, across = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    light = (
        22 + 14 * np.exp(-(((across - width / 2) / 500) ** 2)) + 6 * rng.standard_normal((height, width), np.float32)
    )
    for lane in range(lanes):
        centre = 110 + lane * (width - 200) / max(lanes - 1, 1)
        bands = np.linspace(180, 860, 9) if lane == 0 else rng.uniform(200, 880, int(rng.integers(2, 6)))
        column = np.exp(-(((across - centre) / 24) ** 6))
        for band in bands.tolist():
            strength = float(rng.uniform(50, 205))
            light += strength * column * np.exp(-(((down - band) / float(rng.uniform(5, 9))) ** 2))
    picture = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    for lane in range(lanes):
        place = 100 + lane * (width - 200) // max(lanes - 1, 1), 90
        ink.lines(picture, place, ["M" if lane == 0 else str(lane)], Type("sans", 30, 235))
    ink.lines(picture, (40, 30), [label or f"IFE run {seed % 400 + 1:03d}"], Type("mono", 32, 240))
    return _saved(name, picture)


def curve(name: str, seed: int) -> Document:
    """Returns the PNG of an analyser's chromatogram of a control material."""
    from PIL import Image

    rng = np.random.default_rng([seed, 44])
    picture = Image.new("RGB", (960, 600), (255, 255, 255))
    draw = ink.pen(picture)
    time = np.linspace(0, 3, 820)
    signal = 6 * np.exp(-time) + rng.normal(0, 0.25, 820)
    for centre in np.sort(rng.uniform(0.2, 2.8, 6)).tolist():
        signal += float(rng.uniform(8, 90)) * np.exp(-(((time - centre) / float(rng.uniform(0.02, 0.07))) ** 2))
    points = list(zip(range(90, 910), np.clip(520 - signal * 4, 70, 530).astype(int).tolist(), strict=True))
    for line in range(70, 521, 90):
        draw.line((90, line, 910, line), fill=(225, 225, 225))
        draw.text((40, line - 10), str((520 - line) // 4), font=ink.face("sans", 18), fill=(60, 60, 60))
    draw.rectangle((90, 70, 910, 520), outline=(0, 0, 0))
    draw.line(points, fill=(180, 20, 30), width=2)
    title = f"Column lot {seed % 8_000 + 1_000}   control level {1 + seed % 3}   inj {seed % 96 + 1}"
    draw.text((90, 30), title, font=ink.face("bold", 22), fill=(0, 0, 0))
    draw.text((420, 550), "retention time (min)", font=ink.face("sans", 18), fill=(60, 60, 60))
    return _saved(name, picture)


def thumbnail(name: str, seed: int, house: House) -> Document:
    """Returns a JPEG of 160 pixels as a file browser keeps it: of a form's back, of a section; nobody reads it."""
    small = tissue.patch(seed, (640, 480)) if seed % 2 else page_image.guidance(house).copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    sink = io.BytesIO()
    small.convert("RGB").save(sink, "JPEG", quality=60 + seed % 30)
    return _picture(name, "jpeg", sink.getvalue())


def _saved(name: str, picture: Image) -> Document:
    ending = name.rsplit(".", 1)[-1].lower()
    kind = {"tif": "tiff", "tiff": "tiff", "png": "png"}.get(ending, "jpeg")
    sink = io.BytesIO()
    options = {"quality": 88} if kind == "jpeg" else {}
    picture.save(sink, kind.upper(), **options)
    return _picture(name, kind, sink.getvalue())


def _picture(name: str, kind: str, data: bytes) -> Document:
    return Document(name, kind, data, has_events=False, outcome="unsupported", reason="no_reader")


def _slide_head(height: int, words: str) -> bytes:
    """Returns everything of a slide's TIFF before its first pixel: header, directory, tables of strips."""
    said = words.encode("ascii") + b"\0"
    strips = -(-height // STRIP)
    entries = 13
    after = 8 + 2 + entries * 12 + 4
    bits, resolution, text = after, after + 6, after + 14
    offsets = text + len(said) + len(said) % 2
    counts = offsets + 4 * strips
    first = counts + 4 * strips
    sizes = [(min(STRIP, height - top)) * _ROW for top in range(0, height, STRIP)]
    single = strips == 1
    table = [
        (256, _LONG, 1, tissue.TILE[1]), (257, _LONG, 1, height), (258, _SHORT, 3, bits), (259, _SHORT, 1, 1),
        (262, _SHORT, 1, 2), (270, _ASCII, len(said), text),
        (273, _LONG, strips, first if single else offsets), (277, _SHORT, 1, 3), (278, _LONG, 1, STRIP),
        (279, _LONG, strips, sizes[0] if single else counts), (282, _RATIONAL, 1, resolution),
        (283, _RATIONAL, 1, resolution), (296, _SHORT, 1, 3),
    ]  # fmt: skip
    head = _HEAD + struct.pack("<IH", 8, entries)
    head += b"".join(struct.pack("<HHII", *entry) for entry in table) + struct.pack("<I", 0)
    # 20,040 pixels per centimetre are half a micrometre each
    head += struct.pack("<3HII", 8, 8, 8, 20_040, 1) + said + b"\0" * (len(said) % 2)
    starts = first + np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return head + starts.astype("<u4").tobytes() + np.array(sizes, "<u4").tobytes()
