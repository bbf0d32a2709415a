"""Mail headers."""

import email

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.mail import header


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("=?utf-8?B?Wm/Dqw==?= Tester", "Zoë Tester"),
        ("=?iso-8859-1?Q?Zo=EB?=", "Zoë"),
        ("=?x-unknown?Q?abc?=", "abc"),
        ("=?utf-8?B?!!!?=", ""),
        ("two\r\n lines", "two lines"),
    ],
)
def test_encoded_words_are_undone(printed, plain):
    """Unknown charsets and broken base64 do not raise."""
    assert header.plain(printed).startswith(plain)


@pytest.mark.parametrize("charset", ["utf-7", "unicode=escape", "unicode escape", "RAW--UNICODE_ESCAPE"])
@pytest.mark.parametrize("raw", [b"+2AA-", b"\\ud800"])
def test_no_half_of_a_character_is_text_by_whatever_name_of_a_charset(raw, charset):
    """A property that UTF-8 cannot hold ended the cell; Python reads names past the signs in them."""
    header.decoded(raw, charset).encode()
    header.plain(f"=?{charset.replace(' ', '')}?Q?{raw.decode()}?=").encode()


def test_raw_eight_bit_headers_are_read():
    """Against the standard, but common."""
    message = email.message_from_bytes("Subject: Zoë\n\n".encode())
    assert header.searched(message) == ["Subject: Zoë"]


def test_headers_become_properties_and_received_lines_hosts():
    """In their order."""
    raw = (
        "Received: from mail.example.org (x [192.0.2.1]) by mx.example.com; Mon, 2 Jan 2023\nFrom: ann@example.org\n"
        "DKIM-Signature: v=1; a=rsa; d=example.org; s=x\nX-Mailer: Outlook\nX-Spam-Score: 5\nX-Patient: ANN\n\n"
    )
    message = email.message_from_string(raw)
    assert [(one.name, one.value) for one in header.properties(message)] == [
        ("received_host", "mail.example.org"),
        ("received_host", "mx.example.com"),
        ("from", "ann@example.org"),
        ("dkim_domain", "example.org"),
        ("x_mailer", "Outlook"),
    ]
    assert header.searched(message) == ["From: ann@example.org", "X-Mailer: Outlook", "X-Patient: ANN"]


def test_a_ten_megabyte_header_is_capped():
    """Hostile."""
    assert len(header.plain("x" * 10_000_000)) == header.MAX_VALUE


@given(st.text(max_size=60), st.binary(max_size=40), st.text(max_size=12))
@settings(deadline=None)
def test_any_header_gives_text(text, raw, charset):
    """No text and no charset name raises."""
    assert isinstance(header.plain("=?" + text), str)
    header.decoded(raw, charset).encode()


def test_a_fold_before_an_encoded_word_parts_words() -> None:
    assert header.plain("Re: TEST\n \t\n =?UTF-8?Q?Zo=C3=AB?=\n =?UTF-8?Q?_1?=") == "Re: TEST Zoë 1"


@pytest.mark.parametrize(
    ("date", "is_told"),
    [("Mon, 03 Jun 2024 09:00:00 +0000 (GMT Daylight Time)", False),
     ("3 Ju Ann Smith, NHS number 9990000018, rang.", True),
     ("Mon, 03 Jun 2024 09:00:00 +0000 Ann Smith, NHS number 9990000018", True), ("", False)],
)  # fmt: skip
def test_words_behind_a_date_are_searched(date: str, is_told: bool) -> None:
    """Found by mutation: the mail's words stood in a header for machines, behind lost line breaks."""
    message = email.message_from_bytes(f"Date: {date}\n\nbody\n".encode())
    assert header.searched(message) == ([f"Date: {date}"] if is_told else [])
