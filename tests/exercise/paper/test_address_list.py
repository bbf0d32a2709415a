"""An address list holds its people and the seeded rows."""

import csv
import io

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.address_list import CANARY_FROM, HEADER, address_list


def test_canaries_stand_among_the_people_and_count_as_nobody(estate: Estate):
    document = address_list("x.csv", records(estate, 0, 20), ["9990000018", "9990000026"])
    rows = list(csv.DictReader(io.StringIO(document.data.decode())))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == 22
    assert [row["NHS Number"] for row in rows[10:12]] == ["9990000018", "9990000026"]
    assert document.records is not None
    seeded = [row for row in document.records.to_pylist() if row["person_id"] >= CANARY_FROM]
    assert [row["subject"] for row in seeded] == [False, False]
