"""Lists of known files: NSRL tables, output of sha256sum, or one hash a line; any length in bounded memory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leakassay.model.errors import OperatorError

BLOCK_BYTES = 8 << 20
"""Bytes of the list in memory at once; with what is found in them about 60 MB."""

KINDS = ("sha256", "sha1", "md5")
"""Hashes that are understood, the best first: a table that has several columns is read by the best."""

_DIGITS = {"sha256": 64, "sha1": 40, "md5": 32}
_WORD = re.compile(rb"[0-9A-Fa-f]+")
_SILENT = re.compile(rb"[ \t\r]*(?:[#;].*)?", re.DOTALL)
"""A line that says nothing: blank, or a remark."""

_BSD = re.compile(rb"(?:SHA256|SHA1|MD5) \(.*\) = ([0-9A-Fa-f]{32,64})\r?$", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Layout:
    """How a list is written.

    Attributes:
        kind: which hash is taken from it, one of `KINDS`.
        pattern: finds the hash of a line; one group.
        skip: bytes before the first line with a hash (mark and headings).
    """

    kind: str
    pattern: re.Pattern[bytes]
    skip: int


def layout(path: Path) -> Layout:
    """Tell how a list is written, by its first line that says something.

    Raises:
        OperatorError: it cannot be read, or holds neither a hash nor a heading that names one.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1 << 20)
    except OSError as error:
        raise OperatorError(
            f"--known-files: {path} cannot be read: {error.strerror}; give a file with a hash a line"
        ) from None
    at = len(_BOM) if head.startswith(_BOM) else 0
    for line in head[at:].splitlines(keepends=True):
        text = line.rstrip(b"\r\n")
        if not _SILENT.fullmatch(text):
            found = _table(text, at + len(line)) or _plain(text, at)
            if found is not None:
                return found
            break
        at += len(line)
    raise OperatorError(
        f"--known-files: {path} begins with neither a hash nor headings that name SHA-256, SHA-1 or MD5; "
        "expected one hash a line, the output of sha256sum, or a table such as NSRLFile.txt"
    )


def _table(heading: bytes, skip: int) -> Layout | None:
    """A table whose headings name its hashes (RDS: "SHA-1","MD5","CRC32","FileName" …)."""
    delimiter = max(b",\t;|", key=heading.count)
    sign = re.escape(bytes((delimiter,)))
    names = [name.strip(b"\" '\r").lower().replace(b"-", b"") for name in heading.split(bytes((delimiter,)))]
    for kind in KINDS:
        if kind.encode() in names:
            cell = rb'(?:"(?:[^"\n]|"")*+"|[^"\n' + sign + rb"]*+)" + sign
            before = rb"(?:" + cell + rb"){%d}" % names.index(kind.encode())
            return Layout(kind, re.compile(rb"^" + before + _hash(kind), re.MULTILINE), skip)
    return None


def _plain(line: bytes, skip: int) -> Layout | None:
    """A hash a line, alone or before a name; sha256sum puts a backslash before a line whose name it had to mask."""
    bsd = _BSD.match(line)
    word = bsd.group(1) if bsd else (_WORD.match(line.lstrip(b'\\"')) or [b""])[0]
    kind = next((kind for kind, digits in _DIGITS.items() if digits == len(word)), None)
    if kind is None:
        return None
    return Layout(kind, _BSD if bsd else re.compile(rb"^\\?" + _hash(kind), re.MULTILINE), skip)


def _hash(kind: str) -> bytes:
    return rb'"?([0-9A-Fa-f]{%d})"?(?![0-9A-Za-z])' % _DIGITS[kind]


def digests(path: Path, found: Layout) -> Iterator[bytes]:
    """The hashes of a list, many at a time.

    Args:
        path: the list.
        found: what `layout` said.

    Yields:
        Raw digests one behind the other, of as many lines as a block holds.

    Raises:
        OperatorError: a line holds no such hash; its number is said.
    """
    number = 1
    for block in _blocks(path, found.skip):
        hits = found.pattern.findall(block)
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        if len(hits) != lines:
            _refuse_odd(path, found, block, number)
        if hits:
            yield bytes.fromhex(b"".join(hits).decode("ascii"))
        number += lines


def _blocks(path: Path, skip: int) -> Iterator[bytes]:
    """Whole lines of a list."""
    with path.open("rb") as file:
        file.seek(skip)
        rest = b""
        while piece := file.read(BLOCK_BYTES):
            cut = piece.rfind(b"\n") + 1
            if cut:
                yield rest + piece[:cut]
                rest = piece[cut:]
            elif len(rest) > BLOCK_BYTES:
                raise OperatorError(f"--known-files: {path} has a line of more than {BLOCK_BYTES} bytes; no list has")
            else:
                rest += piece
        if rest:
            yield rest


def _refuse_odd(path: Path, found: Layout, block: bytes, first: int) -> None:
    """Name the first line that holds neither a hash nor a remark; a line that is passed over would be a silent gap."""
    for number, line in enumerate(block.split(b"\n"), first):
        if not found.pattern.match(line) and not _SILENT.fullmatch(line):
            raise OperatorError(
                f"--known-files: line {number} behind the headings of {path} holds no {found.kind} as the first one "
                "does; remove it, or split the list by kind of hash"
            )


def sha256_of_list(path: Path) -> str:
    """The list's own hash, for the manifest.

    Raises:
        OperatorError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OperatorError(f"--known-files: {path} cannot be read: {error.strerror}; name a file") from None
