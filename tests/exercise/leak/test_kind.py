"""Each kind of leak has the traits that tell it from the others, in as many stretches of time as its size needs."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leakassay.exercise.estate import stretch
from leakassay.exercise.estate.house import practices_of
from leakassay.exercise.estate.number import is_valid
from leakassay.exercise.estate.person import FABRICATED_FROM, draw_people
from leakassay.exercise.estate.record import records
from leakassay.exercise.leak.kind import PARTS, RECYCLED_UNTIL, Part, parts
from leakassay.reference import ods

PEOPLE = draw_people(np.random.default_rng(2), 400)


def rows_of(part: Part) -> pa.Table:
    return pa.concat_tables([records(estate, 0, estate.specimens) for estate in part.estates()])


def first_of(kind: str) -> pa.Table:
    return rows_of(parts(kind, PEOPLE, 2_000, 1)[0])


@pytest.fixture
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "EVENTS_AT_ONCE", 300)


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_the_parts_share_out_every_event(kind: str):
    made = parts(kind, PEOPLE, 1_999, 1)
    assert sum(part.events for part in made) == 1_999
    assert [rows_of(part).num_rows for part in made] == [part.events for part in made]


@pytest.mark.usefixtures("small_stretches")
@pytest.mark.parametrize("kind", ["ours", "mixed"])
def test_stretches_share_out_every_event_and_rise_in_time_and_number(kind: str):
    for part in parts(kind, PEOPLE, 5_000, 1):
        estates = list(part.estates())
        assert sum(len(estate.history.test) for estate in estates) == part.events
        labels = [estate.label for estate in estates]
        assert len(set(labels)) == len(labels) > 3 or part.events < 1_000
        minutes = np.concatenate([estate.history.minute for estate in estates])
        assert (np.diff(minutes) >= 0).all()
        specimens = [records(estate, 0, estate.specimens)["specimen_id"].to_pylist() for estate in estates]
        if part.grade is None:
            every = list(dict.fromkeys(number for piece in specimens for number in piece))
            assert every == sorted(every)
            assert len(every) == sum(estate.specimens for estate in estates)


@pytest.mark.usefixtures("small_stretches")
def test_every_stretch_is_drawn_by_itself():
    estates = list(parts("ours", PEOPLE, 5_000, 1)[0].estates())
    assert len({tuple(estate.history.client[:20].tolist()) for estate in estates}) == len(estates)
    assert len({estate.seed for estate in estates}) == len(estates)


@pytest.mark.usefixtures("small_stretches")
def test_specimens_start_anew_each_calendar_year():
    (part, _) = parts("ours", PEOPLE, 6_000, 1)
    seen: dict[int, int] = {}
    for estate in part.estates():
        year = int(estate.label[:4])
        seen.setdefault(year, int(estate.history.serial[0]))
    assert len(seen) == 5
    assert all(first <= 6 for first in seen.values())


def test_the_same_part_gives_the_same_estates_again():
    (part, _) = parts("ours", PEOPLE, 2_000, 1)
    assert rows_of(part).equals(rows_of(part))
    assert not rows_of(part).equals(rows_of(parts("ours", PEOPLE, 2_000, 2)[0]))


def test_a_small_part_is_one_estate_without_a_label():
    assert [estate.label for estate in parts("ours", PEOPLE, 2_000, 1)[0].estates()] == [""]


def test_two_extracts_of_one_laboratory_share_no_specimen_number():
    one, other = (set(rows_of(part)["specimen_id"].to_pylist()) for part in parts("ours", PEOPLE, 4_000, 1))
    assert not one & other


def test_a_mixed_leak_has_all_four_kinds_in_folders_whose_names_say_nothing():
    assert {planned.origin for planned in PARTS["mixed"]} == {"ours", "partner", "recycled", "fabricated"}
    assert all(planned.folder.startswith("disk") for plan in PARTS.values() for planned in plan)


def test_a_recycled_leak_ends_years_earlier_and_names_nobody_unborn():
    rows = first_of("recycled")
    assert pc.max(rows["collected_at"]).as_py()[:10] <= str(RECYCLED_UNTIL)
    births = dict(zip(PEOPLE["person_id"].to_pylist(), PEOPLE["date_of_birth"].to_pylist(), strict=True))
    assert all(births[row["person_id"]] < row["collected_at"] for row in rows.to_pylist())


def test_a_partner_has_the_same_people_under_other_codes():
    ours, theirs = first_of("ours"), first_of("partner")
    assert not set(ours["test_code"].to_pylist()) & set(theirs["test_code"].to_pylist())
    assert set(theirs["person_id"].to_pylist()) <= set(range(400))


def test_a_fabricated_leak_has_one_folder_for_each_grade_of_forger():
    made = parts("fabricated", PEOPLE, 4_000, 1)
    assert [(part.folder, part.grade) for part in made] == [("disk1", 1), ("disk2", 2), ("disk3", 3), ("disk4", 4)]
    ids = [person for part in made for person in part.people["person_id"].to_pylist()]
    assert ids == list(range(FABRICATED_FROM, FABRICATED_FROM + len(ids)))
    assert all(part.grade is None for part in parts("ours", PEOPLE, 400, 1))


def test_only_the_best_forger_makes_mistakes_at_the_desk():
    quirks = [
        any(estate.history.quirk.any() for estate in part.estates()) for part in parts("fabricated", PEOPLE, 8_000, 1)
    ]
    assert quirks == [False, False, False, True]


def test_the_worst_forgers_numbers_fail_their_check_digit():
    rows = first_of("fabricated")
    numbers = np.array([int(number) for number in pc.unique(rows["nhs_number"]).to_pylist()])
    assert is_valid(numbers).mean() < 0.25


def test_with_a_reference_file_the_controllers_are_those_of_the_file():
    part = parts("ours", PEOPLE, 2_000, 1, ods.load_small())[0]
    assert set(rows_of(part)["controller"].to_pylist()) <= set(ods.load_small())
    assert len(practices_of(part.house)) > 20
