"""Mail: attachments become members, bodies stay."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.reading import opened
from leakassay.custody.openers import eml as opener
from leakassay.model.outcomes import Reason

CSV = b"nhs_number,name\n9990000018,Smith\n" * 200


def mail() -> bytes:
    forwarded = EmailMessage()
    forwarded["Subject"] = "inner"
    forwarded.set_content("inner body")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@egh.test", "b@egh.test", "results"
    message.set_content("see attached")
    message.add_alternative("<p>see attached</p>", subtype="html")
    message.add_attachment(CSV, maintype="application", subtype="octet-stream", filename="Ergebnisse für Zoë.csv")
    message.add_attachment("plain but named", filename="note.txt")
    message.add_attachment(forwarded)
    return message.as_bytes()


GOOD = mail()


def test_named_and_foreign_parts_are_members_and_bodies_are_not() -> None:
    found = opened(opener.members, GOOD)
    assert found.names == ["Ergebnisse für Zoë.csv".encode(), b"note.txt", b"part3.eml"]
    assert found.contents[0] == CSV
    assert b"inner body" in found.contents[2]


def test_what_stands_over_the_headers_is_passed_over() -> None:
    """Apple Mail writes the length over a message, editors a byte order mark, gateways blank lines."""
    names = opened(opener.members, GOOD).names
    assert all(opened(opener.members, before + GOOD).names == names for before in (b"1795\n", b"\xef\xbb\xbf", b"\r\n"))


def test_packed_bytes_are_those_of_the_encoded_form() -> None:
    packed = opened(opener.members, GOOD).members[0].packed_bytes
    assert 1.3 < packed / len(CSV) < 1.45


def test_a_name_of_rfc_2047_is_decoded() -> None:
    raw = GOOD.replace(b'filename="note.txt"', b'filename="=?utf-8?q?b=C3=A9ta=2Etxt?="')
    assert "béta.txt".encode() in opened(opener.members, raw).names


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert [member.index for member in opened(opener.members, GOOD, first=1).members] == [1, 2]


def test_a_thousand_nested_multiparts_are_no_crash() -> None:
    raw = b"MIME-Version: 1.0\n"
    for depth in range(1000):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (depth, depth)
    found = opened(opener.members, raw + b"Content-Type: application/pdf\n\nx\n")
    assert found.fault is None or found.fault.reason in (Reason.LIMIT_DEPTH, Reason.MALFORMED)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=15), st.integers(0, 2 * len(GOOD))
)
def test_mutated_mails_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[:cut]))


@pytest.mark.field
def test_every_sample_mail_opens(field_data: Path) -> None:
    paths = list((field_data / "s17-mail-eml").rglob("*.eml")) + sorted(
        (field_data / "s20-python-stdlib/email").glob("*.txt")
    )
    attachments = 0
    for path in paths:
        found = opened(opener.members, path.read_bytes())
        attachments += len(found.members)
        assert found.fault is None, path.name
    assert attachments >= 28
