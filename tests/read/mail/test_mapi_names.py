"""Names of Outlook's properties."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.mail import mapi_names
from leakassay.read.mail.mapi_names import named


def test_names_are_texts_or_numbers():
    text = struct.pack("<I", 8) + "Ward".encode("utf-16-le")
    listed = struct.pack("<IHHIHH", 0x801A, 0, 0, 0, 1, 5)
    assert named(listed, text) == {0x8000: "801a", 0x8005: "Ward"}


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_any_bytes_give_names(listed, texts):
    assert len(named(listed, texts)) <= len(listed) // 8


def test_every_code_page_is_one_that_python_knows():
    for name in mapi_names.CODE_PAGES.values():
        assert b"abcd".decode(name) is not None
