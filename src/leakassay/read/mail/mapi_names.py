"""What the properties of Outlook (MS-OXPROPS) are called, as far as they concern people or where a message is from."""

from __future__ import annotations

import struct
from typing import Final

BODY, BODY_HTML, BODY_RTF = 0x1000, 0x1013, 0x1009
HEADERS = 0x007D
"""The header of the mail as it came over the wire."""

RECIPIENT_KIND, ADDRESS_KIND = 0x0C15, 0x3002
INTERNET_CODE_PAGE, MESSAGE_CODE_PAGE = 0x3FDE, 0x3FFD

PROPERTIES: Final[dict[int, str]] = {
    0x001A: "message_class", 0x0037: "subject", 0x0039: "date", 0x0E06: "received_at", 0x3007: "created_at",
    0x3008: "modified_at", 0x1035: "message_id", 0x1042: "in_reply_to", 0x3FF8: "author", 0x3FFA: "last_modified_by",
    0x3A16: "company",
}  # fmt: skip
"""Property id and the name of the document property; a mail file's header has the same names."""

SENDERS: Final[tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]] = (
    ("from", (0x0042,), (0x5D02, 0x0065)),
    ("sender", (0x0C1A,), (0x5D01, 0x0C1F)),
    ("received_by", (0x0040,), (0x5D07, 0x0076)),
    ("received_for", (0x0044,), (0x5D08, 0x0078)),
)
"""Who: name, its property ids, those of the address, the better one first."""

RECIPIENT_NAME, RECIPIENT_ADDRESS = (0x3001, 0x5FF6, 0x3A20), (0x39FE, 0x3003)
RECIPIENT_KINDS: Final[dict[int, str]] = {0: "from", 1: "to", 2: "cc", 3: "bcc"}

LABELS: Final[dict[int, str]] = {
    0x0037: "Subject", 0x0E1D: "Subject", 0x0070: "Topic", 0x0E02: "Bcc", 0x0E03: "Cc", 0x0E04: "To",
    0x3001: "Name", 0x3003: "E-mail", 0x39FE: "E-mail", 0x3004: "Comment", 0x3703: "Extension",
    0x3704: "File", 0x3707: "File", 0x370D: "Path", 0x0C1A: "Sender", 0x0C1F: "Sender e-mail", 0x5D01: "Sender e-mail",
    0x0042: "From", 0x0065: "From e-mail", 0x5D02: "From e-mail", 0x0040: "Received by", 0x0076: "Received by e-mail",
    0x0044: "Received for", 0x0078: "Received for e-mail", 0x3A02: "Callback telephone", 0x3A05: "Generation",
    0x3A06: "Forename", 0x3A08: "Business telephone", 0x3A09: "Home telephone", 0x3A0A: "Initials", 0x3A0B: "Keyword",
    0x3A0C: "Language", 0x3A0D: "Location", 0x3A0F: "Name", 0x3A10: "Organisational number", 0x3A11: "Surname",
    0x3A12: "Original name", 0x3A13: "Original display name", 0x3A15: "Postal address", 0x3A16: "Company",
    0x3A17: "Title", 0x3A18: "Department", 0x3A19: "Office", 0x3A1A: "Primary telephone",
    0x3A1B: "Business telephone", 0x3A1C: "Mobile telephone", 0x3A1D: "Radio telephone", 0x3A1E: "Car telephone",
    0x3A1F: "Other telephone", 0x3A20: "Name", 0x3A21: "Pager", 0x3A23: "Fax", 0x3A24: "Business fax",
    0x3A25: "Home fax", 0x3A26: "Country", 0x3A27: "Town", 0x3A28: "County", 0x3A29: "Street", 0x3A2A: "Postcode",
    0x3A2B: "Post office box", 0x3A2C: "Telex", 0x3A2D: "ISDN", 0x3A2E: "Assistant telephone",
    0x3A2F: "Home telephone", 0x3A30: "Assistant", 0x3A40: "Rich text", 0x3A41: "Wedding anniversary",
    0x3A42: "Date of birth", 0x3A43: "Hobbies", 0x3A44: "Middle name", 0x3A45: "Name prefix", 0x3A46: "Profession",
    0x3A48: "Spouse", 0x3A49: "Computer network", 0x3A4A: "Customer number", 0x3A4B: "Text telephone",
    0x3A4C: "FTP site", 0x3A4D: "Sex", 0x3A4E: "Manager", 0x3A4F: "Nickname", 0x3A50: "Home page",
    0x3A51: "Business home page", 0x3A57: "Company telephone", 0x3A58: "Children", 0x3A59: "Home town",
    0x3A5A: "Home country", 0x3A5B: "Home postcode", 0x3A5C: "Home county", 0x3A5D: "Home street",
    0x3A5E: "Home post office box", 0x3A5F: "Other town", 0x3A60: "Other country", 0x3A61: "Other postcode",
    0x3A62: "Other county", 0x3A63: "Other street", 0x3A64: "Other post office box",
}  # fmt: skip
"""What is printed before a value when it is searched for people; others get their number."""

