"""Counts as intervals: low ≤ best ≤ high in every stratum, with reasons."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.profile.organisation import Numbers
from resolve.estate import EMMA, FIRST, JANE, JOHN, PROFILE, interval, person, resolved, shelf, sightings, table

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "nhs_number": st.sampled_from([None, JOHN, JANE, EMMA]),
            "surname": st.sampled_from([None, "SMITH", "SMYTH", "OKAFOR"]),
            "forename": st.sampled_from([None, "JOHN", "J", "ADA"]),
            "date_of_birth": st.sampled_from([None, date(1980, 1, 2), date(1980, 2, 1), date(2005, 6, 7)]),
            "postcode": st.sampled_from([None, "SE1 9RT"]),
            "item_id": st.sampled_from([1, 2]),
            "person_type": st.sampled_from(["patient", "unknown", "staff"]),
        }
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_low_best_and_high_are_in_order_in_every_stratum(rows):
    answer = resolved(*rows)
    for row in answer.table("estimate").to_pylist():
        assert 0 <= row["low"] <= row["best"] <= row["high"]
        assert row["driver"]
    subjects = [row["person_type"] for row in answer.table("subject").to_pylist()]
    assert "conflict" in subjects or interval(answer)[1] == len(subjects)


def test_every_stratum_that_a_reader_looks_for_has_a_row():
    strata = set(resolved().table("estimate")["stratum"].to_pylist())
    assert {"*", "ours", "fabricated", "test_range", "nhs_number", "name"} <= strata


def test_requested_and_resulted_are_counted_apart():
    events = [
        {"event_id": place, "sighting_id": FIRST + place, "item_id": 1, "test_class": "HIV", "status": status}
        for place, status in enumerate(("requested", "resulted"))
    ]
    answer = resolved(person(JOHN), person(JANE, surname="OKAFOR", forename="ADA"), events=events)
    assert interval(answer, "HIV") == (2, 2, 2)
    assert interval(answer, "HIV resulted") == (1, 1, 1)


def test_test_numbers_are_set_aside_if_the_profile_says_so():
    aside = PROFILE.model_copy(update={"numbers": Numbers(test_range="set_aside")})
    rows = person(JOHN), person("4000000004", surname="OKAFOR", forename="ADA")
    assert interval(resolved(*rows))[1] == 2
    answer = resolved(*rows, profile=aside)
    assert (interval(answer)[1], interval(answer, "test_range")[1]) == (1, 1)
    assert answer.table("subject").num_rows == 2


def test_the_driver_names_what_was_not_read():
    items = [{"item_id": 1, "own_bytes": 100, "bytes_read": 50, "outcome": "read_partly"}]
    (driver,) = {row["driver"] for row in resolved(items=items).table("estimate").to_pylist()}
    assert "1 items (copies counted once) and 50.0 % of the bytes were not read in full" in driver


def test_a_forger_who_borrows_a_number_is_not_counted_and_its_owner_is():
    items = [{"item_id": n, "partition_id": n, "own_bytes": 1, "bytes_read": 1, "outcome": "read"} for n in (1, 2)]
    tables = {
        "sighting": table("sighting", sightings([
            person(JOHN), person(JOHN, surname="OKAFOR", forename="ADA", date_of_birth=date(2001, 2, 3), item_id=2),
        ])),
        "event": table("event", []),
        "item": table("item", items),
        "partition": table("partition", [{"partition_id": n, "partition": f"disk{n}"} for n in (1, 2)]),
        "assessment": table("assessment", [
            {"partition": "disk1", "favours": "ours"}, {"partition": "disk2", "favours": "fabricated"},
        ]),
    }  # fmt: skip
    answer = shelf(tables)
    assert [row["person_type"] for row in answer.table("subject").to_pylist()] == ["conflict"]
    assert interval(answer) == interval(answer, "ours") == (1, 1, 1)
    assert interval(answer, "fabricated") == (1, 1, 1)


def test_a_test_patient_is_a_person_in_the_high_end_at_most():
    answer = resolved(person(JOHN), person(JANE, surname="ZZTEST", forename="PATIENT"))
    assert interval(answer) == interval(answer, "cannot tell") == (1, 1, 2)
    assert interval(answer, "test") == (1, 1, 1)
    driver = next(row["driver"] for row in answer.table("estimate").to_pylist() if row["stratum"] == "*")
    assert "1 more if records filed under names of test patients are people's" in driver


def test_a_mistyped_name_makes_no_person_of_a_test_patient():
    right, wrong = (person(JANE, surname=name, forename="PATIENT") for name in ("ZZTEST", "ZZETST"))
    swapped = person(JANE, surname="PATIENT", forename="ZZTEST")
    assert interval(resolved(right, swapped, wrong)) == (0, 0, 1)


def test_a_number_that_a_real_name_shares_with_a_test_patient_is_a_persons():
    answer = resolved(person(JOHN), person(JOHN, surname="ZZTEST", forename="PATIENT"))
    assert [row["person_type"] for row in answer.table("subject").to_pylist()] == ["patient"]
