"""The planted contents: copies count once, hashes go before paths, and the copy with the sightings stands."""

import pyarrow as pa
import pytest

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.ledger import ledger, places
from leakassay.exercise.scoring.source import of

_FIELDS = ("item_path", "sha256", "duplicate_of", "partition", "format", "outcome", "reason", "named_person")


def _key(*rows: tuple[object, ...]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(_FIELDS, row, strict=True)) for row in rows])


@pytest.fixture
def small(answer_key: AnswerKey) -> AnswerKey:
    items = _key(
        ("d/a.csv", "1", "", "d", "csv", "read", "", None),
        ("d/copy.csv", "1", "d/a.csv", "d", "csv", "read", "", None),
        ("d/b.zip", "2", "", "d", "zip", "read", "", None),
        ("d/b.zip!/cut.pdf", "3", "", "d", "pdf", "read_partly", "truncated", 7),
    )
    return AnswerKey(answer_key.folder, items, answer_key.partitions, answer_key.canaries, {})


def test_what_lies_in_a_copy_stands_where_the_first_does():
    rows = [
        {"item_path": "a.zip", "sha256": "1", "duplicate_of": ""},
        {"item_path": "a.zip!/sealed.txt", "sha256": "", "duplicate_of": ""},
        {"item_path": "b.zip", "sha256": "1", "duplicate_of": ""},
        {"item_path": "b.zip!/sealed.txt", "sha256": "", "duplicate_of": ""},
        {"item_path": "c.txt", "sha256": "2", "duplicate_of": ""},
    ]
    assert places(pa.Table.from_pylist(rows)) == {
        "a.zip": "a.zip", "a.zip!/sealed.txt": "a.zip!/sealed.txt",
        "b.zip": "a.zip", "b.zip!/sealed.txt": "a.zip!/sealed.txt", "c.txt": "c.txt",
    }  # fmt: skip


def test_the_copy_with_the_sightings_stands_for_its_content(small: AnswerKey):
    items = pa.table({"item_id": [1, 2, 9], "item_path": ["d/a.csv", "d/copy.csv", "d/unknown"],
                      "sha256": ["1", "1", "99"], "outcome": ["known_file", "read", "read"]})  # fmt: skip
    found = ledger(of({"items": items, "sightings": pa.table({"item_id": [2, 2]})}), small)
    assert found.item_ids.to_pylist() == [2]
    assert (found.contents[0].said, found.strangers) == ("read", 1)


def test_a_content_knows_what_it_is(small: AnswerKey):
    nothing = {"items": pa.table({"item_id": pa.array([], pa.int64()), "item_path": pa.array([], pa.string()),
                                  "sha256": pa.array([], pa.string()), "outcome": pa.array([], pa.string())}),
               "sightings": pa.table({"item_id": pa.array([], pa.int64())})}  # fmt: skip
    found = ledger(of(nothing), small)
    first, container, cut = found.contents
    assert (first.leaf, container.leaf, cut.leaf) == (True, False, True)
    assert (first.damaged, cut.damaged, cut.named, cut.opened) == (False, True, 7, False)
    assert found.places_where(damaged=True).to_pylist() == [2]
    assert found.formats == ["csv", "pdf", "zip"]


def test_rows_are_counted_by_format(small: AnswerKey):
    items = pa.table({"item_id": [1], "item_path": ["d/a.csv"], "sha256": [b"\x01"], "outcome": ["read"]})
    found = ledger(of({"items": items, "sightings": pa.table({"item_id": pa.array([], pa.int64())})}), small)
    rows = pa.table({"place": pa.array([0, 0, 2], pa.int32()), "n": [5, 6, 7]})
    assert found.by_format(rows) == {"csv": 2, "pdf": 1, "zip": 0}
    assert found.by_format(rows, "n") == {"csv": 11, "pdf": 7, "zip": 0}
