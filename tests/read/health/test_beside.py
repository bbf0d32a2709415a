"""What rows do not tell stands beside them, once."""

from leakassay.model.batch import Batch, Property
from leakassay.read.health.beside import Beside
from leakassay.read.health.record_rows import NO_ROW, ORDER_FIELDS, PERSON_FIELDS, RecordRows


def rows(**person):
    made = RecordRows()
    made.person([person.get(name, "") for name in PERSON_FIELDS])
    made.order([""] * len(ORDER_FIELDS))
    made.add([NO_ROW])
    return made


def test_what_a_row_tells_is_not_told_again_and_the_rest_once():
    beside = Beside()
    beside.add(["TESTER", "GOOD HOPE", " GOOD HOPE", "", "A"])
    beside.add(["Witness One"])
    (batch,) = beside.taken(rows(surname="TESTER"))
    assert isinstance(batch, Batch)
    assert batch.data.column("text").to_pylist() == ["GOOD HOPE\nWitness One"]
    assert list(beside.taken(rows())) == []


def test_counters_and_times_are_a_property_for_ten_digits_of_them_would_look_like_a_persons_number():
    beside = Beside()
    beside.add(["9990000018", "20240603", "x"])
    assert list(beside.taken(rows(forename="ANN"))) == [Property("numbers_beside_records", "9990000018 20240603")]
