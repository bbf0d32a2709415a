"""A message as Outlook keeps it (MAPI): properties, recipients and bodies, from msg, pst and TNEF alike.

Where a message can hide text, and what is done: every property that is a text is told, known or not, named ones by
their name; one-off addresses inside binary values (members of distribution lists) too; dates and choices that have a
label. A body is told in each form that says something another form does not. Other binary values and numbers are states
of a program and no words.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from leakassay.model.batch import Gap, Property, Reading
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.mail import header, lzfu, mapi_names
from leakassay.read.mail.html_table import batches, without_tables
from leakassay.read.mail.html_text import text_of_html
from leakassay.read.mail.message import parse, rows_of, text_of
from leakassay.read.mail.rtf_body import text_of_rtf

STRING, UNICODE, BINARY, TIME, SHORT, LONG = 0x001E, 0x001F, 0x0102, 0x0040, 0x0002, 0x0003
"""Types of values: text in a code page, text in UTF-16, bytes, 100 ns since 1601, numbers."""

_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
"""Mark of an address that stands in full where a reference to an address book would."""

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_SEXES = {1: "Female", 2: "Male"}
_SEX, _SUBJECT = 0x3A4D, 0x0037
_OTHER_SUBJECTS = (0x0E1D, 0x0070)
"""The subject without its `RE:`, and that of the first message."""

_NO_DATE_YEAR = 4000
"""Outlook writes the year 4501 for none."""


@dataclass(frozen=True)
class Value:
    """One property; of many values in one there are as many.

    Attributes:
        tag: property id.
        kind: type.
        raw: the value as stored, numbers little-endian.
        name: of a named property: its text, or its number in hexadecimal.
    """

    tag: int
    kind: int
    raw: bytes
    name: str = ""


@dataclass
class Outlook:
    """A message.

    Attributes:
        values: of the message.
        recipients: values of each.
        others: values of what hangs on it (attachments), told with a label in front.
        code_page: of texts that say none, where the container knows it.
    """

    values: list[Value] = field(default_factory=list)
    recipients: list[list[Value]] = field(default_factory=list)
    others: list[tuple[str, list[Value]]] = field(default_factory=list)
    code_page: int = 0


def readings(message: Outlook, prefix: str = "") -> Iterator[Reading]:
    """Properties, lines for people, bodies of a message; a Gap of no bytes for a body that cannot be unpacked.

    Args:
        message: what the container said.
        prefix: put before the name of each part ("Inbox/3/" in a store).
    """
    pages = _code_pages(message)
    part = prefix.rstrip("/")
    lines: list[str] = []
    told: set[tuple[str, str]] = set()
    for one in (*_wire(message, pages, part, lines), *_properties(message, pages, part, lines)):
        if (one.name, one.value) not in told and not (one.name == "date" and any(name == "date" for name, _ in told)):
            told.add((one.name, one.value))
            yield one
    if rows := rows_of("\n".join(dict.fromkeys(lines + list(_lines(message, pages))))):
        yield text_of(rows, f"{prefix}headers")
    yield from _bodies(message.values, pages, prefix)


def decoded(value: Value, pages: Sequence[str]) -> str:
    """A text value; "" where it is none."""
    if value.kind == UNICODE:
        text = value.raw[: len(value.raw) // 2 * 2].decode("utf-16-le", "replace")
    elif value.kind == STRING:
        text = header.decoded(value.raw, pages[0])
    else:
        return ""
    return text.replace("\0", "").strip()


def time_of(raw: bytes) -> str:
    """A time as ISO 8601 to the minute; "" for none and for what no calendar holds."""
    if len(raw) != 8:
        return ""
    try:
        moment = _EPOCH + timedelta(microseconds=int.from_bytes(raw, "little") // 10)
    except OverflowError:
        return ""
    if moment.year >= _NO_DATE_YEAR or moment == _EPOCH:
        return ""
    return moment.strftime("%Y-%m-%d") if not (moment.hour or moment.minute) else moment.strftime("%Y-%m-%d %H:%M")


def _code_pages(message: Outlook) -> tuple[str, str]:
    """Charset of texts, and of an HTML body."""
    said = {value.tag: int.from_bytes(value.raw[:4], "little") for value in message.values if value.kind == LONG}
    text = said.get(mapi_names.MESSAGE_CODE_PAGE) or message.code_page or said.get(mapi_names.INTERNET_CODE_PAGE, 0)
    return _charset(text), _charset(said.get(mapi_names.INTERNET_CODE_PAGE) or text)


def _charset(page: int) -> str:
    return mapi_names.CODE_PAGES.get(page, f"cp{page}") if page else ""


def _first(values: Iterable[Value], tags: Sequence[int], pages: Sequence[str]) -> str:
    """Text of the first property that has one, in the order of the tags."""
    said = {value.tag: text for value in values if value.tag in tags and (text := decoded(value, pages))}
    return next((said[tag] for tag in tags if tag in said), "")


def _person(values: list[Value], names: Sequence[int], addresses: Sequence[int], pages: Sequence[str]) -> str:
    name, address = _first(values, names, pages), _first(values, addresses, pages)
    return f"{name} <{address}>" if name and address and name != address else name or address


def _wire(message: Outlook, pages: Sequence[str], part: str, lines: list[str]) -> Iterator[Property]:
    """What the header said on its way here."""
    text = next((decoded(one, pages) for one in message.values if one.tag == mapi_names.HEADERS), "")
    if not text:
        return
    try:
        wire = parse(text.encode("utf-8", "replace") + b"\n\n", needs_header=False)
    except ItemError:
        lines.append(text)
        return
    yield from header.properties(wire, part)
    lines += header.searched(wire)
    if said := header.machine(wire):
        yield Property("machine_headers", "\n".join(said)[: header.MAX_VALUE], part=part)
    if isinstance(rest := wire.get_payload(), str) and rest.strip():
        lines.append(rest)


def _properties(message: Outlook, pages: Sequence[str], part: str, lines: list[str]) -> Iterator[Property]:
    """Properties of the document; people in them are lines too."""
    for value in message.values:
        name = mapi_names.PROPERTIES.get(value.tag)
        text = time_of(value.raw) if value.kind == TIME else decoded(value, pages)
        if value.tag in _OTHER_SUBJECTS and not any(one.tag == _SUBJECT for one in message.values):
            name = "subject"
        if name and text:
            yield Property(name, " ".join(text.split())[: header.MAX_VALUE], part=part)
    people = [(name, _person(message.values, names, addresses, pages)) for name, names, addresses in mapi_names.SENDERS]
    for recipient in message.recipients:
        kinds = [value.raw for value in recipient if value.tag == mapi_names.RECIPIENT_KIND]
        kind = int.from_bytes(kinds[0][:4], "little") & 0xF if kinds else 1
        who = _person(recipient, mapi_names.RECIPIENT_NAME, mapi_names.RECIPIENT_ADDRESS, pages)
        people.append((mapi_names.RECIPIENT_KINDS.get(kind, "to"), who))
    for name, who in people:
        if who:
            yield Property(name, " ".join(who.split())[: header.MAX_VALUE], part=part)
            lines.append(f"{name.replace('_', ' ').capitalize()}: {who}")


def _lines(message: Outlook, pages: Sequence[str]) -> Iterator[str]:
    """`Label: value` of everything that is a text, each text once."""
    told: set[str] = set()
    groups = [("", message.values), *(("Recipient ", values) for values in message.recipients), *message.others]
    for before, values in groups:
        for value in values:
            for text in _said(value, pages):
                key = f"{value.tag if value.kind == TIME else ''}{text}"
                if key not in told:
                    told.add(key)
                    yield f"{before}{_label(value)}: {text}"


def _said(value: Value, pages: Sequence[str]) -> list[str]:
    """Texts of one value."""
    if value.kind in (STRING, UNICODE):
        text = "" if value.tag in mapi_names.MACHINE else decoded(value, pages)
        return [text] if text else []
    if value.kind == BINARY:
        return list(_one_offs(value.raw, pages))
    is_labelled = value.tag in mapi_names.LABELS or bool(value.name)
    if value.kind == TIME and is_labelled and (moment := time_of(value.raw)):
        return [moment]
    if value.tag == _SEX and (sex := _SEXES.get(int.from_bytes(value.raw[:2], "little"))):
        return [sex]
    return []


def _label(value: Value) -> str:
    if value.name:
        try:
            return mapi_names.NAMED.get(int(value.name, 16), f"Property {value.name}")
        except ValueError:
            return value.name.replace("\n", " ")
    return mapi_names.LABELS.get(value.tag, f"Property {value.tag:04x}")


def _one_offs(raw: bytes, pages: Sequence[str]) -> Iterator[str]:
    """Name and address of each address that stands in full in a binary value."""
    at = raw.find(_ONE_OFF)
    while at >= 0:
        after = raw.find(_ONE_OFF, at + 16)
        piece = raw[at + 16 : after if after >= 0 else len(raw)]
        if len(piece) > 4:
            is_wide = struct.unpack_from("<H", piece, 2)[0] & 0x8000
            body = piece[4:]
            wide = body[: len(body) // 2 * 2].decode("utf-16-le", "replace")
            text = wide if is_wide else header.decoded(body, pages[0])
            yield " ".join(word for word in text.split("\0")[:3] if word.isprintable() and word)
        at = after


def _bodies(values: list[Value], pages: Sequence[str], prefix: str) -> Iterator[Reading]:
    """Bodies in the order HTML, plain, RTF; one that says nothing new is left out."""
    told: set[str] = set()
    forms: list[tuple[str, str]] = []
    for value in values:
        if value.tag == mapi_names.BODY_HTML:
            raw = value.raw if value.kind == BINARY else decoded(value, pages).encode("utf-8", "replace")
            source = header.decoded(raw, pages[1] if value.kind == BINARY else "utf-8").replace("\0", "")
            rest, tables = without_tables(source)
            forms.append(("body html", text_of_html(rest)))
            yield from batches(tables, f"{prefix}body html")
    forms += [("body", decoded(value, pages)) for value in values if value.tag == mapi_names.BODY]
    for value in values:
        if value.tag == mapi_names.BODY_RTF and value.raw:
            texts, reason = _rtf(value.raw)
            forms += texts
            if reason is not Reason.NONE:
                yield Gap(reason, part=f"{prefix}body rtf")
    for name, text in forms:
        lines = {key for line in text.split("\n") if (key := "".join(line.split()))}
        if not lines <= told:
            told |= lines
            yield text_of(rows_of(text), f"{prefix}{name}")


def _rtf(raw: bytes) -> tuple[list[tuple[str, str]], Reason]:
    try:
        source, reason = lzfu.unpacked(raw)
    except ItemError as error:
        return [], error.reason
    text, aside, is_html = text_of_rtf(source)
    return [("body rtf", text_of_html(text) if is_html else text.strip()), ("body rtf aside", aside.strip())], reason
