"""Office packages behind a password (docx, xlsx, xlsb, pptx): what is inside is the one member, with a password given.

msoffcrypto opens the ciphers of Office 2007 (ECMA-376 standard) and of later ones (agile); what is locked by a rights
server or a certificate stays closed.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
from msoffcrypto.format.ooxml import OOXMLFile

from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Outcome, Reason

PACKAGE_BYTES = 256 << 20
"""A larger file is refused: it is opened in memory."""

MOST_TRIED = 200
"""Passwords tried on one file; each costs a tenth of a second where the file asks for 100,000 turns."""

MOST_TURNS = 1_000_000
"""Turns that a file may ask for each password; Office writes 100,000."""

DEFAULT = "VelvetSweatshop"
"""What Excel itself tries first: workbooks that are "protected" and open for everybody."""

PIECE = 1 << 20
_TURNS = re.compile(rb'spinCount="0*(\d{1,20})"')
_FAULTS = (
    FileFormatError, ParseError, DecryptionError, ExpatError, OSError, ValueError, KeyError, TypeError, IndexError,
    AttributeError, AssertionError, NotImplementedError, OverflowError, struct.error,
)  # fmt: skip
"""What msoffcrypto and olefile raise on files that are broken or locked otherwise, by name."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open a package.

    Args:
        item: the file.
        first: number of the member to begin with; there is one.

    Yields:
        The package inside, under the name of the file.

    Raises:
        ItemError: no password of the list opens it (encrypted), or it is too large (refused).
    """
    if first:
        return
    content = item.content(PACKAGE_BYTES)
    opened = _unlocked(content, (DEFAULT, *item.passwords[:MOST_TRIED]))
    name = (item.name or "content").encode("utf-8", "surrogateescape")
    pieces = (opened[at : at + PIECE] for at in range(0, len(opened), PIECE))
    yield Member(0, name, item.size, len(opened), chunks=pieces)


def _unlocked(content: bytes, passwords: tuple[str, ...]) -> bytes:
    locked = ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)
    try:
        _check_turns(content)
        for password in passwords:
            opened = _tried(content, password)
            if opened is not None:
                return opened
    except _FAULTS as error:
        raise locked from error
    raise locked


def _check_turns(content: bytes) -> None:
    """Refuse a file that asks for hours of work for each password."""
    with olefile.OleFileIO(io.BytesIO(content)) as ole, ole.openstream("EncryptionInfo") as said:
        turns = [int(found) for found in _TURNS.findall(said.read(1 << 16))]
    if max(turns, default=0) > MOST_TURNS:
        raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)


def _tried(content: bytes, password: str) -> bytes | None:
    """The package as this password opens it; None when it does not."""
    sink = io.BytesIO()
    try:
        file = OOXMLFile(io.BytesIO(content))
        file.load_key(password=password, verify_password=True)
        file.decrypt(sink)
    except InvalidKeyError:
        return None
    return sink.getvalue()
