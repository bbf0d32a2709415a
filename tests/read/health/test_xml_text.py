"""Encodings of XML."""

import pytest

from leakassay.read.health.xml_text import xml_utf8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_its_marks_say_is_believed(encoding):
    assert xml_utf8("<a>caf\xe9 and some more words</a>".encode(encoding)) == (
        "<a>caf\xe9 and some more words</a>".encode(),
        0,
    )


def test_a_declared_encoding_is_believed():
    raw = b'<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9</a>'
    assert xml_utf8(raw) == (raw.decode("latin-1").encode(), 0)


@pytest.mark.parametrize(
    "declared", [b"", b'<?xml version="1.0" encoding="UTF-8"?>', b'<?xml version="1.0" encoding="x"?>']
)
def test_bytes_that_do_not_fit_are_counted(declared):
    assert xml_utf8(declared + b"<a>caf\xe9</a>")[1] == 1
