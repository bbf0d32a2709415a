"""Copies that went wrong: cut off, overwritten, zeroed or empty bytes; wrong, missing, too long or unreadable names."""

from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from leakassay.exercise.paper.document import Document

HOWS = ("truncated", "overwritten", "zeroed", "empty")
"""What can happen to the bytes of a copy."""

LONG_PATH = 260
"""Longest path Windows programs open without a prefix; shares hold longer ones all the same."""

_HEAD_BYTES = 512
_SECTOR = bytes(range(0xF0, 0x100)) * (_HEAD_BYTES // 16)
"""What lay in the sector before: it begins no format and is no text."""

_TEXTS = frozenset(
    {"csv", "text", "json", "ndjson", "hl7v2", "edifact", "eml", "mbox", "sql_dump", "astm", "xml", "html", "rtf"}
)
"""Formats without a head that carries the rest: what follows the damage can still be read."""

_ENDLESS = frozenset({"csv", "text", "ndjson", "hl7v2", "sql_dump", "astm"})
"""Formats without an end mark: nobody can tell from the bytes that something followed."""

_SUFFIXES = (".dat", ".tmp", ".old", ".bak", ".jpg", ".doc", ".txt", ".pdf", ".xls", ".1")

_FOLDERS = (
    "Pathology Shared Drive (migrated from old server, please do not move or rename anything in here)",
    "Reporting team - working copies - outstanding and amended requests by site and month of receipt",
    "To be checked by the duty manager before deletion under the retention schedule, box 17 of 40",
)
"""Each below 200 bytes, so that any file system takes them; together longer than `LONG_PATH`."""


def damaged(document: Document, how: str) -> Document:
    """Returns a damaged copy.

    The key keeps no truth for what such a copy still shows (its reason is `truncated` or `malformed`); whose name
    stands in the file name is still so.

    Args:
        document: the good one.
        how: one of `HOWS`.

    Raises:
        ValueError: no such damage.
    """
    if how not in HOWS:
        raise ValueError(f"damage {how!r} is not known; choose one of {', '.join(HOWS)}")
    data = document.data
    form, outcome, reason = document.format, "read_partly", "malformed"
    if how == "truncated":
        data, reason = data[: len(data) * 2 // 3], "truncated"
        outcome = "read" if form in _ENDLESS else outcome
    elif how == "overwritten":
        data = _SECTOR[: len(data)] + data[_HEAD_BYTES:]
        outcome = outcome if form in _TEXTS and len(data) > _HEAD_BYTES else "failed"
    elif how == "zeroed":
        start, stop = len(data) // 3, len(data) * 2 // 3
        data = data[:start] + bytes(stop - start) + data[stop:]
    if how == "empty" or not data:
        form, data, outcome, reason = "empty", b"", "empty", "no_bytes"
    return replace(document, format=form, data=data, records=None, members=(), outcome=outcome, reason=reason)


def misnamed(document: Document, rng: np.random.Generator) -> Document:
    """Returns a document under a name whose extension is wrong or missing; what it truly is stays known."""
    path = PurePosixPath(document.name)
    wrong = [suffix for suffix in ("", *_SUFFIXES) if suffix != path.suffix.lower()]
    chosen = wrong[int(rng.integers(len(wrong)))]
    return replace(document, name=str(path.with_name(path.stem + chosen)))


def long_path(name: str) -> str:
    """Returns a path longer than `LONG_PATH` characters that ends in `name`; its folders stay below 200 bytes each."""
    return "/".join((*_FOLDERS, name))


def broken_name(name: str, encoding: str = "cp1252") -> str:
    """Returns a name whose bytes are no UTF-8, as `os.fsdecode` gives it (with surrogates).

    Args:
        name: the name; where it is plain ASCII, its last component gets an accent.
        encoding: code page of the computer that wrote it (cp1252, cp437 …).

    Raises:
        UnicodeEncodeError: the code page lacks a letter of the name.
    """
    folder, slash, last = name.rpartition("/")
    broken = last.encode(encoding).decode("utf-8", "surrogateescape")
    if broken == shown(broken):
        # a lone byte above 0x7f between ASCII is never UTF-8
        stem, dot, suffix = last.rpartition(".")
        last = f"{stem} \u00e9{dot}{suffix}" if dot else f"{last} \u00e9"
        broken = last.encode(encoding).decode("utf-8", "surrogateescape")
    return folder + slash + broken


def shown(name: str) -> str:
    """Returns a name as the assay shows it in item_path, where bytes that are no UTF-8 are backslash escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
