"""Clinical life in numbers: who had which specimen when, for which client, with which tests; compact numpy columns."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from leakassay.exercise.estate.test_menu import menu, panels

QUIRK_NONE, QUIRK_TYPO, QUIRK_SWAP, QUIRK_DEFAULT, QUIRK_NO_NUMBER, QUIRK_RELATIVE, QUIRK_PREVIOUS = range(7)
"""What went wrong at the desk: nothing, a typing error, names swapped, the default number, no number,
the number of a relative (a mother's on a baby's sample), the earlier surname."""
_QUIRK_SHARES = (0.925, 0.015, 0.005, 0.010, 0.040, 0.001, 0.004)
_WEEKDAY = np.array([1.0, 1.02, 1.0, 0.97, 0.92, 0.24, 0.18])
"""Specimens per weekday, Monday first: a laboratory's week."""
_HOUR = np.array(
    [2, 2, 1, 1, 1, 2, 4, 9, 30, 55, 60, 48, 26, 22, 24, 20, 15, 9, 6, 5, 4, 4, 3, 2], dtype=np.float64
)  # fmt: skip
"""Specimens per hour of the day: the morning round, the couriers, the night shift."""
NOT_RESULTED = 0.03
"""Share of tests that were ordered and never resulted."""

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """Specimens in order of collection and their tests.

    Attributes:
        person, minute, serial, client, quirk: one entry per specimen; minute counts from 1970-01-01, serial is the
            running number of the specimen within its year.
        specimen, test, value, flag: one entry per test; value is a number (or the index of a word) and NaN where no
            result exists; flag is "", "H", "L" or "A" as the file prints it.
    """

    person: _Ints
    minute: _Ints
    serial: _Ints
    client: _Ints
    quirk: _Ints
    specimen: _Ints
    test: _Ints
    value: npt.NDArray[np.float64]
    flag: npt.NDArray[np.int64]

    def tests_of(self, start: int, stop: int) -> slice:
        """Returns where the tests of specimens `start` to `stop` (exclusive) lie."""
        first, last = np.searchsorted(self.specimen, [start, stop])
        return slice(int(first), int(last))


FLAGS = ("", "H", "L", "A")


@dataclass(frozen=True)
class Span:
    """What a history covers: number of results, first and last day, number of clients, and whether it is invented.

    Attributes:
        forged: hours are uniform, flags are random, specimen serials follow no order.
    """

    events: int
    first: np.datetime64
    last: np.datetime64
    clients: int
    forged: bool = False


def live(rng: np.random.Generator, people: _Ints, span: Span) -> History:
    """Returns the history of `people` (positions in the estate) over `span`; the number of results is exact."""
    panel, sizes = _panels(rng, span.events)
    count = len(panel)
    minute = np.sort(_minutes(rng, count, span))
    serial = _serials(rng, minute, forged=span.forged)
    # one visit brings several specimens: neighbours in time repeat a person
    person = rng.choice(people, count)
    again = np.flatnonzero(rng.random(count) < 0.35)
    person[again[again > 0]] = person[again[again > 0] - 1]
    specimen = np.repeat(np.arange(count, dtype=np.int64), sizes)[: span.events]
    tests = np.concatenate([np.array(members, dtype=np.int64) for _, members, _ in panels()])
    offsets = np.concatenate([[0], np.cumsum([len(members) for _, members, _ in panels()])])[:-1]
    within = np.arange(len(specimen)) - np.searchsorted(specimen, specimen)
    test = tests[offsets[panel[specimen]] + within]
    value = _values(rng, test)
    flag = rng.integers(0, 3, len(test)) if span.forged else _flags(test, value)
    quirk = rng.choice(7, count, p=_QUIRK_SHARES)
    client = _clients(rng, count, span.clients)
    return History(person, minute, serial, client, quirk, specimen, test, value, np.asarray(flag, dtype=np.int64))


def _panels(rng: np.random.Generator, events: int) -> tuple[_Ints, _Ints]:
    sizes = np.array([len(members) for _, members, _ in panels()])
    shares = np.array([share for _, _, share in panels()])
    mean = float((sizes * shares).sum())
    panel = rng.choice(len(sizes), int(events / mean * 1.1) + 20, p=shares)
    # a rare short draw is filled up, so that the number of results is exact
    while sizes[panel].sum() < events:
        panel = np.concatenate([panel, rng.choice(len(sizes), 20, p=shares)])
    needed = int(np.searchsorted(np.cumsum(sizes[panel]), events)) + 1
    return panel[:needed], sizes[panel[:needed]]


def _minutes(rng: np.random.Generator, count: int, span: Span) -> _Ints:
    days = np.arange(span.first, span.last + np.timedelta64(1, "D")).astype("datetime64[D]").astype(np.int64)
    if span.forged:
        return rng.choice(days, count) * 1440 + rng.integers(0, 1440, count)
    weekday = _WEEKDAY[(days + 3) % 7]  # 1970-01-01 was a Thursday
    day = rng.choice(days, count, p=weekday / weekday.sum())
    hour = rng.choice(24, count, p=_HOUR / _HOUR.sum())
    return np.asarray(day * 1440 + hour * 60 + rng.integers(0, 60, count), dtype=np.int64)


def _serials(rng: np.random.Generator, minute: _Ints, *, forged: bool) -> _Ints:
    if forged:
        return rng.integers(1, 999_999, len(minute))
    year = (minute // 1440).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    first = np.searchsorted(year, year)
    # laboratories number more specimens than one extract shows: leave gaps of a few numbers
    return np.asarray((np.arange(len(minute)) - first) * 3 + rng.integers(1, 4, len(minute)), dtype=np.int64)


def _values(rng: np.random.Generator, test: _Ints) -> npt.NDArray[np.float64]:
    mean = np.array([line.mean for line in menu()])[test]
    sd = np.array([line.sd for line in menu()])[test]
    words = np.array([max(1, len(line.outcomes)) for line in menu()])[test]
    number = np.maximum(mean + sd * rng.standard_normal(len(test)), mean * 0.05)
    decimals = np.array([line.decimals for line in menu()])[test]
    number = np.round(number * 10.0**decimals) / 10.0**decimals
    value = np.where(sd > 0, number, np.floor(rng.random(len(test)) * words))
    return np.where(rng.random(len(test)) < NOT_RESULTED, np.nan, value)


def _flags(test: _Ints, value: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    low = np.array([line.low for line in menu()])[test]
    high = np.array([line.high for line in menu()])[test]
    number = np.array([line.is_number for line in menu()])[test]
    positive = _positive_words()[test, np.nan_to_num(value).astype(np.int64).clip(0, _MOST_WORDS - 1)]
    flag = np.where(number & (value > high), 1, np.where(number & (value < low), 2, 0))
    return np.where(~number & positive & ~np.isnan(value), 3, flag)


_MOST_WORDS = 8


def _positive_words() -> npt.NDArray[np.bool_]:
    """Returns tests x words: whether a word of a qualitative test means that something was found."""
    table = np.zeros((len(menu()), _MOST_WORDS), dtype=bool)
    for row, line in enumerate(menu()):
        for column, word in enumerate(line.outcomes):
            table[row, column] = (
                word != line.outcomes[0] and line.test_class != "GENERAL" and word != "Repeat requested"
            )
    return table


def _clients(rng: np.random.Generator, count: int, clients: int) -> _Ints:
    # hospitals come first in a house's client table and order most
    weights = 1.0 / (1.0 + np.arange(clients) * 0.4)
    return np.asarray(rng.choice(clients, count, p=weights / weights.sum()), dtype=np.int64)
