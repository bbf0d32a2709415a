"""Attachments of one mail, hostile ones in bounded time."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest

from custody.ole_files import CSV
from custody.openers.test_uuencoded import encoded
from leakassay.custody.openers.mail_part import MAX_PARTS, Attached, attachments, is_attachment, parsed
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

HEAD = b"From: a@egh.test\nTo: b@egh.test\nSubject: results\nMIME-Version: 1.0\n"


def found_in(raw: bytes) -> list[Attached]:
    return list(attachments(parsed(raw)))


def content(part: Attached) -> bytes:
    return b"".join(part.chunks())


def test_a_file_written_into_the_text_is_an_attachment() -> None:
    (part,) = found_in(HEAD + b"\nDear all,\n\n" + encoded(CSV) + b"\nregards\n")
    assert (part.name, content(part)) == ("list.csv", CSV)
    assert part.packed == len(encoded(CSV))


def test_in_an_encoded_text_it_takes_bytes_that_cannot_be_counted() -> None:
    message = EmailMessage()
    message.set_content("x\n" + encoded(CSV).decode(), cte="base64")
    (part,) = found_in(message.as_bytes())
    assert (content(part), part.packed) == (CSV, 0)


def test_uuencoded_parts_of_a_multipart_are_counted_in_order() -> None:
    message = EmailMessage()
    message.set_content(encoded(b"first").decode())
    message.add_attachment(b"second", maintype="image", subtype="png", filename="b.png")
    assert [content(part) for part in found_in(message.as_bytes())] == [b"first", b"second"]


def test_a_wrong_boundary_leaves_a_text_and_no_crash() -> None:
    raw = (
        HEAD + b'Content-Type: multipart/mixed; boundary="right"\n\n--wrong\nContent-Type: image/png\n\nx\n--wrong--\n'
    )
    assert found_in(raw) == []


def test_names_are_made_from_numbers_where_there_are_none() -> None:
    assert Attached("", "message", 0, lambda: iter(())).label(3) == "part3.eml"
    assert Attached("", "image", 0, lambda: iter(())).label(3) == "part3"


@pytest.mark.parametrize(
    "said",
    [
        b'filename="=?utf-7?Q?+2AA-?="',
        b"filename*=utf-7''+2AA-",
        b"filename*=unicode_escape''%5Cud800",
        b"filename=\xff",
    ],
)
def test_a_name_with_half_of_a_character_costs_no_attachment(said: bytes) -> None:
    """Such a name could not be encoded, and none of the attachments of the mail was opened."""
    head = b"Content-Type: application/octet-stream\nContent-Disposition: attachment; "
    (part,) = found_in(HEAD + head + said + b"\n\nabc")
    part.label(1).encode("utf-8", "surrogateescape")
    assert content(part) == b"abc"


def test_a_text_without_name_is_no_attachment() -> None:
    assert not is_attachment(parsed(HEAD + b"\nbody"))
    assert is_attachment(parsed(HEAD + b"Content-Type: image/png\n\nx"))


@pytest.mark.parametrize(
    "hostile",
    [
        HEAD + b"X: " + b"x" * (10 << 20) + b"\n\nbody",
        HEAD + b"X: y\n" * 200_000 + b"\nbody",
        HEAD + b"Content-Type: image/png; " + b"name*0=a; " * 20_000 + b"\n\nx",
        HEAD + b'Content-Type: image/png; name="' + b"=?utf-8?q?=41?= " * 100_000 + b'"\n\nx',
        HEAD + b'Content-Type: image/png; name="' + b"=?" * 1_000_000 + b'"\n\nx',
        HEAD + b"\n" + b"begin 644 x\n" * 200_000,
        HEAD + b"\n" + b"begin 644 x\n!\n" * 100_000,
    ],
    ids=["long header", "many headers", "many parameters", "encoded words", "open words", "begins", "files"],
)
def test_hostile_headers_and_texts_take_bounded_time(hostile: bytes) -> None:
    """F32: a header of 10 MB, bombs of RFC 2047 and 2231, a text that begins without end."""
    begun = time.monotonic()
    found_in(hostile)
    assert time.monotonic() - begun < 20


def test_more_parts_than_anybody_sends_are_an_item_error() -> None:
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * (MAX_PARTS + 1) + b"--b--\n"
    with pytest.raises(ItemError) as caught:
        found_in(raw)
    assert caught.value.reason is Reason.LIMIT_MEMBERS


@pytest.mark.parametrize("packed", [b"QUJDREVG\xffR0hJ", b"QUJDREVG]R0hJ", b"QUJDREVGR"])
def test_what_is_passed_over_in_a_packed_attachment_is_told_behind_it(packed: bytes) -> None:
    """Found by mutation: it came out as another file and was called read."""
    raw = b"Content-Type: text/csv; name=a.csv\nContent-Transfer-Encoding: base64\n\n" + packed
    (part,) = found_in(raw)
    chunks = part.chunks()
    assert next(chunks).startswith(b"ABC")
    with pytest.raises(ItemError, match=Reason.MALFORMED):
        list(chunks)
