"""What a scanner does to a page: skew, noise, uneven light, dust, lines of a dirty glass; or it fades it away."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from leakassay.exercise.paper.ink import PAPER, TINT

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
WIDTH, HEIGHT = 1654, 2339
"""A4 in pixels at 200 dpi, the usual setting of an office scanner."""
SKEW_DEGREES = 2.0
GRAINS = (2.4, 3.0, 3.6, 4.6)
"""Standard deviations of the sensor's noise in gray levels; a page gets one, which sets its size as JPEG."""
BLUR = 15
"""Pixels averaged where nobody shall read it: letters are 18 high, strokes 3 wide."""
_MARGIN = 96
_OUTSIDE = 206
_THRESHOLD = 148
DIRT = (25.0, 29.0, 32.0)
"""Standard deviations of the level between black and white: how many specks a bilevel page has, from 0.1 to 0.6 %."""

_Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Settings:
    """How one page went through the scanner: `seed` places dust and skew; `poor` makes it unreadable."""

    seed: int
    poor: bool = False


def gray(page: Image, settings: Settings) -> Image:
    """Returns the page as an 8-bit scan of the same size."""
    from PIL import Image

    return Image.fromarray(_grained(_laid(page, settings), settings))


def bilevel(page: Image, settings: Settings) -> Image:
    """Returns the page as a 1-bit scan: ragged edges, tints broken into dots, specks, as a fax machine sends it."""
    from PIL import Image

    laid = _laid(page, settings)
    top, left = _window(settings.seed)
    limit = _limits(2 if settings.poor else settings.seed % len(DIRT))[top : top + HEIGHT, left : left + WIDTH]
    white = np.packbits(laid > limit, axis=1)
    return Image.frombytes("1", (WIDTH, HEIGHT), white.tobytes())


def _laid(page: Image, settings: Settings) -> _Bytes:
    from PIL import Image

    rng = np.random.default_rng([settings.seed, 1])
    if settings.poor:
        # averaged over more than the width of a stroke, then drawn up to the paper: what stays is less than the noise
        small = page.reduce(BLUR).point(lambda level: PAPER - (PAPER - level) // 9)
        page = small.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
    angle = float(rng.uniform(-SKEW_DEGREES, SKEW_DEGREES))
    laid = np.array(page.rotate(angle, Image.Resampling.NEAREST, fillcolor=_OUTSIDE))
    count = int(rng.integers(20, 160))
    at = rng.integers(0, HEIGHT - 3, count), rng.integers(0, WIDTH - 3, count)
    for down, aside in ((0, 0), (0, 1), (1, 0)):
        laid[at[0] + down, at[1] + aside] = 90
    if rng.random() < 0.4:
        # dirt on the glass of a feeder draws a line down the whole page
        for line in rng.integers(40, WIDTH - 40, int(rng.integers(1, 4))).tolist():
            np.minimum(laid[:, line : line + 2], TINT - 10, out=laid[:, line : line + 2])
    return laid


def _grained(laid: _Bytes, settings: Settings) -> _Bytes:
    top, left = _window(settings.seed)
    grain = _grain(3 if settings.poor else settings.seed % len(GRAINS))
    # a sum modulo 256 of two fields that are kept apart from the ends of a byte: no widening, no clipping
    return laid + grain[top : top + HEIGHT, left : left + WIDTH]


def _window(seed: int) -> tuple[int, int]:
    return seed // 7 % _MARGIN, seed // 11 % _MARGIN


@functools.cache
def _grain(which: int) -> _Bytes:
    """Noise and light of one scanner, as bytes modulo 256, drawn once for all pages."""
    rng = np.random.default_rng([2_000, which])
    shape = HEIGHT + _MARGIN, WIDTH + _MARGIN
    noise = rng.standard_normal(shape, np.float32) * np.float32(GRAINS[which])
    down = np.linspace(0, 3, shape[0], dtype=np.float32)[:, None]
    across = np.linspace(0, 2, shape[1], dtype=np.float32)[None, :]
    light = -7 + 7 * np.cos(down + which) * np.cos(across - which)
    # the book fold or the lid's edge keeps one side in the shade
    shade = -14 * np.exp(-across * 9) if which % 2 else -14 * np.exp(-(2 - across) * 9)
    field: _Bytes = np.rint(np.clip(noise + light + shade, -38, 26)).astype(np.int8).view(np.uint8)
    return field


@functools.cache
def _limits(which: int) -> _Bytes:
    """The level above which a pixel is white; it wavers, so that white paper has specks and a tint becomes dots."""
    rng = np.random.default_rng([2_100, which])
    shape = HEIGHT + _MARGIN, WIDTH + _MARGIN
    limit = _THRESHOLD + np.float32(DIRT[which]) * rng.standard_normal(shape, np.float32)
    field: _Bytes = np.clip(limit, 60, 250).astype(np.uint8)
    return field
