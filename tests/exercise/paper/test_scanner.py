"""A scanner dirties a page and keeps it readable, unless it is a poor one."""

import numpy as np
import pytest
from PIL.Image import Image

from leakassay.exercise.paper import ink, scanner
from leakassay.exercise.paper.ink import Type
from leakassay.exercise.paper.scanner import HEIGHT, WIDTH, Settings


@pytest.fixture(scope="module")
def page() -> Image:
    drawn = ink.sheet((WIDTH, HEIGHT))
    ink.lines(drawn, (100, 100), ["Quillfeather 999 000 0018"] * 60, Type("sans", 27))
    return drawn


def likeness(scanned: np.ndarray, drawn: np.ndarray) -> float:
    """Best correlation of the middle of a scan with the drawing at the scale of a stroke, over turns and shifts."""
    size, best = 240, 0.0
    centre = slice(HEIGHT // 2, HEIGHT // 2 + size), slice(WIDTH // 2 - 500, WIDTH // 2 - 500 + size)
    part = fine(scanned[centre])
    around = np.pad(drawn, 40, constant_values=ink.PAPER)
    for down in range(-36, 37, 2):
        for aside in range(-36, 37, 3):
            rows = slice(centre[0].start + 40 + down, centre[0].stop + 40 + down)
            columns = slice(centre[1].start + 40 + aside, centre[1].stop + 40 + aside)
            best = max(
                best, float(np.corrcoef(part[::2, ::2].ravel(), fine(around[rows, columns])[::2, ::2].ravel())[0, 1])
            )
    return best


def fine(part: np.ndarray) -> np.ndarray:
    """What differs from the mean of its 12 x 12 cell."""
    cells = part.astype(float).reshape(20, 12, 20, 12)
    return (cells - cells.mean(axis=(1, 3), keepdims=True)).reshape(part.shape)


def test_a_scan_shows_what_was_drawn_and_a_poor_one_does_not(page: Image):
    drawn = np.asarray(page)
    good = np.asarray(scanner.gray(page, Settings(12)))
    poor = np.asarray(scanner.gray(page, Settings(12, poor=True)))
    assert likeness(good, drawn) > 0.4
    assert likeness(poor, drawn) < 0.2


def test_a_poor_bilevel_page_is_specks_alone(page: Image):
    good = ~np.asarray(scanner.bilevel(page, Settings(12)))
    poor = ~np.asarray(scanner.bilevel(page, Settings(12, poor=True)))
    written, empty = (slice(150, 1900), slice(200, 500)), (slice(150, 1900), slice(1100, 1400))
    assert good[written].mean() > 8 * good[empty].mean()
    assert poor[written].mean() < 1.5 * poor[empty].mean() + 0.003


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("level", [ink.INK, ink.PAPER])
def test_noise_never_turns_white_into_black(level: int, seed: int):
    blank = ink.sheet((WIDTH, HEIGHT), level)
    inner = np.asarray(scanner.gray(blank, Settings(seed)))[200:-200, 200:-200]
    # dust and lines of the glass are rare
    off = np.abs(inner.astype(int) - level) > 45
    assert off.mean() < 0.01


def test_the_same_page_is_scanned_the_same_way_twice_and_the_next_otherwise(page: Image):
    for scan in (scanner.gray, scanner.bilevel):
        assert scan(page, Settings(5)).tobytes() == scan(page, Settings(5)).tobytes()
        assert scan(page, Settings(5)).tobytes() != scan(page, Settings(6)).tobytes()


def test_a_scan_is_a4_at_200_dpi(page: Image):
    assert scanner.gray(page, Settings(1)).size == (1654, 2339)
    assert scanner.bilevel(page, Settings(1)).mode == "1"
