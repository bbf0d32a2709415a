"""Each kind of leak has the traits that tell it from the others."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leakassay.exercise.estate.number import is_valid
from leakassay.exercise.estate.person import FABRICATED_FROM, draw_people
from leakassay.exercise.estate.record import records
from leakassay.exercise.leak.kind import PARTS, RECYCLED_UNTIL, forge, parts

PEOPLE = draw_people(np.random.default_rng(2), 400)


def rows_of(kind: str) -> pa.Table:
    part = parts(kind, PEOPLE, 2_000, 1)[0]
    return records(part.estate, 0, part.estate.specimens)


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_the_parts_share_out_every_event(kind: str):
    assert sum(len(part.estate.history.test) for part in parts(kind, PEOPLE, 1_999, 1)) == 1_999


def test_a_mixed_leak_has_all_four_kinds_in_folders_whose_names_say_nothing():
    assert {kind for _, kind, _ in PARTS["mixed"]} == {"ours", "partner", "recycled", "fabricated"}
    assert all(folder.startswith("disk") for parts_ in PARTS.values() for folder, _, _ in parts_)


def test_a_recycled_leak_ends_years_earlier_and_names_nobody_unborn():
    rows = rows_of("recycled")
    assert pc.max(rows["collected_at"]).as_py()[:10] <= str(RECYCLED_UNTIL)
    assert all(row["date_of_birth"] < row["collected_at"] for row in rows.to_pylist())


def test_a_partner_has_the_same_people_under_other_codes():
    ours, theirs = rows_of("ours"), rows_of("partner")
    assert not set(ours["test_code"].to_pylist()) & set(theirs["test_code"].to_pylist())
    assert set(theirs["person_id"].to_pylist()) <= set(range(400))


def test_a_forgers_numbers_are_random_digits_or_belong_to_somebody_else():
    forged = forge(np.random.default_rng(1), PEOPLE, 300)
    known = set(PEOPLE["nhs_number"].to_pylist())
    numbers = forged["nhs_number"].to_pylist()
    stolen = [number for number in numbers if number in known]
    invented = np.array([int(number) for number in numbers if number not in known])
    assert 100 < len(stolen) < 200
    assert is_valid(invented).mean() < 0.2
    assert pc.min(forged["person_id"]).as_py() == FABRICATED_FROM
