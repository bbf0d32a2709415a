"""The public tools of docs/reading.md that read mail."""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from importlib import import_module
from pathlib import Path
from typing import Any

from compare_words import Piece


def letters_of_page(page: str) -> str:
    """Text of an HTML body, as a browser's engine sees it."""
    tree = import_module("selectolax.lexbor").LexborHTMLParser(page)
    tree.strip_tags(["script", "style"])
    return _TAG.sub(" ", str(tree.root.text(separator="\n"))) if tree.root else ""


_TAG = re.compile(r"</?[a-zA-Z]+\s*/?>")
"""In a page that is cut inside a value, closing tags come out as text."""


def python_email(path: Path) -> Iterator[Piece]:
    """Headers and bodies of a message and of those in it; attachments that are text."""
    yield from _message(email.message_from_bytes(path.read_bytes(), policy=email.policy.default))


def python_mailbox(path: Path) -> Iterator[Piece]:
    """The same of every message of a mailbox."""
    for message in mailbox.mbox(path, create=False):
        yield from _message(email.message_from_bytes(message.as_bytes(), policy=email.policy.default))


def _message(message: Message) -> Iterator[Piece]:
    for part in message.walk():
        if part is message or part.get_content_maintype() != "message":
            yield from _headers(part)
        if part.get_content_maintype() == "text" and isinstance(part, EmailMessage):
            body = _body(part)
            yield letters_of_page(body) if part.get_content_subtype() == "html" else body


def _headers(part: Message) -> Iterator[str]:
    """Values of the headers, decoded; what the library cannot parse is left out."""
    for name, raw in part.raw_items():
        try:
            yield str(raw) if name.lower() in _DATES else _known(str(part.policy.header_fetch_parse(name, str(raw))))
        except (AttributeError, IndexError, LookupError, TypeError, ValueError):
            continue


_DATES = frozenset({"date", "resent-date", "delivery-date", "expires", "orig-date"})
"""Headers that the library writes anew."""


def _known(text: str) -> str:
    """A text without the words in which signs were not decoded; no word of other letters of it is to be trusted."""
    return _OTHER.sub(" ", _BROKEN.sub(" ", text)) if "\ufffd" in text else text


_BROKEN = re.compile("\\w*\ufffd[\\w\ufffd]*")
_OTHER = re.compile(r"\w*[^\x00-\x7f]\w*")


def _body(part: EmailMessage) -> str:
    try:
        return _known(str(part.get_content()))
    except (LookupError, ValueError):
        return ""


def oxmsg(path: Path) -> Iterator[Piece]:
    """Head, people, bodies and names of attachments of an Outlook message."""
    message = import_module("oxmsg").Message.load(str(path))
    yield from (text for text in (message.subject, message.sender, message.body) if text)
    yield letters_of_page(message.html_body or "")
    yield from map(str, message.message_headers.values())
    for person in message.recipients:
        yield f"{person.name}\n{person.email_address}"
    yield from (attachment.file_name or "" for attachment in message.attachments)


def tnefparse(path: Path) -> Iterator[Piece]:
    """Bodies of a winmail.dat, names of its attachments."""
    found = import_module("tnefparse").TNEF(path.read_bytes())
    yield _text(found.body)
    yield letters_of_page(_text(found.htmlbody))
    yield from (_text(attachment.long_filename()) for attachment in found.attachments)


def pypff(path: Path) -> Iterator[Piece]:
    """Heads and bodies of the items of every folder."""
    store = import_module("pypff").file()
    store.open(str(path))
    try:
        yield from _folder(store.get_root_folder())
    finally:
        store.close()


def _folder(folder: Any) -> Iterator[str]:
    yield folder.name or ""
    for item in folder.sub_messages:
        for name in ("subject", "sender_name", "conversation_topic", "transport_headers", "plain_text_body"):
            yield _attribute(item, name)
        yield letters_of_page(_attribute(item, "html_body"))
    for below in folder.sub_folders:
        yield from _folder(below)


def _attribute(item: Any, name: str) -> str:
    """One attribute; items of some kinds lack some, and damaged ones raise."""
    try:
        return _text(getattr(item, name, ""))
    except OSError:
        return ""


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
