"""Mail files."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Covered, Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.mail import eml
from leakassay.read.mail.message import MAX_MAIL

MAIL = b"From: ann@example.org\nSubject: hello\n\nNHS number 999 000 0018\n"
ATTACHED = (
    b"Subject: x\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nbody\n"
    b"--B\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nQUJDRA==\n--B--\n"
)


def readings(raw: bytes, own_bytes: int = -1) -> list[object]:
    """What the reader says; the accounting must close."""
    item = in_memory(raw, own_bytes=own_bytes)
    found = list(eml.read(item))
    assert sum(reading.bytes for reading in found if isinstance(reading, Covered | Gap)) == item.own
    return found


def test_a_mail_is_read_and_covered():
    """Headers and body."""
    batches = [reading for reading in readings(MAIL) if isinstance(reading, Batch)]
    assert [batch.part for batch in batches] == ["headers", "body 1"]


def test_what_stands_over_the_headers_is_passed_over():
    """Apple Mail writes the length over a message, editors a byte order mark, gateways blank lines."""
    for before in (b"1795\n", b"59      \r\n", b"\xef\xbb\xbf", b"\r\n\r\n"):
        batches = [reading for reading in readings(before + MAIL) if isinstance(reading, Batch)]
        assert [batch.part for batch in batches] == ["headers", "body 1"], before


def test_attachments_that_nobody_opened_are_a_gap():
    """Nothing vanishes."""
    assert [r.bytes for r in readings(ATTACHED) if isinstance(r, Gap)] == [8]


def test_attachments_that_were_opened_are_not_the_readers():
    """The opener took 8 bytes."""
    assert [r for r in readings(ATTACHED, len(ATTACHED) - 8) if isinstance(r, Gap)] == []


def test_a_letter_behind_a_key_is_a_gap_of_its_bytes():
    """The rest is read."""
    found = readings(MAIL + b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")
    assert [(r.reason, r.bytes) for r in found if isinstance(r, Gap)] == [(Reason.PASSWORD, 35)]


def test_a_mail_without_text_is_never_read():
    """Headers for machines alone."""
    with pytest.raises(ItemError) as caught:
        readings(b"MIME-Version: 1.0\n\n")
    assert caught.value.reason is Reason.NO_TEXT


def test_a_mail_above_the_limit_is_refused_before_it_is_loaded():
    """A sparse file of 96 MiB and a byte."""
    item = in_memory(b"")
    item = type(item)(fd=item.fd, size=MAX_MAIL + 1)
    with pytest.raises(ItemError) as caught:
        list(eml.read(item))
    assert (caught.value.reason, caught.value.outcome) == (Reason.LIMIT_SIZE, Outcome.REFUSED)


@given(st.binary(max_size=200), st.integers(0, len(ATTACHED)))
@settings(deadline=None)
def test_any_bytes_are_accounted_for(raw, cut):
    """Only ItemError, and the sum holds."""
    for mail in (raw, MAIL + raw, ATTACHED[:cut] + raw):
        said = None
        try:
            readings(mail)
        except ItemError as error:
            said = error.reason
        assert said is None or said in {Reason.MALFORMED, Reason.NO_TEXT}


def outcomes(paths: list[Path]) -> tuple[int, int]:
    """How many give text, how many end in an ItemError."""
    good = bad = 0
    for path in paths:
        try:
            readings(path.read_bytes())
            good += 1
        except ItemError:
            bad += 1
    return good, bad


@pytest.mark.field
def test_104_messages_of_the_ruby_mail_library_are_read(field_data: Path):
    """The other eight files: six images and archives, a text, an empty file."""
    assert outcomes(sorted(path for path in (field_data / "s17-mail-eml").rglob("*") if path.is_file()))[0] == 104


@pytest.mark.field
def test_46_mails_of_the_python_test_suite_are_read(field_data: Path):
    """The 47th has no header."""
    assert outcomes(sorted((field_data / "s20-python-stdlib" / "email").glob("msg_*"))) == (46, 1)


@pytest.mark.field
def test_mail_samples_of_tika_are_read(field_data: Path):
    """31 of its mail files; the two mailboxes are not single mails."""
    folder = field_data / "s11-tika-documents"
    paths = [p for p in folder.rglob("*") if p.suffix in {".eml", ".mbox"} or "RFC822" in p.name]
    assert outcomes(sorted(p for p in paths if p.is_file())) == (31, 2)
