"""Mail parsed once for all: what stands before a header is passed over, no charset hides a body."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.mail_message import DAMAGED, MailMessage, from_bytes, mended

INNER = b"Content-Type: text/csv; charset=%s; name=a.csv\n\na,\x80b\n"


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n \n", b"1234\n", b"\xef\xbb\xbf\n77 \r\n"])
def test_what_stands_before_a_header_is_passed_over(before: bytes) -> None:
    assert from_bytes(before + b"Subject: one\n\nbody\n")["subject"] == "one"


def test_nothing_is_passed_over_where_it_is_the_mail() -> None:
    assert from_bytes(b"1234\nSubject: one\n\n", skips=False)["subject"] is None


@pytest.mark.parametrize("charset", [b"\0", b"x\0y", b"nobody-has-this", b"utf-8", b"\xff"])
def test_a_body_can_be_had_whatever_its_charset_is_called(charset: bytes) -> None:
    """The standard library raises on a NUL there; one such attachment would cost the whole mail."""
    mail = from_bytes(b"Content-Type: multipart/mixed; boundary=B\n\n--B\n" + INNER % charset + b"--B--\n")
    (part,) = mail.get_payload()
    assert isinstance(part, MailMessage)
    assert part.get_payload().startswith("a,")
    assert part.get_payload(decode=True).startswith(b"a,\x80b")


@given(st.binary(max_size=80), st.binary(max_size=20))
def test_any_body_under_any_charset_is_text_or_parts(body: bytes, charset: bytes) -> None:
    mail = from_bytes(b"Content-Type: text/plain; charset=" + charset.replace(b"\n", b"") + b"\n\n" + body)
    assert isinstance(mail.get_payload(), str | list)


@pytest.mark.parametrize("charset", [b"utf-7", b"unicode_escape", b'"unicode=escape"'])
def test_a_body_holds_no_halves_of_characters(charset: bytes) -> None:
    """Found by the fuzzer: the base decodes a body that is not ASCII, and what came out could not be encoded."""
    raw = b"\xff +2AA- \\ud800"
    mail = from_bytes(b"Content-Type: text/plain; charset=" + charset + b"\n\n" + raw)
    assert mail.get_payload().encode("utf-8", "surrogateescape") == raw


HEADER = b"From: a@mail.test\nTo: b@mail.test\nSubject: results\nContent-Type: multipart/mixed; boundary=B\n"
PARTS = b"\n--B\n\nfirst\n--B\n\nsecond\n--B--\n"


@pytest.mark.parametrize("at", [0, 1, 18, 19, 20, 36])
def test_a_damaged_line_of_a_header_costs_no_part(at: int) -> None:
    """The parser would take all behind it for the body; what the line said stays, and the damage is a defect."""
    raw = HEADER[:at] + b"\xff" + HEADER[at + 1 :]
    mail = from_bytes(raw + PARTS)
    assert [part.get_payload() for part in mail.get_payload()] == ["first", "second"]
    if DAMAGED in mail:
        assert mail.defects


def test_a_body_without_a_blank_line_before_it_stays_one() -> None:
    raw = b"Subject: one\nDear all, note:\nthat is it\n\nFrom: x\nTo: y\n"
    assert mended(raw) == raw
    many = b"no header\n" * 4 + HEADER + PARTS
    assert mended(many) == many


def test_blanks_before_a_colon_are_as_good_as_none() -> None:
    mail = from_bytes(b"From  : Ann\r\nTo : Bob\r\n__\r\nSubject     : results\r\n\r\nbody")
    assert (mail["From"], mail["To"], mail["Subject"], mail[DAMAGED]) == ("Ann", "Bob", "results", "__")


@given(st.binary(max_size=120))
def test_mending_adds_nothing_but_the_name(raw: bytes) -> None:
    done = mended(HEADER[:40] + raw)
    bare = [
        re.sub(rb"[ \t]+:", b":", text) for text in (done.replace(DAMAGED.encode() + b": ", b""), HEADER[:40] + raw)
    ]
    assert bare[0] == bare[1]
