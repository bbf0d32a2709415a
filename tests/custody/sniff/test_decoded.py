"""Heads are decoded once, without mark and without half characters."""

from leakassay.custody.sniff.decoded import text_of


def test_text_comes_without_its_mark() -> None:
    assert text_of("Zoë".encode("utf-16")) == "Zoë"
    assert text_of("Zoë".encode("utf-8-sig")) == "Zoë"


def test_half_a_character_at_the_end_is_left_out() -> None:
    assert text_of("aaa é".encode()[:-1]) == "aaa "


def test_binary_is_no_text() -> None:
    assert text_of(bytes(range(256)) * 4) is None


def test_an_archive_of_stored_texts_is_no_text() -> None:
    """In the head of a stored zip stands the text of its first member; it is the member's, not the archive's."""
    assert text_of(b"PK\x03\x04\x14\x00" + b"a,b,c\n1,2,3\n" * 40) is None
