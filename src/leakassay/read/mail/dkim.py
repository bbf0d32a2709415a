"""DKIM (RFC 6376, 8301, 8463): is a mail as its domain signed it? Judged from keys that the operator gave.

Nothing here can reach a name server: a key that was not given is `no_key`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from leakassay.model.batch import Property
from leakassay.values.mail_message import BEFORE_HEADERS

PASS, PARTLY, WEAK, FAIL, NO_KEY, NONE = "pass", "pass_partly", "weak", "fail", "no_key", "none"
"""Signed as it stands; signed but for what follows the signed length; signed by SHA-1 or a short key; not as signed;
the key was not given; no signature."""

MOST_SIGNATURES = 8
"""Signatures of one mail that are judged; honest mails bear up to three."""

LEAST_BITS = 1024
"""Of an RSA key that convinces (RFC 8301)."""

_END = re.compile(rb"\r\n\r\n|\n\n|\r\n\n|\n\r\n")
_FIELD = re.compile(rb"^([!-9;-~]{1,200})[ \t]{0,9}:[^\n]*(?:\n|\Z)(?:[ \t][^\n]*(?:\n|\Z))*", re.MULTILINE)
_LONE = re.compile(rb"(?<!\r)\n")
_BLANKS = re.compile(rb"[ \t]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_AT_END = re.compile(rb" (?=\r\n|\Z)")
_VALUE_OF_B = re.compile(rb"([;:\s]b[ \t\r\n]{0,99}=)[^;]*")
_QUOTED = re.compile(r'"([^"]*)"')
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class _Mail:
    """A mail with CRLF at the ends of its lines: fields as (lower-case name, raw), and the body."""

    fields: tuple[tuple[bytes, bytes], ...]
    body: bytes


def properties(raw: bytes, keys: object, part: str = "") -> Iterator[Property]:
    """One property `dkim` for each signature, `none` for a mail without; nothing where no keys were given.

    Args:
        raw: the mail as it lies in the dump.
        keys: "selector._domainkey.domain" and the text of its TXT record, from the settings.
        part: of the mailbox.
    """
    if not isinstance(keys, Mapping) or not keys:
        return
    mail = _mail(raw)
    known = {str(name).lower().rstrip("."): str(record) for name, record in keys.items()}
    signatures = [at for at, (name, _) in enumerate(mail.fields) if name == b"dkim-signature"]
    bodies: dict[tuple[bool, str], bytes] = {}
    for at in signatures[:MOST_SIGNATURES]:
        yield Property("dkim", _judged(mail, at, known, bodies), part=part, row=at)
    if not signatures:
        yield Property("dkim", NONE, part=part)


def _mail(raw: bytes) -> _Mail:
    before = BEFORE_HEADERS.match(raw)
    raw = raw[before.end() :] if before else raw
    end = _END.search(raw)
    head, body = (raw[: end.start()] + b"\n", raw[end.end() :]) if end else (raw, b"")
    fields = [(found[1].lower(), _LONE.sub(b"\r\n", found[0])) for found in _FIELD.finditer(head)]
    return _Mail(tuple(fields), _LONE.sub(b"\r\n", body))


def _tags(text: str) -> dict[str, str]:
    """`name=value` between semicolons."""
    pairs = (piece.partition("=") for piece in text.split(";"))
    return {name.strip(): value.strip() for name, sign, value in pairs if sign}


def _judged(mail: _Mail, at: int, keys: Mapping[str, str], bodies: dict[tuple[bool, str], bytes]) -> str:
    """What became of the signature in field `at`."""
    tags = _tags(mail.fields[at][1].partition(b":")[2].decode("utf-8", "replace"))
    kind, _, digest = tags.get("a", "").lower().partition("-")
    domain, names = tags.get("d", "").lower(), [name.strip().lower() for name in tags.get("h", "").split(":")]
    record = keys.get(f"{tags.get('s', '')}._domainkey.{domain}".lower())
    if record is None:
        return NO_KEY
    if kind not in ("rsa", "ed25519") or digest not in ("sha1", "sha256") or "from" not in names:
        return FAIL
    heads, _, body_way = tags.get("c", "simple").lower().partition("/")
    is_relaxed = body_way == "relaxed"
    body = bodies.setdefault((is_relaxed, ""), _relaxed_body(mail.body) if is_relaxed else _simple_body(mail.body))
    stated = tags.get("l", "")
    length = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 12 else len(body)
    if length > len(body) or _from_base64(tags.get("bh", "")) != hashlib.new(digest, body[:length]).digest():
        return FAIL
    signed = _signed(mail, at, names, is_relaxed=heads == "relaxed")
    outcome = _verified(kind, digest, record, _from_base64(tags.get("b", "")), signed)
    return PARTLY if outcome == PASS and length < len(body) else outcome


def _signed(mail: _Mail, at: int, names: list[str], *, is_relaxed: bool) -> bytes:
    """The header fields that were signed, from the last of a name upwards, and the signature without its value."""
    waiting: dict[bytes, list[bytes]] = {}
    for known, raw in mail.fields:
        waiting.setdefault(known, []).append(raw)
    pieces = []
    for name in names:
        fields = waiting.get(name.encode("utf-8", "replace"))
        if fields:
            field = fields.pop()
            pieces.append(_relaxed_field(field) if is_relaxed else field)
    own_name, _, value = mail.fields[at][1].partition(b":")
    own = own_name + b":" + _VALUE_OF_B.sub(rb"\1", b";" + value, count=1)[1:]
    return b"".join(pieces) + (_relaxed_field(own) if is_relaxed else own).removesuffix(b"\r\n")


def _relaxed_field(raw: bytes) -> bytes:
    name, _, value = raw.partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", _FOLD.sub(b"", value)).strip() + b"\r\n"


def _simple_body(body: bytes) -> bytes:
    """Empty lines at the end are one line end."""
    end = len(body)
    while body.endswith(b"\r\n", 0, end):
        end -= 2
    return body[:end] + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    plain = _simple_body(_AT_END.sub(b"", _BLANKS.sub(b" ", body)))
    return b"" if plain == b"\r\n" else plain


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(_SPACE.sub("", text), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _verified(kind: str, digest: str, record: str, signature: bytes, signed: bytes) -> str:
    """Hold a signature against a key record."""
    tags = _tags("".join(_QUOTED.findall(record)) or record)
    key = _from_base64(tags.get("p", ""))
    if not key or tags.get("k", "rsa").lower() != kind:
        return FAIL
    try:
        if kind == "ed25519":
            Ed25519PublicKey.from_public_bytes(key).verify(signature, hashlib.new(digest, signed).digest())
            return PASS if digest == "sha256" else FAIL
        public = load_der_public_key(key)
        if not isinstance(public, RSAPublicKey):
            return FAIL
        public.verify(signature, signed, PKCS1v15(), SHA256() if digest == "sha256" else SHA1())  # noqa: S303  `weak`, below
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return FAIL
    return PASS if digest == "sha256" and public.key_size >= LEAST_BITS else WEAK
