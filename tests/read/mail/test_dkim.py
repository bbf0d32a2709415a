"""DKIM signatures, made here by keys made here."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Property
from leakassay.model.item import in_memory
from leakassay.read.mail import eml, mbox
from leakassay.read.mail.dkim import properties

RSA = rsa.generate_private_key(65537, 1024)  # noqa: S505  the least that convinces, and quick
EDWARDS = ed25519.Ed25519PrivateKey.generate()
NAME = "s1._domainkey.trust.example"
HEADERS = [
    "From: Ann <ann@trust.example>",
    "To: b@c.example",
    "Subject: the\r\n  results",
    "Date: Mon, 3 Jun 2024 09:00:00",
]
BODY = "Dear  Bob,\r\n\r\nFrom here on \t\r\n999 000 0018\r\n\r\n\r\n"


def relaxed(field: str) -> str:
    name, _, value = field.partition(":")
    plain = re.sub("[ \t]+", " ", value.replace("\r\n", "")).strip()
    return f"{name.lower()}:{plain}"


def body_of(way: str, body: str) -> bytes:
    """As RFC 6376, 3.4.3 and 3.4.4, word for word."""
    lines = body.split("\r\n")
    if way == "relaxed":
        lines = [re.sub("[ \t]+", " ", line).rstrip(" ") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    made = "".join(f"{line}\r\n" for line in lines).encode()
    return made or (b"" if way == "relaxed" else b"\r\n")


def signed(algorithm: str = "rsa-sha256", ways: str = "relaxed/relaxed", length: int = -1, body: str = BODY) -> bytes:
    """A mail with its signature on top."""
    head_way, _, body_way = ways.partition("/")
    text = body_of(body_way or "simple", body)
    text = text[:length] if length >= 0 else text
    digest = algorithm.partition("-")[2]
    bodyhash = base64.b64encode(hashlib.new(digest, text).digest()).decode()
    limit = f" l={length};" if length >= 0 else ""
    field = (
        f"DKIM-Signature: v=1; a={algorithm}; c={ways}; d=trust.example; s=s1;{limit}\r\n h=from:to:subject:cc;"
        f" bh={bodyhash};\r\n b="
    )
    form = relaxed if head_way == "relaxed" else str
    said = "".join(form(one) + "\r\n" for one in HEADERS[:3]) + form(field)
    if algorithm.startswith("rsa"):
        value = RSA.sign(said.encode(), PKCS1v15(), SHA256() if digest == "sha256" else SHA1())  # noqa: S303  as old mail servers signed
    else:
        value = EDWARDS.sign(hashlib.sha256(said.encode()).digest())
    packed = base64.b64encode(value).decode()
    return "\r\n".join([f"{field}{packed[:60]}\r\n  {packed[60:]}", *HEADERS, "", body]).encode()


def keys(algorithm: str = "rsa") -> dict[str, str]:
    if algorithm.startswith("rsa"):
        public = RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        public = EDWARDS.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {NAME: f"v=DKIM1; k={algorithm.partition('-')[0]}; p={base64.b64encode(public).decode()}"}


def outcomes(raw: bytes, given: object) -> list[str]:
    return [one.value for one in properties(raw, given)]


@pytest.mark.parametrize("ways", ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple", "simple"])
@pytest.mark.parametrize("algorithm", ["rsa-sha256", "ed25519-sha256"])
def test_a_mail_as_it_was_signed_passes_and_a_changed_one_fails(algorithm, ways):
    raw = signed(algorithm, ways)
    given = keys(algorithm)
    assert outcomes(raw, given) == ["pass"]
    assert outcomes(raw.replace(b"\r\n", b"\n"), given) == ["pass"]  # a dump with ends of line as Unix has them
    assert outcomes(raw.replace(b"0018", b"0026"), given) == ["fail"]
    assert outcomes(raw.replace(b"Ann", b"Eve"), given) == ["fail"]
    assert outcomes(raw.replace(b"\r\nDate:", b"\r\nCc: eve@x.example\r\nDate:"), given) == ["fail"]
    assert outcomes(raw.replace(b"\r\nDate:", b"\r\nX-Unsigned: 1\r\nDate:"), given) == ["pass"]


def test_the_empty_body_is_signed_too():
    for ways in ("relaxed/relaxed", "simple/simple"):
        assert outcomes(signed(ways=ways, body=""), keys()) == ["pass"]


def test_spaces_do_not_matter_where_they_are_relaxed():
    raw = signed()
    assert outcomes(raw.replace(b"Dear  Bob", b"Dear Bob").replace(b"on \t", b"on"), keys()) == ["pass"]
    assert outcomes(signed(ways="simple/simple").replace(b"Dear  Bob", b"Dear Bob"), keys()) == ["fail"]


def test_a_length_that_is_no_number_is_none():
    """A raised two is a digit to Python, and no number."""
    raw = signed(length=12).replace(b"l=12", "l=\N{SUPERSCRIPT TWO}".encode())
    assert outcomes(raw, keys()) == ["fail"]


def test_what_follows_the_signed_length_is_not_signed():
    raw = signed(length=10)
    assert outcomes(raw + b"added", keys()) == ["pass_partly"]


def test_sha1_convinces_nobody():
    assert outcomes(signed("rsa-sha1"), keys()) == ["weak"]


def test_without_its_key_nothing_is_said_of_a_signature():
    assert outcomes(signed(), {"other._domainkey.x": "p="}) == ["no_key"]
    assert outcomes(b"From: a@b\r\n\r\nx", keys()) == ["none"]
    for nothing in (None, {}, "keys", 7):
        assert outcomes(signed(), nothing) == []


def test_a_key_that_was_revoked_or_is_none_fails():
    for record in ("v=DKIM1; p=", "p=AAAA", "k=ed25519; p=AAAA", "", "p=***"):
        assert outcomes(signed(), {NAME: record}) == ["fail"]


def test_a_record_in_pieces_is_put_together():
    ((name, record),) = keys().items()
    assert outcomes(signed(), {f"{name.upper()}.": f'"{record[:40]}" "{record[40:]}"'}) == ["pass"]


def test_readers_of_mail_judge_from_the_settings():
    """In a mailbox the From line was quoted and a line end added."""
    given = {"dkim_keys": keys()}
    raw = signed()
    found = [
        one.value
        for one in eml.read(in_memory(raw, settings=given))
        if isinstance(one, Property) and one.name == "dkim"
    ]
    assert found == ["pass"]
    box = b"From ann@trust.example Mon Jun  3 09:00:00 2024\r\n" + raw.replace(b"\r\nFrom h", b"\r\n>From h") + b"\r\n"
    found = [
        one.value
        for one in mbox.read(in_memory(box * 2, settings=given))
        if isinstance(one, Property) and one.name == "dkim"
    ]
    assert found == ["pass", "pass"]


@given(st.binary(max_size=200), st.binary(max_size=60))
def test_any_mail_has_an_outcome(raw, tags):
    for mail in (raw, b"DKIM-Signature: s=s1; d=trust.example; h=from;" + tags + b"\r\n\r\n" + raw):
        assert set(outcomes(mail, keys())) <= {"pass", "pass_partly", "weak", "fail", "no_key", "none"}