NAMED: Final[dict[int, str]] = {
    0x8005: "File as", 0x801A: "Home address", 0x801B: "Work address", 0x801C: "Other address", 0x802B: "Web page",
    0x8045: "Work street", 0x8046: "Work town", 0x8047: "Work county", 0x8048: "Work postcode", 0x8049: "Work country",
    0x804F: "User field 1", 0x8050: "User field 2", 0x8051: "User field 3", 0x8052: "User field 4",
    0x8053: "Distribution list", 0x8062: "Instant messaging", 0x8080: "E-mail 1 name", 0x8083: "E-mail 1",
    0x8084: "E-mail 1 original name", 0x8090: "E-mail 2 name", 0x8093: "E-mail 2", 0x8094: "E-mail 2 original name",
    0x80A0: "E-mail 3 name", 0x80A3: "E-mail 3", 0x80A4: "E-mail 3 original name", 0x8104: "Task start",
    0x8105: "Task due", 0x810F: "Task completed", 0x811F: "Task owner", 0x8121: "Task delegator",
    0x8122: "Task role", 0x8125: "Task last user", 0x8208: "Location", 0x820D: "Start", 0x820E: "End",
    0x8232: "Recurrence", 0x8238: "Attendees", 0x823B: "Attendees", 0x823C: "Optional attendees", 0x8516: "Start",
    0x8517: "End", 0x8534: "Mileage", 0x8535: "Billing", 0x8539: "Companies", 0x853A: "Contacts", 0x8586: "Contact",
    0x8706: "Start", 0x8700: "Entry type", 0x8712: "Entry type", 0x80DE: "Date of birth", 0x80DF: "Wedding anniversary",
    0x851F: "Reply to",
}  # fmt: skip
"""The same for named properties with a number for a name."""

MACHINE: Final[frozenset[int]] = frozenset({
    0x001A, 0x007D, 0x0C1E, 0x0064, 0x0075, 0x0077, 0x3002, 0x370E, 0x3703, 0x371D, 0x340D, 0x0FF6, 0x3A40,
    0x1035, 0x1042, 0x1008, 0x3613,
    BODY, BODY_HTML, BODY_RTF,
})  # fmt: skip
"""Texts that name kinds of things, and bodies, which are told on their own."""

CODE_PAGES: Final[dict[int, str]] = {
    65001: "utf-8", 65000: "utf-7", 20127: "cp1252", 28591: "cp1252", 28605: "iso8859-15", 936: "gb18030",
    54936: "gb18030", 52936: "hz", 950: "big5hkscs", 1200: "utf-16-le", 50220: "iso2022_jp", 50221: "iso2022_jp",
    50222: "iso2022_jp", 51932: "euc_jp", 50225: "iso2022_kr", 51949: "euc_kr", 20866: "koi8_r",
    21866: "koi8_u", 10000: "mac_roman", 1361: "johab",
    **{28590 + part: f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 13)},
}  # fmt: skip
"""Code pages that Python calls otherwise than by `cp` and their number."""

_FIRST_NAMED = 0x8000
_NAME_CHARACTERS = 256


def named(listed: bytes, texts: bytes) -> dict[int, str]:
    """Names of named properties by their id: a text, or a number in hexadecimal.

    Args:
        listed: eight bytes each: the number, or where the text lies; whether it is a text; which property.
        texts: length and UTF-16 of each text.
    """
    names: dict[int, str] = {}
    for place, kind, number in struct.iter_unpack("<IHH", listed[: len(listed) // 8 * 8]):
        if kind & 1:
            length = int.from_bytes(texts[place : place + 4], "little") // 2 * 2
            raw = texts[place + 4 : place + 4 + min(length, 2 * _NAME_CHARACTERS)]
            names[_FIRST_NAMED + number] = raw.decode("utf-16-le", "replace")
        else:
            names[_FIRST_NAMED + number] = f"{place:04x}"
    return names
