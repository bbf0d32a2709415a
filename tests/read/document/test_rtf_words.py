"""Code pages of rich text."""

from __future__ import annotations

import codecs

from leakassay.read.document import rtf_words as words


def test_every_code_page_is_one_that_python_knows() -> None:
    for number in (0, 77, 128, 129, 130, 134, 136, 161, 162, 163, 177, 178, 186, 204, 222, 238, 254, 255):
        assert codecs.lookup(words.of_charset(number) or words.DEFAULT_PAGE)
    assert words.of_number(1251) == "cp1251"
    assert words.of_number(10000) == "mac_roman"
    assert words.of_number(4711) == words.DEFAULT_PAGE


def test_no_group_is_both_silent_and_spoken() -> None:
    assert not words.SILENT & words.NESTED
    assert not words.SILENT & words.PROPERTIES.keys()
