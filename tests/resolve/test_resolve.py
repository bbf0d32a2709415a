"""Resolve end to end on a small estate: three controllers, several origins, shuffled rows."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest

from resolve.estate import EMMA, FIRST, JANE, JOHN, interval, person, resolved, shelf, sightings, table

TABLES = ("membership", "subject", "exposure", "controller_map", "estimate")
PEOPLE = [
    person(JOHN, postcode="SE1 9RT"),
    person(surname="SMYTH", postcode="SE1 9RT", item_id=2),
    person(JANE, forename="JANE", telephone="07700900123"),
    person(JANE, surname="OKAFOR", forename="ADA", item_id=3) | {"date_of_birth": date(2010, 5, 6)},
    person(EMMA, surname="GREEN", forename="EMMA", item_id=3) | {"date_of_birth": date(2010, 5, 6)},
    {"telephone": "07700900123"},
]
CLIENTS = ("EGH", "MILL", "LARK", None)


def estate(seed: int | None = None, high: int = 0):
    """Tables of one estate; rows shuffled by the seed, ids moved up by `high`."""
    people = [row | {"sighting_id": row["sighting_id"] + high} for row in sightings(PEOPLE)]
    events = [
        {
            "event_id": place + high, "sighting_id": FIRST + place + high, "item_id": 1, "test_class": "HIV", "tier": 4,
            "status": "requested" if place % 2 else "resulted", "client_code": client,
            "collected_at": datetime.fromisoformat(f"2024-01-0{1 + place}T09:00:00"),
        }
        for place, client in enumerate(CLIENTS)
    ]  # fmt: skip
    items = [
        {"item_id": n, "partition_id": n + high, "own_bytes": 1, "bytes_read": 1, "outcome": "read"} for n in (1, 2, 3)
    ]
    parts = [{"partition_id": n + high, "partition": f"disk{n}"} for n in (1, 2, 3)]
    verdicts = [
        {"partition": f"disk{n}", "favours": word} for n, word in ((1, "partner"), (2, "ours"), (3, "fabricated"))
    ]
    rows = {"sighting": people, "event": events, "item": items, "partition": parts, "assessment": verdicts}
    if seed is not None:
        for listed in rows.values():
            random.Random(seed).shuffle(listed)
    return {name: table(name, listed) for name, listed in rows.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(seed):
    first, second = shelf(estate()), shelf(estate(seed))
    for name in TABLES:
        assert second.table(name).equals(first.table(name)), name


def test_the_largest_ids_resolve_like_others():
    """Ids have 63 bits; the largest come close to what a signed integer holds."""
    answer = shelf(estate(high=(1 << 63) - (1 << 20)))
    assert interval(answer) == interval(shelf(estate()))


def test_somebody_in_two_partitions_takes_the_more_serious_origin():
    subjects = {row["nhs_number"]: row for row in shelf(estate()).table("subject").to_pylist()}
    assert {number: row["origin"] for number, row in subjects.items()} == {
        JOHN: "ours",
        JANE: "partner",
        EMMA: "fabricated",
    }
    assert subjects[JOHN]["controllers"] == "X01 X02"
    assert (subjects[EMMA]["child"], subjects[JOHN]["child"], subjects[JANE]["child"]) == (True, False, None)
    assert all(row["test_range"] and row["deceased"] is None for row in subjects.values())


def test_the_fabricated_are_counted_on_a_line_of_their_own():
    answer = shelf(estate())
    assert interval(answer, "fabricated")[1] == 2  # EMMA, and whoever stands under JANE's number there alone
    assert interval(answer)[1] == 2  # JOHN and JANE, whose number somebody borrowed
    assert [interval(answer, code)[1] for code in ("X01", "X02", "X03")] == [1, 1, 1]


def test_exposure_keeps_the_most_telling_status():
    rows = [row for row in shelf(estate()).table("exposure").to_pylist() if row["category"] == "HIV"]
    assert sorted((row["status"], row["sightings"], row["tier"]) for row in rows) == [("resulted", 2, 4)] * 2


def test_every_sighting_has_a_membership_and_every_member_its_subject():
    answer = shelf(estate())
    membership = answer.table("membership").to_pylist()
    assert len(membership) == len(PEOPLE)
    named = {row["subject_id"] for row in membership} - {None}
    assert named == set(answer.table("subject")["subject_id"].to_pylist())


def test_an_empty_estate_resolves_to_nobody():
    answer = resolved()
    assert answer.table("subject").num_rows == 0
    assert interval(answer) == (0, 0, 0)
