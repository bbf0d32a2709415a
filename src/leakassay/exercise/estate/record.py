"""Records of an estate as Arrow rows: one row per test of a specimen, with the person as printed at that moment."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate import finding
from leakassay.exercise.estate.history import History
from leakassay.exercise.estate.house import FIELDS, House
from leakassay.exercise.estate.moment import printed
from leakassay.exercise.estate.rhythm import years

RECORD = pa.schema(
    [
        ("record", pa.int64()),  # number of the specimen within the slice, from 0
        ("person_id", pa.int64()),
        *((name, pa.string()) for name in FIELDS),
        ("test_class", pa.string()),
        ("tier", pa.int8()),
        ("status", pa.string()),  # requested, resulted or negated
        ("controller", pa.string()),  # ODS code of the client
        ("subject", pa.bool_()),  # a living or dead person, not a test patient
        ("chi_number", pa.string()),  # of people from Scotland, ten digits; in no extract's own columns (`FIELDS`)
    ]
)
"""Dates are ISO here (2024-05-31, 2024-05-31T09:12:00); numbers are ten digits; writers print them as a house does."""
IDENTITY = (
    "nhs_number",
    "surname",
    "forename",
    "date_of_birth",
    "sex",
    "address",
    "postcode",
    "gp_practice",
    "hospital_number",
    "chi_number",
)
"""What tells who somebody is. A paper that does not print CHI numbers leaves `chi_number` out of what it shows.

`nhs_number` is what stands in the field of that name: an H&C number (320 to 399) for people from Northern Ireland.
"""

WINDOW, KEPT = 1_000, 4
"""Specimens whose records are drawn together for small documents, and how many such windows wait for the next."""

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Estate:
    """A house, its people and the history of some of them.

    Attributes:
        people: the whole register, by the schema `PEOPLE`.
        seed: draws the narratives.
        label: name of this stretch of time where a history comes in several (2021a), else empty.
    """

    house: House
    people: pa.Table
    history: History
    seed: int
    label: str = ""

    @property
    def specimens(self) -> int:
        """How many specimens the history holds."""
        return len(self.history.person)

    @functools.cached_property
    def _windows(self) -> dict[int, pa.Table]:
        """Records of the windows that were read last, by number; they only save time."""
        return {}

    def window(self, number: int) -> pa.Table:
        """Returns the records of specimens `number * WINDOW` to the next multiple; the last few are kept."""
        if number not in self._windows:
            while len(self._windows) >= KEPT:
                self._windows.pop(next(iter(self._windows)))
            self._windows[number] = _drawn(self, number * WINDOW, min((number + 1) * WINDOW, self.specimens))
        return self._windows[number]


def records(estate: Estate, start: int, stop: int) -> pa.Table:
    """Returns the tests of specimens `start` to `stop` (exclusive) by the schema `RECORD`.

    A slice holds what the whole holds, so that small ones are cut from a window of more.
    """
    if stop <= start or stop - start > WINDOW // 2:
        return _drawn(estate, start, stop)
    tests = estate.history.tests_of(start, stop)
    numbers = range(start // WINDOW, (stop - 1) // WINDOW + 1)
    whole = estate.window(start // WINDOW)
    if len(numbers) > 1:
        whole = pa.concat_tables([whole, estate.window(numbers[1])])
    offset = estate.history.tests_of(numbers[0] * WINDOW, numbers[0] * WINDOW).start
    cut = whole.slice(tests.start - offset, tests.stop - tests.start)
    return cut.set_column(0, RECORD.field(0), pa.array(estate.history.specimen[tests] - start))


def _drawn(estate: Estate, start: int, stop: int) -> pa.Table:
    tests = estate.history.tests_of(start, stop)
    back = pa.array(estate.history.specimen[tests] - start)
    heads = _identity(estate, start, stop) | _specimen(estate, start, stop)
    columns = {name: pc.take(column, back) for name, column in heads.items()}
    columns |= finding.printed(estate.house, estate.history, tests, estate.seed)
    columns["record"] = back
    return pa.table([columns[field.name] for field in RECORD], schema=RECORD)


def printed_numbers(codes: Sequence[int], estate: Estate) -> list[str]:
    """Returns specimen numbers of the given specimens, as `records` prints them."""
    return [_specimen(estate, code, code + 1)["specimen_id"][0].as_py() for code in codes]


def _identity(estate: Estate, start: int, stop: int) -> dict[str, pa.Array]:
    columns = printed(estate.people, estate.history, start, stop, IDENTITY)
    if estate.house.title_case:
        columns |= {name: pc.utf8_title(columns[name]) for name in ("surname", "forename")}
    return columns


def _specimen(estate: Estate, start: int, stop: int) -> dict[str, pa.Array]:
    history, house = estate.history, estate.house
    minute = history.minute[start:stop]
    # turnaround is a property of the specimen, drawn from its serial so that a slice gives what the whole gives
    serial = history.serial[start:stop]
    received = minute + 40 + serial * 7919 % 180
    reported = received + 90 + serial * 104_729 % 1_400
    client = pa.array(history.client[start:stop])
    requester = pa.array(3_000_000 + serial * 613 % 400).cast(pa.string())
    codes, controllers = ([getattr(one, name) for one in house.clients] for name in ("code", "ods_code"))
    return {
        "specimen_id": _specimen_numbers(house, minute, serial),
        "collected_at": _stamps(minute), "received_at": _stamps(received), "reported_at": _stamps(reported),
        "client_code": pa.array(codes).take(client), "controller": pa.array(controllers).take(client),
        "requester_code": pc.binary_join_element_wise("C", requester, ""),
    }  # fmt: skip


def _specimen_numbers(house: House, minute: _Ints, serial: _Ints) -> pa.Array:
    year = years(minute) + 1970
    if not house.specimen_prefix:
        letters = pa.array(list("ABCDEFGHJKLMNPQRSTUVWXYZ")).take(pa.array(serial // 1_000_000 % 24))
        digits = (finding.digits(number, places) for number, places in ((year % 100, 2), (serial % 1_000_000, 6)))
        return pc.binary_join_element_wise(next(digits), letters, next(digits), "")
    number = pa.array((year % 100) * 100_000_000 + serial).cast(pa.string())
    return pc.binary_join_element_wise(house.specimen_prefix, number, "")


def _stamps(minute: _Ints) -> pa.Array:
    """Returns ISO date-times; each day and each clock time is printed once and then joined."""
    day, clock = minute // 1440, minute % 1440
    first = int(day.min()) if len(day) else 0
    last = int(day.max()) if len(day) else 0
    days = pc.strftime(pa.array(np.arange(first, last + 1).astype("datetime64[D]")), format="%Y-%m-%dT")
    return pc.binary_join_element_wise(days.take(pa.array(day - first)), _clocks().take(pa.array(clock)), "")


@functools.cache
def _clocks() -> pa.Array:
    return pa.array([f"{one // 60:02d}:{one % 60:02d}:00" for one in range(1440)])
