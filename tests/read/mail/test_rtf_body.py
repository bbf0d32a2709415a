"""RTF bodies of mails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.mail.rtf_body import text_of_rtf


@pytest.mark.parametrize(
    ("rtf", "said"),
    [
        (rb"{\rtf1\ansi plain\par next}", "plain\nnext"),
        (rb"{\rtf1\ansicpg1251 \'cf\'e0}", "Па"),
        (rb"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'cf\f0 \'e9}", "Пé"),
        (rb"{\rtf1{\fonttbl{\f0\fcharset134 A;}}\f0 \'d6\'d0}", "中"),
        (rb"{\rtf1\uc1 999\u8239? 000\u-10179?\u-8995?}", "999\u202f 000\U0001f4dd"),
        (rb"{\rtf1\uc2 \u8364\'80\'81x}", "€x"),
        (rb"{\rtf1 seen\v hidden\v0 }", "seenhidden"),
        (rb"{\rtf1{\header head}{\footnote foot}{\*\unknown odd}{\info{\title name}}}", "headfootoddname"),
        (rb"{\rtf1{\pict\pngblip 89504e47}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}text}", "text"),
        (rb"{\rtf1 a\bin5 {{{}}b\{c\}\\}", "ab{c}\\"),
        (rb"{\rtf1 999 000\~0018 a\_b}", "999 000 0018 a-b"),
        (rb"{\rtf1\trowd one\cell two\cell\row}", "one\ttwo\t\n"),
    ],
)
def test_words_are_told_and_tables_of_fonts_are_not(rtf, said):
    assert text_of_rtf(rtf) == (said, "", False)


def test_html_that_was_wrapped_comes_out_and_what_it_does_not_show_is_told_aside():
    rtf = rb"{\rtf1\ansi\fromhtml1{\*\htmltag19 <p>}\htmlrtf {\b aside \htmlrtf0 "
    rtf += rb"text{\*\htmltag84 &nbsp;}more{\*\htmltag27 </p>}\htmlrtf }\htmlrtf0}"
    assert text_of_rtf(rtf) == ("<p>text&nbsp;more</p>", "aside ", True)


@given(st.binary(max_size=300))
def test_any_bytes_give_text(raw):
    """No lone halves of characters, no zero bytes."""
    text, aside, _ = text_of_rtf(b"{\\rtf1 " + raw)
    (text + aside).encode()


@given(
    st.lists(
        st.sampled_from([rb"\u55357", rb"\'d6", b"{", b"}", rb"\htmlrtf", rb"\uc", rb"\f1", rb"\bin99 ", b"x", b"\\"])
    )
)
def test_any_order_of_words_gives_text(words):
    text_of_rtf(b"".join(words))[0].encode()
