"""RECORD batches in the making."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import RECORD_FIELDS, Shape
from leakassay.read.health.record_rows import ORDER_FIELDS, PERSON_FIELDS, ROW_FIELDS, RecordRows, Texts, due

ROW = st.lists(st.text(max_size=5), min_size=len(ROW_FIELDS), max_size=len(ROW_FIELDS))


def test_the_three_groups_of_fields_make_up_the_vocabulary():
    """Each field of the contract stands in exactly one group."""
    assert sorted(PERSON_FIELDS + ORDER_FIELDS + ROW_FIELDS) == sorted(RECORD_FIELDS)


def test_rows_carry_the_person_and_order_that_stood_before_them():
    """Two people, one row each: subject 0 and 1."""
    rows = RecordRows()
    for surname in ("ALPHA", "BETA"):
        rows.person([surname if name == "surname" else "" for name in PERSON_FIELDS])
        rows.order([surname + "-LAB" if name == "specimen_id" else "" for name in ORDER_FIELDS])
        rows.add([["x"] * len(ROW_FIELDS)])
    batch = rows.take()
    assert batch is not None
    assert batch.shape is Shape.RECORD
    assert batch.data.column("surname").to_pylist() == ["ALPHA", "BETA"]
    assert batch.data.column("specimen_id").to_pylist() == ["ALPHA-LAB", "BETA-LAB"]
    assert batch.data.column("subject").to_pylist() == [0, 1]


def test_people_keep_counting_and_rows_keep_their_number_after_a_batch_is_taken():
    """A second batch of a unit starts where the first ended."""
    rows = RecordRows()
    rows.person([""] * len(PERSON_FIELDS))
    rows.add([[""] * len(ROW_FIELDS)] * 3)
    rows.take()
    rows.person([""] * len(PERSON_FIELDS))
    rows.add([[""] * len(ROW_FIELDS)])
    batch = rows.take()
    assert batch is not None
    assert (batch.first_row, batch.data.column("subject").to_pylist()) == (3, [1])


def test_nothing_collected_gives_no_batch():
    """An empty take is None, twice."""
    rows = RecordRows()
    assert rows.take() is None
    assert rows.take() is None


@given(st.lists(ROW, min_size=1, max_size=5))
@settings(deadline=None)
def test_any_strings_become_valid_arrow_with_empty_as_null(values):
    """Also lone surrogates; a row about nobody has subject -1."""
    rows = RecordRows()
    rows.add(values)
    batch = rows.take()
    assert batch is not None
    batch.data.validate(full=True)
    assert batch.data.schema.names == [*RECORD_FIELDS, "subject"]
    assert batch.data.column("subject").to_pylist() == [-1] * len(values)
    assert [cell is None for cell in batch.data.column("test_code").to_pylist()] == [not row[0] for row in values]


def test_a_lone_surrogate_does_not_stop_a_batch():
    """Broken charsets give them."""
    rows = RecordRows()
    rows.add([["\ud800"] * len(ROW_FIELDS)])
    batch = rows.take()
    assert batch is not None
    assert batch.data.column("result").to_pylist() == ["?"]


def test_long_text_is_cut_at_line_ends_and_nothing_is_lost():
    """A log of 3 MB without a message."""
    texts, log = Texts("log"), "a line of a log\n" * 200_000
    texts.add(log)
    texts.add("")
    assert texts.is_full
    (batch,) = texts.take()
    rows = batch.data.column("text").to_pylist()
    assert "".join(rows) == log
    assert max(map(len, rows)) <= 1 << 20
    assert list(texts.take()) == []


def test_what_is_due_is_what_is_full_and_at_the_end_everything_rows_first():
    rows, texts = RecordRows(), Texts("outside")
    rows.person(["ALPHA" if name == "surname" else "" for name in PERSON_FIELDS])
    rows.order([""] * len(ORDER_FIELDS))
    rows.add([["x"] * len(ROW_FIELDS)])
    texts.add("waits")
    assert list(due(rows, texts)) == []
    assert [batch.shape for batch in due(rows, texts, at_end=True)] == [Shape.RECORD, Shape.TEXT]
    assert list(due(rows, texts, at_end=True)) == []
