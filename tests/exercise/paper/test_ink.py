"""Marks on paper: what is drawn can be read back from the pixels."""

import numpy as np
import pytest

from leakassay.exercise.paper import ink
from leakassay.exercise.paper.ink import Type

_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
CODE_128 = _WIDTHS.split()
"""Widths of bars and spaces of the values 0 to 106, as ISO/IEC 15417 prints them."""


def decoded(line: np.ndarray, module: int) -> str:
    """The text of one row of pixels through a Code 128 symbol, its check character verified."""
    dark = np.flatnonzero(line < 128)
    drawn = (line[dark[0] : dark[-1] + 1] < 128).astype(int)
    edges = np.flatnonzero(np.diff(drawn)) + 1
    widths = np.diff([0, *edges.tolist(), len(drawn)]) // module
    digits = "".join(map(str, widths.tolist()))
    values = [CODE_128.index(digits[at : at + 6]) for at in range(0, len(digits) - 7, 6)]
    assert digits[-7:] == CODE_128[106]
    assert (values[0] + sum(place * value for place, value in enumerate(values[1:-1], start=1))) % 103 == values[-1]
    text, table = "", values[0]
    for value in values[1:-1]:
        if value >= 99 and value != 102:
            table = {99: 105, 100: 104, 101: 103}[value]
        else:
            text += f"{value:02d}" if table == 105 else chr(value + 32)
    return text


@pytest.mark.parametrize("text", ["24L000123", "NB2400000123", "H1000217"])
def test_a_bar_code_read_from_the_pixels_gives_the_number(text: str):
    page = ink.sheet((900, 200))
    end = ink.bars(page, (20, 20), text, 3)
    drawn = np.asarray(page)
    assert decoded(drawn[50], 3) == text
    assert drawn[:, end:].min() == ink.PAPER


def test_an_altered_bar_is_noticed_by_the_check_character():
    page = ink.sheet((900, 200))
    ink.bars(page, (20, 20), "24L000123", 3)
    line = np.array(np.asarray(page)[50])
    line[20 + 33 : 20 + 39] = ink.PAPER
    with pytest.raises((AssertionError, ValueError)):
        decoded(line, 3)


def test_lines_stand_below_each_other():
    page = ink.sheet((400, 200))
    below = ink.lines(page, (10, 10), ["first", "", "third"], Type("sans", 30))
    dark = np.flatnonzero((np.asarray(page) < 128).any(axis=1))
    assert below == 130
    assert set(range(50, 90)).isdisjoint(dark.tolist())
    assert dark[0] >= 10
    assert dark[-1] < below


def test_a_hand_writes_no_two_lines_alike_and_the_same_line_the_same_way():
    def written(seed: int) -> bytes:
        page = ink.sheet((600, 120))
        ink.handwrite(page, (10, 10), "difficult bleed", seed)
        assert np.asarray(page).min() < 120
        return page.tobytes()

    assert written(3) == written(3)
    assert written(3) != written(4)


@pytest.mark.parametrize("seed", range(6))
def test_a_tick_crosses_its_box_and_leaves_the_next_one_empty(seed: int):
    page = ink.sheet((100, 200))
    ink.tick(page, (20, 20, 22), seed)
    drawn = np.asarray(page)
    assert (drawn[20:42, 20:42] < 128).sum() > 40
    assert (drawn[74:96, 20:42] == ink.PAPER).all()


def test_stamp_and_signature_leave_ink_within_the_levels_that_noise_may_touch():
    page = ink.sheet((900, 600))
    ink.rubber_stamp(page, (20, 20), ["RECEIVED", "03-JUN-2024"], 9)
    ink.sign(page, (100, 350), "O Marchbanks", 9)
    drawn = np.asarray(page)
    assert drawn[20:300].min() < 120
    assert drawn[350:].min() < 120
    assert drawn.min() >= ink.INK
    assert drawn.max() == ink.PAPER
