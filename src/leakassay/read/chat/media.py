"""What a message refers to: files that lie beside the export, and files that it left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from leakassay.model.batch import Property

_MEDIA = ("file", "photo", "thumbnail", "contact_vcard")
"""Keys whose value is a path below the export's folder, or a remark in brackets."""

NAME_CHARACTERS = 1024
"""Of a name that are kept; no file system takes longer ones."""

MESSAGE_ID, DATE, LEFT_OUT = "telegram_message_id", "telegram_date", "telegram_left_out"


@dataclass(frozen=True)
class Reference:
    """One file of a message.

    Attributes:
        path: below the export's folder; of a file that was left out the name it had, or one made from the message.
        left_out: the export says itself that the file is not there.
    """

    path: str
    left_out: bool = False


def references(message: Any) -> Iterator[Reference]:
    """Files that a message of result.json refers to, also in objects inside it (paid media, polls)."""
    waiting = [message]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            yield from _of(one, message)
            waiting.extend(value for value in reversed(one.values()) if isinstance(value, dict | list))


def _of(one: dict[str, Any], message: Any) -> Iterator[Reference]:
    for key in _MEDIA:
        said = one.get(key)
        if not isinstance(said, str) or not said:
            continue
        if not (said.startswith("(File ") and said.endswith(")")):
            yield Reference(_clean(said))
        elif key != "thumbnail":  # a picture of the file that is named already
            name = one.get("file_name")
            number = message.get("id", "") if isinstance(message, dict) else ""
            named = name if isinstance(name, str) and name else f"{key} of message {number}"
            yield Reference(_clean(named), left_out=True)


def properties(found: Reference, number: str, date: str, row: int) -> Iterator[Property]:
    """The message's id and date as properties of the export, each with the path of the file."""
    yield Property(MESSAGE_ID, number, part=found.path, row=row)
    if date:
        yield Property(DATE, date, part=found.path, row=row)
    if found.left_out:
        yield Property(LEFT_OUT, found.path, part=found.path, row=row)


def _clean(name: str) -> str:
    """Text that UTF-8 can hold, cut to a measure."""
    return name[:NAME_CHARACTERS].encode("utf-8", "replace").decode()
