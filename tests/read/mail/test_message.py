"""One mail."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Gap, Property
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.mail.message import parse, parts, readings, rows_of

MAIL = (
    b"From: Ann <ann@example.org>\nSubject: results\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n"
    b"--B\nContent-Type: multipart/alternative; boundary=C\n\n"
    b"--C\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nZo=EB 1\n"
    b"--C\nContent-Type: text/html\n\n<p>Zoe <b>2</b></p>\n--C--\n"
    b"--B\nContent-Type: text/csv; name=list.csv\nContent-Disposition: attachment; filename=list.csv\n\na,b\n"
    b"--B\nContent-Type: message/rfc822\n\nSubject: inner\n\ninner body\n--B--\n"
)


def texts(raw: bytes) -> dict[str, str]:
    """Text by part."""
    return {r.part: "\n".join(r.data.column("text").to_pylist()) for r in readings(parse(raw)) if isinstance(r, Batch)}


def test_bodies_are_read_and_attachments_left_to_the_opener():
    """A file name makes an attachment of a text part; an attached mail is one too."""
    assert {part: text.strip() for part, text in texts(MAIL).items()} == {
        "headers": "From: Ann <ann@example.org>\nSubject: results",
        "body 1.1": "Zoë 1",
        "body 1.2": "Zoe 2",
    }
    assert [(part.place, part.is_body) for part in parts(parse(MAIL))] == [
        ("1.1", True),
        ("1.2", True),
        ("2", False),
        ("3", False),
    ]


def test_unknown_and_wrong_charsets_still_give_text():
    """Nothing is dropped for a name."""
    raw = b"Content-Type: text/plain; charset=x-none\n\nplain caf\xe9"
    assert texts(raw)["body 1"] == "plain café"


def test_a_mail_cut_off_in_its_parts_is_truncated():
    """No closing boundary."""
    found = list(readings(parse(MAIL[:-250])))
    assert [r.reason for r in found if isinstance(r, Gap)] == [Reason.TRUNCATED]


def test_bytes_that_are_no_mail_are_malformed():
    """Not one header."""
    with pytest.raises(ItemError) as caught:
        parse(b"GIF89a....\n\n")
    assert caught.value.reason is Reason.MALFORMED


def test_multiparts_nested_five_thousand_deep_end_in_an_item_error_or_text():
    """Hostile: the parser recurses."""
    raw = b"Subject: deep\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(5000)
    )
    said = None
    try:
        list(readings(parse(raw)))
    except ItemError as error:
        said = error.reason
    assert said is None or said is Reason.LIMIT_DEPTH


def test_a_header_of_ten_megabytes_does_not_hang():
    """Hostile."""
    assert texts(b"Subject: " + b"x" * 10_000_000 + b"\n\nbody")["body 1"] == "body"


def test_long_bodies_are_cut_at_line_ends():
    """One row holds a million characters."""
    text = "line of text\n" * 200_000
    assert "".join(rows_of(text)) == text
    assert len(rows_of(text)) == 3


@given(
    st.lists(
        st.sampled_from([MAIL, b"\n\n", b"--B\n", b"Content-Type: text/plain; charset=", b"=?utf-8?B?", b"\x00", b":"])
        | st.binary(max_size=12)
    )
)
@settings(deadline=None)
@example([b"Content-Type: text/plain; charset=", b"\x00", b"\nSubject: one\n\nbody \x80"])
def test_any_bytes_give_readings_or_malformed(pieces):
    """Only ItemError."""
    said = None
    try:
        list(readings(parse(b"".join(pieces))))
    except ItemError as error:
        said = error.reason
    assert said in {None, Reason.MALFORMED}


PARTS = (
    b"From: a@b\nContent-Type: multipart/mixed; boundary=B\n\nThis is a multi-part message in MIME format.\n\n"
    b"--B\nContent-Description: needle-described\nX-Note: needle-part-header\n\nx\n--B--\nneedle-behind\n"
)


def test_what_stands_around_the_parts_is_told():
    """The words for readers without MIME are not."""
    (told,) = [one for one in readings(parse(PARTS)) if isinstance(one, Batch) and one.part == "around"]
    text = told.data["text"].to_pylist()
    assert [row.strip() for row in text] == [
        "needle-behind", "X-Note: needle-part-header", "Content-Description: needle-described",
    ]  # fmt: skip
    before = PARTS.replace(b"This is a multi", b"needle-before")
    assert "needle-before" in str([one.data.to_pylist() for one in readings(parse(before)) if isinstance(one, Batch)])


@pytest.mark.parametrize(
    ("mail", "reason", "some"),
    [
        (b"From: a@b\n\nhi\n-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n", Reason.PASSWORD, True),
        (b"From: a@b\n\n=ybegin line=128 size=9 name=a\nxxx\n=yend size=9\n", Reason.NO_READER, True),
        (b"From: a@b\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMII", Reason.PASSWORD, False),
        (
            b"To: x\nContent-Type: multipart/x; boundary=B\n\n--B\nContent-Type: application/pgp-encrypted\n\n--B--\n",
            Reason.PASSWORD, False,
        ),
    ],
)  # fmt: skip
def test_what_is_encrypted_or_packed_is_a_gap(mail, reason, some):
    """Of its bytes in a body; of none where they are an attachment's."""
    (gap,) = [one for one in readings(parse(mail)) if isinstance(one, Gap)]
    assert (gap.reason, gap.bytes > 0) == (reason, some)


def test_a_table_in_a_body_comes_as_rows():
    rows = "".join(f"<tr><td>{number}</td><td>x</td></tr>" for number in (9990000018, 9990000026))
    mail = f"From: a@b\nContent-Type: text/html\n\n<table><tr><td>NHS No</td><td>Name</td></tr>{rows}</table>"
    (table,) = [
        one for one in readings(parse(mail.encode())) if isinstance(one, Batch) and one.part == "body 1 table 1"
    ]
    assert (table.headers, table.data["c0"].to_pylist()) == (("NHS No", "Name"), ["9990000018", "9990000026"])


def test_headers_for_machines_are_one_property_those_of_parts_too():
    """No header is left out: boundaries, charsets and names of encodings too."""
    (told,) = [r.value for r in readings(parse(MAIL)) if isinstance(r, Property) and r.name == "machine_headers"]
    assert told.splitlines()[0] == "Content-Type: multipart/mixed; boundary=B"
    assert "Content-Type: text/csv; name=list.csv" in told
    assert "inner" not in told


def test_escapes_in_parameters_are_told_undone_too():
    raw = (
        b"From: a@example.org\nContent-Type: text/plain; title*0*=us-ascii'en'This%20is%20even%20; title*1*=more\n\nx\n"
    )
    (told,) = [r.value for r in readings(parse(raw)) if isinstance(r, Property) and r.name == "machine_headers"]
    assert "This is even " in told


def test_packed_parts_in_a_body_are_a_gap():
    part = b"Content-Transfer-Encoding: base64\n\n" + b"TkhTTk8s" * 9 + b"\n"
    found = list(readings(parse(b"From: a@egh.test\n\nThe mail came back:\n\n" + part)))
    assert [one.reason for one in found if isinstance(one, Gap)] == [Reason.NO_READER]
