"""Bodies of mails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.mail.body_text import body_text, card_text
from leakassay.values.mail_message import from_bytes


def text(head: str, body: bytes) -> str:
    return body_text(from_bytes(head.encode() + b"\n\n" + body))[0]


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("Content-Type: text/plain; format=flowed", b"999 000 \n0018", "999 000 0018"),
        ("Content-Type: text/plain; format=flowed; delsp=yes", b"9990 \n000018\n-- \nAnn", "9990000018\n-- \nAnn"),
        ("Content-Type: text/plain; format=flowed", b"a \n> quoted", "a \n> quoted"),
        ("Content-Transfer-Encoding: quoted-printable", b"9990=\n000018", "9990000018"),
        ("Content-Transfer-Encoding: quoted-printable", b"9990= \n000=30=\t\r\n18", "9990000018"),
        ("Content-Type: text/plain", b"caf\xe9", "café"),
        ("Content-Type: text/plain; charset=utf-16", b"plain words", "plain words"),
        ("Content-Type: text/plain; charset=cp037", b"plain words", "plain words"),
        ("Content-Type: text/plain; charset=cp037", "plain words".encode("cp037"), "plain words"),
        ("Content-Type: text/plain; charset=utf-16le", "plain".encode("utf-16-le"), "plain"),
        ("Content-Type: text/plain; charset=punycode", b"plain-x", "plain-x"),
        ("Content-Type: text/rtf", b"{\\rtf1 9990\\'30}", "99900"),
        ("Content-Type: text/x-amp-html", b"<p>x", "x"),
        ("Content-Type: text/vcard", b"NOTE:99\r\n 90", "NOTE:9990"),
    ],
)
def test_what_was_done_to_the_words_is_undone(head, body, said):
    assert text(head, body) == said


def test_packed_values_of_cards_are_told_and_pictures_are_not():
    card = "FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB=\r\n x\nNOTE;ENCODING=b:OTk5\nPHOTO;ENCODING=b:OTk5OTk5\nEND:VCARD"
    assert card_text(card).split("\n") == [
        "FN;ENCODING=QUOTED-PRINTABLE:Zoë x", "NOTE;ENCODING=b:999", "PHOTO;ENCODING=b:OTk5OTk5", "END:VCARD",
    ]  # fmt: skip


@given(
    st.binary(max_size=200), st.sampled_from(["plain; format=flowed", "html", "rtf", "vcard", "plain; charset=utf-7"])
)
def test_any_body_gives_text(body, kind):
    for encoding in ("quoted-printable", "base64", "x-uuencode", "x"):
        text(f"Content-Type: text/{kind}\nContent-Transfer-Encoding: {encoding}", body)
