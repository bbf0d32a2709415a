"""Groups of a rich text that hold bytes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.openers.rtf_group import WINDOW_BYTES, Group, decoded, groups
from leakassay.model.item import in_memory


def read(raw: bytes) -> list[tuple[Group, bytes]]:
    item = in_memory(raw)
    return [(group, b"".join(decoded(item, group))) for group in groups(item)]


@given(st.binary(min_size=1, max_size=400), st.integers(1, 80))
def test_hexadecimal_comes_back_whatever_stands_between(data: bytes, width: int) -> None:
    digits = data.hex()
    lines = "\r\n".join(digits[at : at + width] for at in range(0, len(digits), width))
    ((group, content),) = read(b"{\\rtf1 text {\\*\\objdata " + lines.encode() + b"}more}")
    assert (group.is_picture, content, group.held) == (False, data, len(data))


@given(st.binary(min_size=1, max_size=400))
def test_raw_bytes_come_back_braces_and_all(data: bytes) -> None:
    raw = b"{\\rtf1{\\pict\\wmetafile8\\picw10\\bin%d " % len(data) + data + b"}{\\pict\\pngblip 8950}}"
    assert [(group.suffix, content) for group, content in read(raw)] == [(".wmf", data), (".png", b"\x89\x50")]


def test_words_and_nested_groups_are_no_bytes() -> None:
    raw = b"{\\rtf1{\\pict{\\*\\picprop abcd{12}}\\bliptag-99\\jpegblip{\\*\\blipuid 0011}ff\\par d8}{\\pict}}"
    assert [(group.suffix, content) for group, content in read(raw)] == [(".jpg", b"\xff\xd8")]


def test_groups_longer_than_a_window_and_over_its_border_are_whole() -> None:
    data = bytes(range(256)) * 3000
    raw = b"{\\rtf1 " + b"x" * (WINDOW_BYTES - 12) + b"{\\objdata " + data.hex().encode() + b"}}"
    assert [content for _, content in read(raw)] == [data]


def test_a_truncated_group_gives_what_is_there() -> None:
    assert [content for _, content in read(b"{\\rtf1{\\objdata 0102030")] == [b"\x01\x02\x03"]


PIECES = [b"{", b"}", b"\\objdata ", b"\\pict", b"\\bin9 ", b"\\bin99999999 ", b"0f", b"\\'41", b"\\", b"z", b"\\*"]
tokens = st.lists(st.sampled_from(PIECES), max_size=40)


@settings(max_examples=200, deadline=None)
@given(tokens)
def test_hostile_texts_end_and_groups_do_not_overlap(pieces: list[bytes]) -> None:
    at = 0
    for group, content in read(b"{\\rtf1" + b"".join(pieces)):
        assert group.start >= at
        assert len(content) == group.held <= group.end - group.start
        at = group.end
