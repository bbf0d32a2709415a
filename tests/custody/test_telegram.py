"""Files that messages name and nobody has, and numbers that lack between two parts of an archive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from case.shop import rows
from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.custody.telegram import Reference, missing, references

THERE = frozenset({b"e/result.json", b"e/files/a.7z.001", b"e/files/a.7z.004", b"e/photos/p.jpg", b"other/files/b.pdf"})


def test_what_lies_beside_the_export_is_there_and_what_lies_elsewhere_is_not() -> None:
    said = [Reference(b"photos/p.jpg"), Reference(b"files/b.pdf"), Reference(b"files/b.pdf")]
    assert missing(said, b"e/", frozenset(THERE - {b"e/files/a.7z.004"})) == [b"files/b.pdf"]


def test_numbers_between_parts_are_named_though_no_message_speaks_of_them() -> None:
    said = [Reference(b"files/a.7z.001"), Reference(b"a.7z.003", left_out=True)]
    assert missing(said, b"e/", THERE) == [b"a.7z.003", b"files/a.7z.002"]


def test_a_file_that_was_left_out_and_put_beside_it_later_is_there() -> None:
    assert missing([Reference(b"a.7z.001", left_out=True)], b"e/", frozenset({b"e/files/a.7z.001"})) == []
    assert missing([Reference(b"a.7z.001", left_out=True)], b"e/", frozenset()) == [b"a.7z.001"]


def test_parts_of_rar_and_an_export_at_the_top() -> None:
    there = frozenset({b"x.part1.rar", b"x.part3.rar"})
    assert missing([], b"", there) == [b"x.part2.rar"]


def test_a_number_beyond_measure_makes_no_gaps() -> None:
    assert missing([], b"", frozenset({b"x.7z.001", b"x.7z.9999"})) == []


@given(st.lists(st.binary(max_size=12)), st.frozensets(st.binary(max_size=12)), st.sampled_from([b"", b"e/"]))
def test_any_names_give_each_missing_one_once(said: list[bytes], there: frozenset[bytes], folder: bytes) -> None:
    found = missing([Reference(one) for one in said], folder, there)
    assert len(found) == len(set(found))
    assert {one for one in said if folder + one not in there} <= set(found)


def test_references_come_from_the_properties_in_the_order_of_messages() -> None:
    said = [
        {"item_id": 5, "part": "b", "row": 2, "name": "telegram_message_id"},
        {"item_id": 5, "part": "a", "row": 7, "name": "telegram_message_id"},
        {"item_id": 5, "part": "a", "row": 7, "name": "telegram_left_out"},
        {"item_id": 5, "part": "", "row": 0, "name": "author"},
    ]
    shelf = Shelf(MemoryStore({"document_property": rows("document_property", *said)}))
    assert references(shelf) == {5: [Reference(b"b"), Reference(b"a", left_out=True)]}
