"""A stained section seen under the microscope as one seamless tile of pixels, from which slide pictures are cut."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL.Image import Image

TILE = (1024, 4096)
"""Height and width of the tile in pixels; it continues at each edge where it began at the other."""
CELL = 64
"""Pixels between two points at which the outline of the section is drawn; it is smooth between them."""
GLASS = 240
_NUCLEUS, _PINK, _PALE = (92, 58, 138), (216, 128, 168), (246, 224, 234)

_Bytes = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float32]


@functools.cache
def tile() -> _Bytes:
    """Returns the tile as (height, width, 3) bytes: pale and pink fibres, dark nuclei (haematoxylin and eosin)."""
    rng = np.random.default_rng(4_100)
    fibres, nuclei = _band(rng, 0.004, 0.03), _band(rng, 0.02, 0.07)
    share = np.clip(0.5 + 0.3 * fibres, 0, 1)[..., None]
    colour = share * np.array(_PINK, np.float32) + (1 - share) * np.array(_PALE, np.float32)
    dark = np.clip((nuclei - 1.3) * 2.5, 0, 1)[..., None]
    colour = dark * np.array(_NUCLEUS, np.float32) + (1 - dark) * colour
    grain = rng.standard_normal((*TILE, 1), np.float32) * np.float32(5)
    stained: _Bytes = np.clip(colour + grain, 0, GLASS - 2).astype(np.uint8)
    return stained


def outline(rng: np.random.Generator, points: tuple[int, int]) -> _Floats:
    """Returns a smooth height field on `points` (down, across); the section lies where it is positive."""
    field: _Floats = rng.standard_normal(points, np.float32)
    for axis in (0, 1):
        # three sliding means in a row are nearly a Gaussian
        for _ in range(3):
            field = ((np.roll(field, 1, axis) + field + np.roll(field, -1, axis)) / 3).astype(np.float32)
    return (field / max(float(field.std()), 1e-6) + 0.25).astype(np.float32)


def section(heights: _Floats, rows: tuple[int, int], at: tuple[int, int]) -> _Bytes:
    """Returns rows `rows[0]` to `rows[1]` of a slide as (rows, width, 3) bytes.

    Args:
        heights: an outline with a point every `CELL` pixels; the slide is `TILE[1]` pixels wide.
        rows: first and last (exclusive) row.
        at: where in the tile the slide begins, (down, across).
    """
    y = np.arange(*rows)
    taken = tile()[(y + at[0]) % TILE[0]]
    taken = np.roll(taken, -at[1] * 3, 1) if at[1] else taken
    line = (y / CELL).astype(np.int64)
    share = (y / CELL - line).astype(np.float32)[:, None]
    across = np.linspace(0, heights.shape[1] - 1, TILE[1])
    wide = {
        int(one): np.interp(across, np.arange(heights.shape[1]), heights[one % len(heights)]).astype(np.float32)
        for one in range(line[0], line[-1] + 2)
    }
    above, below = (np.stack([wide[int(one)] for one in step]) for step in (line, line + 1))
    glass = np.where(above * (1 - share) + below * share > 0, 0, GLASS).astype(np.uint8)
    return np.maximum(taken, glass[..., None])


def patch(seed: int, size: tuple[int, int]) -> Image:
    """Returns a picture of `size` (width, height) cut from the tile, at most as large as the tile."""
    from PIL import Image

    top, left = seed * 37 % (TILE[0] - size[1] + 1), seed * 101 % (TILE[1] - size[0] + 1)
    return Image.fromarray(np.ascontiguousarray(tile()[top : top + size[1], left : left + size[0]]))


def seen_from_afar(seed: int, size: tuple[int, int]) -> Image:
    """Returns a whole section at a quarter of the scale as a picture of `size` (width, height), glass around it."""
    from PIL import Image

    rng = np.random.default_rng([seed, 42])
    rise = Image.fromarray(outline(rng, (size[1] // 16, size[0] // 16))).resize(size, Image.Resampling.BILINEAR)
    across, down = np.arange(size[0]) + seed * 101, np.arange(size[1]) + seed * 37
    small = _reduced()
    taken = small[down[:, None] % small.shape[0], across[None, :] % small.shape[1]]
    return Image.fromarray(np.where(np.asarray(rise)[..., None] > 0, taken, np.uint8(GLASS)))


@functools.cache
def _reduced() -> _Bytes:
    from PIL import Image

    return np.asarray(Image.fromarray(tile()).reduce(4))


def _band(rng: np.random.Generator, low: float, high: float) -> _Floats:
    """Noise of unit variance with `low` to `high` cycles per pixel, periodic in both directions."""
    spectrum = np.fft.rfft2(rng.standard_normal(TILE, np.float32))
    radius = np.hypot(np.fft.fftfreq(TILE[0])[:, None], np.fft.rfftfreq(TILE[1])[None, :])
    spectrum *= np.exp(-((radius / high) ** 2)) - np.exp(-((radius / low) ** 2))
    field = np.fft.irfft2(spectrum, TILE)
    return np.asarray(field / field.std(), dtype=np.float32)
