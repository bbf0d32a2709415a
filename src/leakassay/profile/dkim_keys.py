"""Public keys of DKIM that the operator gives: DNS records from a file, since nothing here may ask a name server."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from leakassay.model.errors import ProfileError

MAX_BYTES = 4 << 20
"""Bytes of the file; a record takes four hundred."""

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,190}\._domainkey\.[A-Za-z0-9_.-]{1,190}\.?")
_LINE: Final = re.compile(rf"\s*({_NAME.pattern})(?:\s+\d+)?(?:\s+IN)?(?:\s+TXT)?[\s=:]+(\S.*)", re.IGNORECASE)
_KEY: Final = re.compile(r"(?:^|[;\"\s])p\s*=")


@dataclass(frozen=True)
class DkimKeys:
    """Keys of DKIM.

    Attributes:
        records: text of the TXT record by "selector._domainkey.domain", lower case.
        sha256: of the file that they come from; "" without one.
    """

    records: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    def as_json(self) -> dict[str, str | int]:
        """For the manifest."""
        return {"sha256": self.sha256, "records": len(self.records)}


NO_KEYS: Final = DkimKeys()


def load(path: Path) -> DkimKeys:
    """Read a file of records: TOML (`.toml`: "selector._domainkey.domain" = "v=DKIM1; p=…"), else lines of text.

    A line is as a zone file or `dig` writes it (`name [time to live] [IN] [TXT] "record"`); `;` and `#` begin comments.

    Raises:
        ProfileError: the file cannot be read, or holds what is no record; the message names the line or key.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise ProfileError(f"--dkim-keys: {path} cannot be read as text in UTF-8") from None
    if len(raw) > MAX_BYTES:
        raise ProfileError(f"--dkim-keys: {path} has {len(raw):,} bytes; {MAX_BYTES:,} at most are read")
    pairs = _of_toml(path, text) if path.suffix.lower() == ".toml" else _of_lines(path, text)
    records: dict[str, str] = {}
    for place, name, record in pairs:
        if not _KEY.search(record):
            raise ProfileError(f"--dkim-keys: {path}, {place}: no p= in the record; a public key was expected there")
        records[name.lower().rstrip(".")] = record
    if not records:
        raise ProfileError(f"--dkim-keys: {path} holds no record; selector._domainkey.domain and its TXT were expected")
    return DkimKeys(records, hashlib.sha256(raw).hexdigest())


def _of_lines(path: Path, text: str) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith((";", "#")):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise ProfileError(
                f"--dkim-keys: {path}, line {number}: no record; 'selector._domainkey.domain TXT \"v=DKIM1; p=…\"' was "
                "expected"
            )
        yield f"line {number}", found[1], found[2].strip()


def _of_toml(path: Path, text: str) -> Iterator[tuple[str, str, str]]:
    try:
        waiting: list[tuple[str, Any]] = list(tomllib.loads(text).items())
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"--dkim-keys: {path} is no TOML: {error}") from None
    while waiting:
        name, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting.extend((f"{name}.{inner}", one) for inner, one in value.items())
        elif not isinstance(value, str) or not _NAME.fullmatch(name):
            raise ProfileError(
                f"--dkim-keys: {path}, key {name}: 'selector._domainkey.domain' = 'v=DKIM1; p=…' was expected"
            )
        else:
            yield f"key {name}", name, value
