"""Office packages (zip) part by part: what each part is, told by its root, and which parts are files of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read import package
from leakassay.read.tabular.xml_walk import Stream

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
    """A package in memory, opened within the limits of `read.package`.

    Args:
        content: the zip.

    Attributes:
        parts: entries by name as written, folders left out; of several with one name the last.
        note: of the archive, which zip programs show.

    Raises:
        ItemError: no zip (malformed), encrypted, or unpacked too large (refused).
    """

    def __init__(self, content: bytes) -> None:
        self._zip = package.opened(io.BytesIO(content))
        self.note = self._zip.comment.decode("utf-8", "replace")
        entries = self._zip.infolist()
        # is_dir() of the library fails on a name of nothing
        self.parts = {entry.filename: entry for entry in entries if not entry.filename.endswith("/")}
        self._plain = {_plain(name): name for name in self.parts}

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
        except package.FAULTS as error:
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
