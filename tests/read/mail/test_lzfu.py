"""Compressed RTF."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.mail.lzfu import unpacked
from read.mail.outlook_files import packed_rtf

EXAMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
"""Of MS-OXRTFCP, section 4.1.1."""
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
"""Of MS-OXRTFCP, section 4.1.2: a reference that runs into itself."""


def test_the_examples_of_the_specification_are_undone():
    assert unpacked(EXAMPLE) == (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", Reason.NONE)
    assert unpacked(CROSSING) == (b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", Reason.NONE)


def test_text_that_is_not_compressed_is_given_as_it_is():
    assert unpacked(struct.pack("<IIII", 15, 3, 0x414C454D, 0) + b"abc") == (b"abc", Reason.NONE)


def test_damage_and_cuts_are_said():
    assert unpacked(EXAMPLE[:-6])[1] is Reason.TRUNCATED
    assert unpacked(EXAMPLE[:30] + b"X" + EXAMPLE[31:])[1] in {Reason.BAD_CHECKSUM, Reason.TRUNCATED}


@given(st.binary(max_size=5000))
def test_what_a_plain_writer_wrote_comes_back(rtf):
    assert unpacked(packed_rtf(rtf)) == (rtf, Reason.NONE)


@given(st.binary(max_size=300), st.sampled_from([0x75465A4C, 0x414C454D, 7]))
def test_any_bytes_give_at_most_nine_times_as_many(body, kind):
    raw = struct.pack("<IIII", len(body) + 12, 99, kind, 0) + body
    try:
        assert len(unpacked(raw)[0]) <= 9 * len(raw)
    except ItemError as error:
        assert error.reason is Reason.MALFORMED  # noqa: PT017  what else may come is what is tested


def test_less_than_a_header_is_malformed():
    with pytest.raises(ItemError):
        unpacked(b"LZFu")
