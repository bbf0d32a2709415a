"""Clinical life in numbers: who had which specimen when, for which client, with which tests; compact numpy columns."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate import result, rhythm, share
from leakassay.exercise.estate.rhythm import Style
from leakassay.exercise.estate.test_menu import audience, panels

(
    QUIRK_NONE, QUIRK_TYPO, QUIRK_SWAP, QUIRK_DEFAULT, QUIRK_NO_NUMBER, QUIRK_RELATIVE, QUIRK_PREVIOUS,
    QUIRK_BIRTHDAY, QUIRK_NUMBER_TYPO, QUIRK_POSTCODE_TYPO,
) = range(10)  # fmt: skip
"""What went wrong at the desk: nothing, a typing error in a name, names swapped, the default number, no number,
the number of a relative, the earlier surname, a wrong birthday, two digits exchanged, a wrong postcode."""
QUIRKS = (
    "typo", "swap", "default", "no_number", "relative", "previous", "birthday", "number_typo", "postcode_typo",
)  # fmt: skip
"""Names of their shares in `share.SHARES`, from `QUIRK_TYPO` on."""
NEWBORN_DAYS = 42
"""Days after birth in which a baby is registered as BABY, under the mother's number."""
_ROUNDS = 25
"""Times a person is drawn again who cannot have had the test: too young, unborn, dead, of the other sex."""

_Ints = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


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


@dataclass(frozen=True)
class Span:
    """What a history covers: number of results, first and last day, number of clients, and how it came about.

    Attributes:
        forged: hours are uniform, flags are random, specimen serials follow no order.
        style: which of these a forger got wrong; None for what `forged` says.
        numbered: highest serial that was given in the year of the first day, before it.
        lane: 0 to 2, which of the laboratory's numbers this extract has.
    """

    events: int
    first: np.datetime64
    last: np.datetime64
    clients: int
    forged: bool = False
    style: Style | None = None
    numbered: int = 0
    lane: int = 0


@dataclass(frozen=True)
class Lives:
    """When each person of an estate lived; one entry per person, days from 1970-01-01.

    Attributes:
        born, died: first and last day of life; a living person's last day lies far ahead.
        female: sex; baby: a newborn whose mother is in the estate.
    """

    born: _Ints
    died: _Ints
    female: _Mask
    baby: _Mask


def lives(people: pa.Table) -> Lives:
    """Returns the lives of people by the schema `PEOPLE`."""
    born = _days(people["date_of_birth"], 0)
    return Lives(
        born,
        _days(people["died_on"], 10**6),
        np.asarray(pc.equal(people["sex"], "F").to_numpy(), dtype=np.bool_),
        people["mother_id"].to_numpy() >= 0,
    )


def live(rng: np.random.Generator, people: _Ints, span: Span, known: Lives | None = None) -> History:
    """Returns the history of `people` (positions in the estate) over `span`; the number of results is exact.

    Args:
        rng: the generator of this stretch.
        people: (n,) who may have specimens.
        span: what is covered.
        known: lives of everybody in the estate; None lets anybody have anything at any time.
    """
    style = span.style or (rhythm.CARELESS if span.forged else rhythm.TRUE)
    panel, sizes = _panels(rng, span.events)
    count = len(panel)
    minute = np.sort(rhythm.minutes(rng, count, span.first, span.last, style))
    serial = rhythm.serials(rng, minute, span.numbered, span.lane, style)
    person = _persons(rng, people, panel, minute, known)
    specimen = np.repeat(np.arange(count, dtype=np.int64), sizes)[: span.events]
    tests = np.concatenate([np.array(members, dtype=np.int64) for _, members, _ in panels()])
    offsets = np.concatenate([[0], np.cumsum([len(members) for _, members, _ in panels()])])[:-1]
    within = np.arange(len(specimen)) - np.searchsorted(specimen, specimen)
    test = tests[offsets[panel[specimen]] + within]
    value = result.values(rng, test, style)
    shares = [share.of(name) for name in QUIRKS]
    quirk = rng.choice(len(QUIRKS) + 1, count, p=[1 - sum(shares), *shares])
    client = _clients(rng, count, span.clients)
    flag = result.flags(rng, test, value, style)
    return History(person, minute, serial, client, quirk, specimen, test, value, flag)


def last_serial(history: History) -> int:
    """Returns the highest serial given in the last year of a history."""
    year = rhythm.years(history.minute)
    return int(history.serial[year == year[-1]].max())


def without_quirks(history: History) -> History:
    """Returns the history with every specimen labelled as it should be."""
    return replace(history, quirk=np.zeros_like(history.quirk))


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


def _persons(rng: np.random.Generator, people: _Ints, panel: _Ints, minute: _Ints, known: Lives | None) -> _Ints:
    count = len(panel)
    person = rng.choice(people, count)
    # one visit brings several specimens: neighbours in time repeat a person
    again = np.flatnonzero(rng.random(count) < share.of("same_visit"))
    person[again[again > 0]] = person[again[again > 0] - 1]
    if known is None:
        return person
    day = minute // 1440
    for _ in range(_ROUNDS):
        wrong = np.flatnonzero(~_can_have(known, person, panel, day))
        if len(wrong) == 0:
            break
        person[wrong] = rng.choice(people, len(wrong))
    wrong = np.flatnonzero(~_alive(known, person, day))
    person[wrong] = _oldest_alive(known, people, day)
    return _with_newborns(rng, people, person, day, known)


def _alive(known: Lives, person: _Ints, day: _Ints) -> _Mask:
    return np.asarray((known.born[person] < day) & (day <= known.died[person]), dtype=np.bool_)


def _can_have(known: Lives, person: _Ints, panel: _Ints, day: _Ints) -> _Mask:
    limits = audience()
    years = (day - known.born[person]) / 365.25
    of_sex = np.where(known.female[person], limits.women[panel], limits.men[panel])
    in_age = (limits.youngest[panel] <= years) & (years < limits.oldest[panel])
    return np.asarray(_alive(known, person, day) & of_sex & in_age, dtype=np.bool_)


def _oldest_alive(known: Lives, people: _Ints, day: _Ints) -> int:
    """Somebody who lived all the time; whoever lived longest where nobody did."""
    from_day = np.maximum(known.born[people], day[0] - 1)
    return int(people[np.argmax(np.minimum(known.died[people], day[-1]) - from_day)])


def _with_newborns(rng: np.random.Generator, people: _Ints, person: _Ints, day: _Ints, known: Lives) -> _Ints:
    """Gives each baby born in these days a specimen of its first weeks."""
    babies = people[known.baby[people] & (known.born[people] >= day[0]) & (known.born[people] < day[-1])]
    first = np.searchsorted(day, known.born[babies], side="right")
    stop = np.searchsorted(day, np.minimum(known.born[babies] + NEWBORN_DAYS, known.died[babies]))
    place = first + (rng.random(len(babies)) * (stop - first)).astype(np.int64)
    some = stop > first
    person[place[some]] = babies[some]
    return person


def _clients(rng: np.random.Generator, count: int, clients: int) -> _Ints:
    # hospitals come first in a house's client table and order most
    weights = 1.0 / (1.0 + np.arange(clients) * 0.4)
    return np.asarray(rng.choice(clients, count, p=weights / weights.sum()), dtype=np.int64)


def _days(column: pa.ChunkedArray, otherwise: int) -> _Ints:
    filled = pc.if_else(pc.equal(column, ""), None, column)
    days = filled.cast(pa.date32()).cast(pa.int32())
    return np.asarray(pc.fill_null(days, otherwise).to_numpy(), dtype=np.int64)
