"""NHS numbers for invented people: valid by mod 11, distinct, drawn from whole blocks of the number space."""

import numpy as np
import numpy.typing as npt

TEST_BLOCKS = ((900_000_000, 1_000_000_000),)
"""First nine digits of the test range 9xx: the whole of it, about 90 million valid numbers."""
ISSUED_BLOCKS = ((400_000_000, 500_000_000), (600_000_000, 800_000_000))
"""First nine digits of numbers issued in England, Wales and the Isle of Man (domain fact 1)."""
DEFAULT_NUMBER = "9990000000"
"""The number a laboratory types when it has none; its check digit would be 10, so it belongs to nobody."""

Blocks = tuple[tuple[int, int], ...]
_PLACES = 10 ** np.arange(8, -1, -1, dtype=np.int64)
_WEIGHTS = np.arange(10, 1, -1, dtype=np.int64)


def check_digits(prefixes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Returns the check digit of each nine-digit prefix; 10 where no valid number exists, 11 is folded to 0."""
    digits = (prefixes[:, None] // _PLACES) % 10
    remainder = (digits * _WEIGHTS).sum(axis=1) % 11
    return np.asarray((11 - remainder) % 11, dtype=np.int64)


def draw_valid(rng: np.random.Generator, count: int, blocks: Blocks = TEST_BLOCKS) -> npt.NDArray[np.int64]:
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


def draw_digits(rng: np.random.Generator, count: int) -> npt.NDArray[np.int64]:
    """Returns ten random digits per row, 9 first: about one in eleven passes mod 11 by chance."""
    return rng.integers(9_000_000_000, 10_000_000_000, count, dtype=np.int64)


def is_valid(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Returns which ten-digit numbers carry the right check digit and are not ten equal digits."""
    matches = check_digits(numbers // 10) == numbers % 10
    return np.asarray(matches & (numbers % 1_111_111_111 != 0), dtype=np.bool_)


def _prefixes(rng: np.random.Generator, count: int, blocks: Blocks) -> npt.NDArray[np.int64]:
    sizes = np.array([high - low for low, high in blocks], dtype=np.int64)
    offsets = rng.integers(0, int(sizes.sum()), count, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    block = np.searchsorted(starts, offsets, side="right") - 1
    lows = np.array([low for low, _ in blocks], dtype=np.int64)
    return np.asarray(lows[block] + offsets - starts[block], dtype=np.int64)
