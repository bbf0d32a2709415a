"""XML as a stream of events: no entity is unfolded in text, nothing outside is opened, no depth is too deep.

Expat keeps open elements in a list of its own, so 200,000 levels do no harm. Entities that a document declares are
told as events and stand in the text as they are written (`&name;`). In attributes expat unfolds them by itself: values
that name others, and long ones, are refused for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

TOKEN_BYTES = 8 << 20
"""A tag, comment or instruction that is longer is refused; text may be of any length."""

ENTITY_TOKEN_BYTES = 64 << 10
"""The same where entities are declared: an attribute of references unfolds a thousandfold."""

ENTITY_CHARACTERS = 4096
"""All values of entities together; honest ones name a sign or a firm."""

START, END, TEXT, COMMENT, INSTRUCTION, ENTITY = range(6)
"""Kinds of events."""

Event = tuple[int, str, dict[str, str]]
"""Kind; name of the element, text, comment, or value of the entity; attributes of a START, else an empty dict."""

_NONE: dict[str, str] = {}
_PIECE_BYTES = 1 << 16


def local(name: str) -> str:
    """A name without its prefix."""
    return name[name.find(":") + 1 :]


def events(pieces: Iterable[bytes], encoding: str | None = None) -> Iterator[Event]:
    """Events of a document as its pieces come.

    Args:
        pieces: the bytes in order.
        encoding: overrides what the document declares; None believes it.

    Yields:
        Events; text may come in several.

    Raises:
        ItemError: not well formed (malformed; events up to there were yielded), entities or tokens beyond the limits
            (refused).
    """
    waiting: list[Event] = []
    parser = _parser(waiting, encoding)
    fed = 0
    guard = _Entities(waiting)
    parser.EntityDeclHandler = guard.declared
    try:
        for piece in pieces:
            for at in range(0, len(piece), _PIECE_BYTES):
                part = piece[at : at + _PIECE_BYTES]
                parser.Parse(part)
                fed += len(part)
                yield from _taken(waiting)
                if fed - max(0, parser.CurrentByteIndex) > (ENTITY_TOKEN_BYTES if guard.seen else TOKEN_BYTES):
                    raise ItemError(Reason.LIMIT_SIZE, outcome=Outcome.REFUSED)
        parser.Parse(b"", True)  # noqa: FBT003  expat takes no keywords
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        yield from _taken(waiting)
        raise ItemError(Reason.MALFORMED) from error
    yield from _taken(waiting)


def _taken(waiting: list[Event]) -> list[Event]:
    taken = waiting[:]
    waiting.clear()
    return taken


class _Entities:
    """Looks at what is declared, and refuses what could unfold."""

    def __init__(self, waiting: list[Event]) -> None:
        self._waiting = waiting
        self.seen = 0

    def declared(self, name: str, is_parameter: int, value: str | None, *where: str | None) -> None:  # noqa: ARG002  expat's order
        """Take one declaration."""
        said = value if value is not None else next((place for place in where[1:] if place), "")
        self.seen += 1 + len(said)
        if (value is not None and "&" in value) or self.seen > ENTITY_CHARACTERS:
            raise ItemError(Reason.LIMIT_RATIO, outcome=Outcome.REFUSED)
        if said:
            self._waiting.append((ENTITY, said, _NONE))


def _parser(waiting: list[Event], encoding: str | None) -> expat.XMLParserType:
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.buffer_size = _PIECE_BYTES
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    add = waiting.append
    parser.StartElementHandler = lambda name, attributes: add((START, name, attributes))
    parser.EndElementHandler = lambda name: add((END, name, _NONE))
    parser.CharacterDataHandler = lambda data: add((TEXT, data, _NONE))
    parser.CommentHandler = lambda data: add((COMMENT, data, _NONE))
    parser.ProcessingInstructionHandler = lambda target, data: add((INSTRUCTION, f"{target} {data}", _NONE))

    def other(data: str) -> None:
        """With a handler for what is left, references to entities come here and are not unfolded."""
        if data.startswith("&"):
            add((TEXT, data, _NONE))

    parser.DefaultHandler = other
    return parser
