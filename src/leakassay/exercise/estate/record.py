"""Records of an estate as Arrow rows: one row per test of a specimen, with the person as printed at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate import history as life
from leakassay.exercise.estate import number
from leakassay.exercise.estate.history import History
from leakassay.exercise.estate.house import FIELDS, House
from leakassay.exercise.estate.narrative import histology
from leakassay.exercise.estate.test_menu import MenuTest, menu

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
)

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Estate:
    """A house, its people (schema `PEOPLE`) and the history of some of them; seed draws the narratives."""

    house: House
    people: pa.Table
    history: History
    seed: int

    @property
    def specimens(self) -> int:
        """How many specimens the history holds."""
        return len(self.history.person)


def records(estate: Estate, start: int, stop: int) -> pa.Table:
    """Returns the tests of specimens `start` to `stop` (exclusive) by the schema `RECORD`."""
    tests = estate.history.tests_of(start, stop)
    back = pa.array(estate.history.specimen[tests] - start)
    heads = _identity(estate, start, stop) | _specimen(estate, start, stop)
    columns = {name: pc.take(column, back) for name, column in heads.items()} | _tests(estate, tests)
    columns["record"] = back
    return pa.table([columns[field.name] for field in RECORD], schema=RECORD)


def printed_numbers(codes: Sequence[int], estate: Estate) -> list[str]:
    """Returns specimen numbers of the given specimens, as `records` prints them."""
    return [_specimen(estate, code, code + 1)["specimen_id"][0].as_py() for code in codes]


def _identity(estate: Estate, start: int, stop: int) -> dict[str, pa.Array]:
    rows = pa.array(estate.history.person[start:stop])
    person = estate.people.take(rows).combine_chunks()
    columns = {name: pc.fill_null(person.column(name).combine_chunks(), "") for name in IDENTITY}
    quirk = estate.history.quirk[start:stop]
    early = _superseded(estate, start, stop, person)
    columns["nhs_number"] = _replaced(columns["nhs_number"], early, _values_at(person["superseded_number"], early))
    columns["surname"], columns["forename"] = _names(columns["surname"], columns["forename"], person, quirk)
    columns["nhs_number"] = _numbers(estate, columns["nhs_number"], start, quirk)
    if estate.house.title_case:
        columns |= {name: pc.utf8_title(columns[name]) for name in ("surname", "forename")}
    columns["subject"] = pc.invert(person["test_patient"].combine_chunks())
    columns["person_id"] = person["person_id"].combine_chunks()
    return columns


def _superseded(estate: Estate, start: int, stop: int, person: pa.Table) -> npt.NDArray[np.bool_]:
    """The earlier number stands on the first third of the years; the new one on everything later."""
    minute = estate.history.minute
    threshold = minute[0] + (minute[-1] - minute[0]) // 3
    has_earlier = pc.not_equal(person["superseded_number"], "").to_numpy()
    return np.asarray(has_earlier & (minute[start:stop] < threshold), dtype=np.bool_)


def _names(surname: pa.Array, forename: pa.Array, person: pa.Table, quirk: _Ints) -> tuple[pa.Array, pa.Array]:
    earlier = (quirk == life.QUIRK_PREVIOUS) & pc.not_equal(person["previous_surname"], "").to_numpy()
    surname = _replaced(surname, earlier, _values_at(person["previous_surname"], earlier))
    typed = quirk == life.QUIRK_TYPO
    surname = _replaced(surname, typed, [_typing_error(name) for name in _values_at(surname, typed)])
    swapped = quirk == life.QUIRK_SWAP
    first, last = _values_at(forename, swapped), _values_at(surname, swapped)
    return _replaced(surname, swapped, first), _replaced(forename, swapped, last)


def _numbers(estate: Estate, printed: pa.Array, start: int, quirk: _Ints) -> pa.Array:
    default = quirk == life.QUIRK_DEFAULT
    printed = _replaced(printed, default, [number.DEFAULT_NUMBER] * int(default.sum()))
    missing = quirk == life.QUIRK_NO_NUMBER
    printed = _replaced(printed, missing, [""] * int(missing.sum()))
    relative = quirk == life.QUIRK_RELATIVE
    # the neighbour in the register is most often of the same household: a mother's number on a baby's sample
    neighbour = np.maximum(estate.history.person[start : start + len(quirk)][relative] - 1, 0)
    return _replaced(printed, relative, estate.people["nhs_number"].take(pa.array(neighbour)).to_pylist())


def _typing_error(name: str) -> str:
    middle = max(1, len(name) // 2)
    return name[: middle - 1] + name[middle : middle + 1] + name[middle - 1 : middle] + name[middle + 1 :]


def _values_at(column: pa.ChunkedArray | pa.Array, mask: npt.NDArray[np.bool_]) -> list[str]:
    return list(column.filter(pa.array(mask)).to_pylist())


def _replaced(column: pa.Array, mask: npt.NDArray[np.bool_], values: list[str]) -> pa.Array:
    return pc.replace_with_mask(column, pa.array(mask), pa.array(values, pa.string())) if values else column


def _specimen(estate: Estate, start: int, stop: int) -> dict[str, pa.Array]:
    history, house = estate.history, estate.house
    minute = history.minute[start:stop]
    # turnaround is a property of the specimen, drawn from its serial so that a slice gives what the whole gives
    serial = history.serial[start:stop]
    received = minute + 40 + serial * 7919 % 180
    reported = received + 90 + serial * 104_729 % 1_400
    client = pa.array(history.client[start:stop])
    codes, controllers = ([getattr(one, name) for one in house.clients] for name in ("code", "ods_code"))
    return {
        "specimen_id": _specimen_numbers(house, minute, serial),
        "collected_at": _stamps(minute), "received_at": _stamps(received), "reported_at": _stamps(reported),
        "client_code": pa.array(codes).take(client), "controller": pa.array(controllers).take(client),
        "requester_code": pc.binary_join_element_wise("C", pa.array((3_000_000 + serial * 613 % 400).astype(str)), ""),
    }  # fmt: skip


def _specimen_numbers(house: House, minute: _Ints, serial: _Ints) -> pa.Array:
    year = (minute // 1440).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    if not house.specimen_prefix:
        series = np.array(list("ABCDEFGHJKLMNPQRSTUVWXYZ"))[(serial // 1_000_000) % 24]
        parts = [(year % 100), series, serial % 1_000_000]
        head = np.char.add(np.char.zfill(parts[0].astype(str), 2), parts[1])
        return pa.array(np.char.add(head, np.char.zfill(parts[2].astype(str), 6)))
    return pa.array(np.char.add(house.specimen_prefix, ((year % 100) * 100_000_000 + serial).astype(str)))


def _stamps(minute: _Ints) -> pa.Array:
    """Returns ISO date-times; each day and each clock time is printed once and then joined."""
    day, clock = minute // 1440, minute % 1440
    first = int(day.min()) if len(day) else 0
    last = int(day.max()) if len(day) else 0
    days = pc.strftime(pa.array(np.arange(first, last + 1).astype("datetime64[D]")), format="%Y-%m-%dT")
    clocks = pa.array([f"{one // 60:02d}:{one % 60:02d}:00" for one in range(1440)])
    return pc.binary_join_element_wise(days.take(pa.array(day - first)), clocks.take(pa.array(clock)), "")


def _tests(estate: Estate, tests: slice) -> dict[str, pa.Array]:
    history, house = estate.history, estate.house
    position = history.test[tests]
    index = pa.array(position)
    lines = menu()
    value, status = _results(estate, tests, lines)
    return {
        "test_code": pa.array([line.partner_code if house.partner_codes else line.code for line in lines]).take(index),
        "test_name": pa.array([line.partner_name if house.partner_codes else line.name for line in lines]).take(index),
        "test_class": pa.array([line.test_class for line in lines]).take(index),
        "tier": pa.array([line.tier for line in lines], pa.int8()).take(index),
        "unit": pa.array([line.unit for line in lines]).take(index),
        "range_low": pa.array([_printed(line.low, line) for line in lines]).take(index),
        "range_high": pa.array([_printed(line.high, line) for line in lines]).take(index),
        "value": value, "status": status,
        "value_flag": pa.array(life.FLAGS).take(pa.array(history.flag[tests])),
    }  # fmt: skip


def _printed(value: float, line: MenuTest) -> str:
    return f"{value:.{line.decimals}f}" if line.is_number else ""


def _results(estate: Estate, tests: slice, lines: tuple[MenuTest, ...]) -> tuple[pa.Array, pa.Array]:
    position, value = estate.history.test[tests], estate.history.value[tests]
    text = np.full(len(position), "", dtype=object)
    status = np.where(np.isnan(value), "requested", "resulted").astype(object)
    known = ~np.isnan(value)
    for decimals in sorted({line.decimals for line in lines if line.is_number}):
        chosen = known & np.array([line.is_number and line.decimals == decimals for line in lines])[position]
        text[chosen] = np.char.mod(f"%.{decimals}f", value[chosen])
    words = np.array([[*line.outcomes, *[""] * 8][:8] for line in lines], dtype=object)
    worded = known & np.array([bool(line.outcomes) for line in lines])[position]
    text[worded] = words[position[worded], value[worded].astype(np.int64)]
    narrative = known & np.array([line.is_narrative for line in lines])[position]
    reports, affirms = histology(np.random.default_rng([estate.seed, tests.start]), int(narrative.sum()))
    text[narrative] = reports
    status[np.flatnonzero(narrative)[~np.array(affirms, dtype=bool)]] = "negated"
    return pa.array(text, pa.string()), pa.array(status, pa.string())
