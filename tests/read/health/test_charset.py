"""Charsets of health messages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.charset import text_of, wide_charset

MESSAGE = "MSH|^~\\&|LAB|RJ1|||20230102\rPID|1||1^^^^MR||GRÜN^ZOË\r"


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_wide_charset_is_seen_with_and_without_its_mark(charset):
    """The name found decodes the text."""
    raw = MESSAGE.encode(charset)
    assert raw.decode(wide_charset(raw)).removeprefix("\ufeff") == MESSAGE


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_a_narrow_charset_is_read_back(charset):
    """Marks go."""
    raw = MESSAGE.encode(charset)
    assert wide_charset(raw) == ""
    assert text_of(raw) == MESSAGE


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_give_text_without_zero_bytes(raw):
    """Decoding never fails."""
    assert "\x00" not in text_of(raw)
    assert isinstance(wide_charset(raw), str)
