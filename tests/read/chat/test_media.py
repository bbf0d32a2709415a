"""Files of a message: those that are there, those that the export left out, those inside of objects."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Property
from leakassay.read.chat.media import NAME_CHARACTERS, Reference, properties, references

LEFT_OUT = "(File not included. Change data exporting settings to download.)"


def test_files_and_pictures_are_references() -> None:
    message = {
        "id": 5,
        "file": "files/a.7z.001",
        "thumbnail": "files/a_thumb.jpg",
        "media": [{"photo": "photos/p.jpg"}],
    }
    assert [one.path for one in references(message)] == ["files/a.7z.001", "files/a_thumb.jpg", "photos/p.jpg"]


def test_a_file_that_was_left_out_has_its_name_or_one_made_from_the_message() -> None:
    named = {"id": 5, "file": LEFT_OUT, "file_name": "a.7z.003", "thumbnail": LEFT_OUT}
    assert list(references(named)) == [Reference("a.7z.003", left_out=True)]
    too_large = {"id": 6, "photo": "(File exceeds maximum size. Change data exporting settings to download.)"}
    assert list(references(too_large)) == [Reference("photo of message 6", left_out=True)]


def test_properties_carry_id_date_and_path() -> None:
    found = list(properties(Reference("f", left_out=True), "5", "2024-06-20T10:00:00", 3))
    assert found[0] == Property("telegram_message_id", "5", "f", 3)
    assert [one.name for one in found] == ["telegram_message_id", "telegram_date", "telegram_left_out"]
    assert [one.name for one in properties(Reference("f"), "5", "", 3)] == ["telegram_message_id"]


@given(
    st.recursive(st.text() | st.integers(), lambda v: st.lists(v) | st.dictionaries(st.sampled_from(["file", "x"]), v))
)
def test_hostile_messages_give_names_of_a_measure(message: object) -> None:
    for one in references(message):
        assert len(one.path.encode()) <= NAME_CHARACTERS * 4


def test_a_name_with_half_a_character_is_text() -> None:
    assert next(references({"file": "a\ud800" + "b" * 5000})).path.startswith("a?b")
