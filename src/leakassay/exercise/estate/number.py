"""Health numbers for invented people: NHS, CHI and H&C numbers, valid by mod 11, distinct, from whole number blocks."""

import numpy as np
import numpy.typing as npt

TEST_BLOCKS = ((900_000_000, 1_000_000_000),)
"""First nine digits of the test range 9xx: the whole of it, about 90 million valid numbers."""
ISSUED_BLOCKS = ((400_000_000, 500_000_000), (600_000_000, 800_000_000))
"""First nine digits of numbers issued in England, Wales and the Isle of Man (domain fact 1)."""
HC_BLOCKS = ((320_000_000, 400_000_000),)
"""First nine digits of Health and Care numbers (Northern Ireland); they have no block of their own for tests."""
DEFAULT_NUMBER = "9990000000"
"""The number a laboratory types when it has none; its check digit would be 10, so it belongs to nobody."""

Blocks = tuple[tuple[int, int], ...]
_Ints = npt.NDArray[np.int64]
_TRIES = 40
"""Serials tried for a CHI number; one in eleven has no check digit, so that all fail in 10^-41 of the cases."""


def check_digits(prefixes: _Ints) -> _Ints:
    """Returns the check digit of each nine-digit prefix; 10 where no valid number exists, 11 is folded to 0."""
    total = np.zeros(len(prefixes), dtype=np.int64)
    # place by place: a matrix of digits would cost nine times the memory of a million numbers
    for place in range(9):
        total += prefixes // 10 ** (8 - place) % 10 * (10 - place)
    return np.asarray((11 - total % 11) % 11, dtype=np.int64)


def draw_valid(rng: np.random.Generator, count: int, blocks: Blocks = TEST_BLOCKS) -> _Ints:
    """Returns `count` distinct valid ten-digit numbers in random order, spread over all `blocks`."""
    found = np.empty(0, dtype=np.int64)
    while len(found) < count:
        prefixes = _prefixes(rng, int((count - len(found)) * 1.15) + 16, blocks)
        check = check_digits(prefixes)
        numbers = (prefixes * 10 + check)[check < 10]
        # ten equal digits pass mod 11 (weights sum to 55) and are refused by every careful reader
        numbers = numbers[numbers % 1_111_111_111 != 0]
        found = np.unique(np.concatenate([found, numbers]))
    rng.shuffle(found)
    return found[:count]


def draw_chi(rng: np.random.Generator, born: npt.NDArray[np.datetime64], female: npt.NDArray[np.bool_]) -> _Ints:
    """Returns one CHI number per person: DDMMYY, two serial digits, a digit even for women, the check digit.

    Args:
        rng: the generator of this block of people.
        born: (n,) days of birth.
        female: (n,) whether the ninth digit is even.

    Returns:
        (n,) numbers below 3,200,000,000, to be printed with ten digits; distinct within the block.
    """
    day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
    month = born.astype("datetime64[M]").astype(np.int64) % 12 + 1
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    head = (day * 10_000 + month * 100 + year % 100) * 1000
    chosen = np.zeros(len(born), dtype=np.int64)
    missing = np.ones(len(born), dtype=bool)
    for _ in range(_TRIES):
        places = np.flatnonzero(missing)
        if len(places) == 0:
            break
        digit = rng.integers(0, 5, len(places)) * 2 + ~female[places]
        prefixes = head[places] + rng.integers(0, 100, len(places)) * 10 + digit
        check = check_digits(prefixes)
        chosen[places] = np.where(check < 10, prefixes * 10 + check, 0)
        missing = chosen == 0
        # two of one birthday may draw the same serial: the later one draws again
        _, first = np.unique(chosen, return_index=True)
        again = np.ones(len(born), dtype=bool)
        again[first] = False
        missing |= again
    return chosen


def draw_digits(rng: np.random.Generator, count: int) -> _Ints:
    """Returns ten random digits per row, 9 first: about one in eleven passes mod 11 by chance."""
    return rng.integers(9_000_000_000, 10_000_000_000, count, dtype=np.int64)


def is_valid(numbers: _Ints) -> npt.NDArray[np.bool_]:
    """Returns which ten-digit numbers carry the right check digit and are not ten equal digits."""
    matches = check_digits(numbers // 10) == numbers % 10
    return np.asarray(matches & (numbers % 1_111_111_111 != 0), dtype=np.bool_)


def _prefixes(rng: np.random.Generator, count: int, blocks: Blocks) -> _Ints:
    sizes = np.array([high - low for low, high in blocks], dtype=np.int64)
    offsets = rng.integers(0, int(sizes.sum()), count, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    block = np.searchsorted(starts, offsets, side="right") - 1
    lows = np.array([low for low, _ in blocks], dtype=np.int64)
    return np.asarray(lows[block] + offsets - starts[block], dtype=np.int64)
