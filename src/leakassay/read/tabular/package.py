"""Office packages (zip) part by part: what each part is, told by its root, and which parts are files of their own."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular.xml_walk import PACKAGE_FAULTS, Stream

UNPACKED_BYTES = 768 << 20
"""All parts of the package together."""

MAX_RATIO = 400
"""Unpacked to packed; a sheet of one repeated value reaches 100."""

_ENCRYPTED_ODF = b"manifest:encryption-data"

_FOREIGN = re.compile(
    r"(?:^|[/\\])(?:embeddings|activex)[/\\][^/\\]+\.(?!rels$)[^/\\.]+$|(?:^|[/\\])(?:vbaproject|oleobject\d*)\.bin$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\.(?:xml|rels|vml|bin|odttf|fntdata|psmdcp|sigs|rdf)$|(?:^|/)mimetype$|/$|(?:^|/)\[trash\]/|^Configurations2/"
    r"|^META-INF/|^layout-cache$",
    re.IGNORECASE,
)
_INNER_DOCUMENT = re.compile(r"^Object[^/]*/(?!.*(?:settings|styles)\.xml$)[^/]+\.xml$")

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_LOOKED_AT = 4096


def is_foreign(name: str) -> bool:
    """True for a part that is a file of its own, by the rule of the opener of such packages."""
    return bool(_FOREIGN.search(name) or _INNER_DOCUMENT.search(name) or not _OWN.search(name))


class Package:
    """A package in memory, its limits checked.

    Args:
        content: the zip.

    Attributes:
        parts: entries by name as written, folders left out; of several with one name the last.

    Raises:
        ItemError: no zip (malformed), encrypted, or unpacked too large (refused).
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
            if any(entry.flag_bits & 1 for entry in entries) or self._is_locked_odf():
                raise ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
        except (*PACKAGE_FAULTS, struct.error) as error:
            raise ItemError(Reason.MALFORMED) from error
        if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
            raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
        if any(
            entry.file_size > 1 << 22 and entry.file_size > MAX_RATIO * max(1, entry.compress_size) for entry in entries
        ):
            raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)
        self.parts = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self._plain = {_plain(name): name for name in self.parts}

    def _is_locked_odf(self) -> bool:
        """OpenDocument encrypts part by part and says so in its manifest."""
        name = "META-INF/manifest.xml"
        if name not in self._zip.namelist() or self._zip.getinfo(name).file_size > 1 << 22:
            return False
        with self._zip.open(name) as manifest:
            return _ENCRYPTED_ODF in manifest.read(1 << 22)

    def named(self, path: str) -> str:
        """The name as written of a part: slashes of either kind, letters of either case; "" when there is none."""
        return self._plain.get(_plain(path), "")

    def packed(self, name: str) -> int:
        """Bytes that a part takes up."""
        return self.parts[name].compress_size

    @contextmanager
    def stream(self, name: str) -> Iterator[Stream]:
        """The bytes of a part.

        Raises:
            ItemError: it cannot be unpacked.
        """
        try:
            with self._zip.open(self.parts[name]) as part:
                yield part
        except PACKAGE_FAULTS as error:
            raise ItemError(Reason.MALFORMED) from error

    def root(self, name: str) -> str:
        """Local name of the outermost element of a part; "" when it is no XML."""
        try:
            with self.stream(name) as part:
                head = part.read(_LOOKED_AT)
        except ItemError:
            return ""
        encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
        found = _ROOT.search(head.decode(encoding, "replace"))
        return found[1] if found and head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith((b"<", b"\0<")) else ""


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()
