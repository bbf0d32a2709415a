"""Recoding to UTF-8 loses nothing and counts what it cannot decode."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.text_encoding import ascii_share, to_utf8
from leakassay.values.text_encoding import UNKNOWN


def test_a_windows_line_in_a_utf8_file_is_decoded_on_its_own() -> None:
    content, lost = to_utf8("é\n".encode() + b"caf\xe9\n", "utf-8")
    assert (content.decode(), lost) == ("é\ncafé\n", 0)


def test_half_a_surrogate_pair_is_counted_as_lost() -> None:
    content, lost = to_utf8("ab".encode("utf-16-le") + b"\x00\xd8", "utf-16-le")
    assert content.decode().startswith("ab")
    assert lost == 2


def test_an_unknown_encoding_keeps_its_ascii_and_owns_up_to_the_rest() -> None:
    raw = b"NHS 9990000018 " + "試験".encode("shift_jis")
    content, lost = to_utf8(raw, UNKNOWN)
    assert b"9990000018" in content
    assert lost == len(raw) - ascii_share(raw) > 0


def test_bytes_that_windows_1252_does_not_define_still_give_text() -> None:
    content, lost = to_utf8(b"a\x81b\n", "cp1252")
    assert (content.decode(), lost) == ("a\x81b\n", 0)


@settings(deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from(["utf-8", "cp1252", "latin-1", "cp437", "utf-16-le", "hz", "", UNKNOWN])
)
def test_the_answer_is_always_utf8_and_never_loses_more_than_there_is(raw: bytes, encoding: str) -> None:
    content, lost = to_utf8(raw, encoding)
    content.decode("utf-8")
    assert lost >= 0


@settings(deadline=None)
@given(st.text(max_size=200))
def test_honest_text_comes_back_from_every_unicode_encoding(text: str) -> None:
    sound = text.encode("utf-8", "replace").decode()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-be"):
        assert to_utf8(sound.encode(encoding), encoding) == (sound.encode(), 0)
