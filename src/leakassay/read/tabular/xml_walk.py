"""XML parts of office packages as a stream of events: no declarations, no entities, nothing held but what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol
from xml.parsers import expat

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read import package

PIECE = 1 << 18
"""Bytes of a part that are parsed at a time."""

STALLED_BYTES = 8 << 20
"""Bytes without the end of one tag or one stretch of text: no writer makes such, and a parser goes over them again."""


class Stream(Protocol):
    """Bytes of one part, piece by piece."""

    def read(self, count: int, /) -> bytes:
        """Up to `count` bytes; none at the end."""


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def walk(stream: Stream, start: Start, end: End, text: Text) -> Iterator[None]:
    """Parse a part.

    Args:
        stream: its bytes.
        start: called with the tag as written (prefix and all) and its attributes.
        end: called with the tag.
        text: called with text between tags, in one piece where it is short.

    Yields:
        After each piece, so that what was gathered can be handed on.

    Raises:
        ItemError: no XML (malformed), declarations of its own, or one tag without end.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    try:
        while piece := stream.read(PIECE):
            fed += len(piece)
            parser.Parse(piece)
            if fed - max(0, parser.CurrentByteIndex) > STALLED_BYTES:
                raise ItemError(Reason.LIMIT_LINE)
            yield
        parser.Parse(b"", True)  # noqa: FBT003  positional in the library
    except (expat.ExpatError, LookupError, *package.FAULTS) as error:  # LookupError: an encoding that nobody knows
        yield
        raise ItemError(Reason.MALFORMED) from error
    yield


class Check:
    """Looks whether a part is well formed while its pieces go by; nothing of it is held.

    Attributes:
        is_sound: so far; False for good once it is not.
    """

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = _refuse
        self._fed = 0
        self.is_sound = True

    def feed(self, piece: bytes) -> None:
        """Take the next piece; none is the end."""
        if not self.is_sound:
            return
        try:
            self._parser.Parse(piece, not piece)
            self._fed += len(piece)
            self.is_sound = self._fed - max(0, self._parser.CurrentByteIndex) <= STALLED_BYTES
        except (expat.ExpatError, LookupError, ValueError, ItemError):
            self.is_sound = False


def _refuse(_name: str, _system: str | None, _public: str | None, has_own: int) -> None:
    """Declarations of a document's own have no place in an office package; entities may unfold without end."""
    if has_own:
        raise ItemError(Reason.MALFORMED)
