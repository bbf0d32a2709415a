"""The person as a specimen shows them: the name, number and address of that day, and what went wrong at the desk."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate import history as life
from leakassay.exercise.estate import share, slip
from leakassay.exercise.estate.history import History
from leakassay.exercise.estate.number import DEFAULT_NUMBER

Columns = dict[str, pa.Array]
_Mask = npt.NDArray[np.bool_]
_BABIES = ("BABY", "BABY", "INFANT", "BABY {sex}")
"""How forenames of newborns are registered, by person."""
_SLIPS: tuple[tuple[int, str, Callable[[str], str]], ...] = (
    (life.QUIRK_TYPO, "surname", slip.in_name), (life.QUIRK_NUMBER_TYPO, "nhs_number", slip.in_number),
    (life.QUIRK_BIRTHDAY, "date_of_birth", slip.in_birthday), (life.QUIRK_POSTCODE_TYPO, "postcode", slip.in_postcode),
)  # fmt: skip


def printed(people: pa.Table, history: History, start: int, stop: int, names: tuple[str, ...]) -> Columns:
    """Returns one value per specimen of `names` (columns of `PEOPLE`), plus `subject` and `person_id`.

    Args:
        people: the register, by the schema `PEOPLE`.
        history: the specimens.
        start: first specimen.
        stop: the one after the last.
        names: identifying columns, surname, forename, nhs_number, address and postcode among them.
    """
    rows = history.person[start:stop]
    person = people.take(pa.array(rows)).combine_chunks()
    columns: Columns = {name: _flat(person[name]) for name in names}
    day = (history.minute[start:stop] // 1440).astype("datetime64[D]")
    quirk = history.quirk[start:stop]
    _as_then(columns, person, day, quirk)
    _newborns(columns, people, person, day)
    _mistaken(columns, people, rows, quirk)
    columns["subject"] = _flat(pc.invert(person["test_patient"]))
    columns["person_id"] = _flat(person["person_id"])
    return columns


def _as_then(columns: Columns, person: pa.Table, day: npt.NDArray[np.datetime64], quirk: npt.NDArray[np.int64]) -> None:
    """Puts what held before a change on specimens of before; the maiden name also where it was asked for by mistake."""
    for column, earlier, until in (
        ("nhs_number", "superseded_number", "superseded_until"),
        ("address", "earlier_address", "moved_on"),
        ("postcode", "earlier_postcode", "moved_on"),
        ("surname", "previous_surname", "renamed_on"),
    ):
        before = _before(person[until], day)
        if column == "surname":
            before |= (quirk == life.QUIRK_PREVIOUS) & pc.not_equal(person[until], "").to_numpy()
        columns[column] = _replaced(columns[column], before, _flat(person[earlier]))


def _before(until: pa.ChunkedArray, day: npt.NDArray[np.datetime64]) -> _Mask:
    changed = np.flatnonzero(pc.not_equal(until, "").to_numpy())
    before = np.zeros(len(day), dtype=bool)
    if len(changed):
        dates = until.take(pa.array(changed)).cast(pa.date32()).to_numpy()
        before[changed] = day[changed] < dates
    return before


def _newborns(columns: Columns, people: pa.Table, person: pa.Table, day: npt.NDArray[np.datetime64]) -> None:
    mother = person["mother_id"].to_numpy()
    young = np.flatnonzero(mother >= 0)
    born = person["date_of_birth"].take(pa.array(young)).cast(pa.date32()).to_numpy()
    young = young[(day[young] - born).astype(np.int64) <= life.NEWBORN_DAYS]
    if len(young) == 0:
        return
    ids, sexes = (person[name].take(pa.array(young)).to_pylist() for name in ("person_id", "sex"))
    said = [_BABIES[one % len(_BABIES)] for one in ids]
    words = {"F": "GIRL", "M": "BOY"}
    forenames = [text.format(sex=words[sex]) for text, sex in zip(said, sexes, strict=True)]
    mask = np.zeros(len(day), dtype=bool)
    mask[young] = True
    columns["forename"] = _replaced(columns["forename"], mask, pa.array(forenames, pa.string()), packed=True)
    # person ids are positions in the estate of whoever has a mother there
    mothers = people["nhs_number"].take(pa.array(mother[young]))
    under = [one * 7919 % 100 < share.of("newborn_number") * 100 for one in ids]
    numbers = pc.if_else(pa.array(under), _flat(mothers), "")
    columns["nhs_number"] = _replaced(columns["nhs_number"], mask, _flat(numbers), packed=True)


def _mistaken(columns: Columns, people: pa.Table, rows: npt.NDArray[np.int64], quirk: npt.NDArray[np.int64]) -> None:
    for kind, name, wrong in _SLIPS:
        # nothing to mistype in an empty field
        here = (quirk == kind) & pc.not_equal(columns[name], "").to_numpy(zero_copy_only=False)
        typed = [wrong(value) for value in columns[name].filter(pa.array(here)).to_pylist()]
        columns[name] = _replaced(columns[name], here, pa.array(typed, pa.string()), packed=True)
    swapped = quirk == life.QUIRK_SWAP
    surname, forename = columns["surname"], columns["forename"]
    columns["surname"] = _replaced(surname, swapped, forename)
    columns["forename"] = _replaced(forename, swapped, surname)
    for kind, number in ((life.QUIRK_DEFAULT, DEFAULT_NUMBER), (life.QUIRK_NO_NUMBER, "")):
        columns["nhs_number"] = _flat(pc.if_else(pa.array(quirk == kind), number, columns["nhs_number"]))
    relative = quirk == life.QUIRK_RELATIVE
    # the neighbour in the register is most often of the same household
    neighbours = people["nhs_number"].take(pa.array(np.where(rows[relative] > 0, rows[relative] - 1, 1)))
    columns["nhs_number"] = _replaced(columns["nhs_number"], relative, _flat(neighbours), packed=True)
    # without a number of its own a field holds no other country's number either
    if "chi_number" in columns:
        nameless = quirk == life.QUIRK_NO_NUMBER
        columns["chi_number"] = _flat(pc.if_else(pa.array(nameless), "", columns["chi_number"]))


def _replaced(column: pa.Array, mask: _Mask, values: pa.Array, *, packed: bool = False) -> pa.Array:
    """Returns the column with `values` where the mask holds; `packed` values stand for the masked rows only."""
    if not mask.any():
        return column
    return pc.replace_with_mask(column, pa.array(mask), values if packed else values.filter(pa.array(mask)))


def _flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
