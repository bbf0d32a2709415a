"""Masks: what may be shown of a value of the dump without an audited reveal; a kind that is not known shows nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pyarrow as pa

from leakassay.disclosure.plain_word import is_plain

DOT = "•"
DOTS = DOT * 3
"""Always three, so that a mask does not give the length away."""

_SUFFIX_WORDS = """
7z accdb avi bak bin bmp bz2 cda csv dat db dbf dcm dmp doc docm docx dta edi eml exe fhir gif gpg gz hl7 htm
html ics ini jpeg jpg js json jsonl key log lz4 mbox md mdb mdf mov mp3 mp4 msg ndjson ods odt old ost parquet
pdf pem png ppt pptx psv pst rar rtf sas7bdat sav sql sqlite svg tab tar tgz tif tiff tmp tsv txt vcf vhd vhdx
vmdk wav webp xls xlsb xlsm xlsx xml xz zip zst
"""
SUFFIXES = frozenset(_SUFFIX_WORDS.split())
"""File suffixes that say a format and nothing else; any other suffix may be a name (`letter.smith`) and is hidden."""

_TEN_DIGITS = re.compile(r"(\d{3})[ .-]?\d{3}[ .-]?\d{4}", re.ASCII)
_YEAR = re.compile(r"((?:18|19|20)\d\d)-\d\d-\d\d", re.ASCII)
_POSTCODE_AREA = re.compile(r"([A-Z]{1,2})\d[A-Z\d]? ?\d[A-Z]{2}", re.ASCII | re.IGNORECASE)
_TELEPHONE = re.compile(r"(0\d)[\d ]{7,11}", re.ASCII)
_SEPARATORS = re.compile(r"(!/|/|\\)")
_LOCATOR = re.compile(r"(\d+):(.*):(\d+)", re.ASCII | re.DOTALL)


def mask(kind_or_column: str, value: str) -> str:
    """Mask one value.

    Args:
        kind_or_column: kind of a mention, or column of a table; one that is not known is hidden wholly.
        value: as it lies on the shelf.

    Returns:
        `943 ••• ••••` for an NHS number, an initial for a name, the year of a date of birth, the area of a postcode,
        the first two digits of a telephone number, plain words, initials and known suffixes for a path; `•••` for all
        others and for what does not have the shape of its kind. The empty text stays empty.
    """
    if not value:
        return ""
    return _MASKS.get(kind_or_column, _hidden)(value)


def mask_column(column: pa.ChunkedArray | pa.Array, kind: str) -> pa.Array:
    """Mask a column; each distinct value is masked once.

    Args:
        column: any Arrow type; dates are masked as their ISO text.
        kind: as in `mask`.

    Returns:
        A string array of the same length; null stays null.
    """
    text = column.cast(pa.string())
    merged = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    coded = merged.dictionary_encode()
    masked = pa.array([mask(kind, value) for value in coded.dictionary.to_pylist()], pa.string())
    return masked.take(coded.indices)


def mask_table(table: pa.Table, sensitive: frozenset[str]) -> pa.Table:
    """Mask the sensitive columns of a table; each becomes a string column.

    Where rows say the kind of their value (`kind` and `value` of a mention, `name` and `value` of a property), each
    value is masked by its own row's kind.
    """
    kinds = next((table[name] for name in ("kind", "name") if name in table.column_names), None)
    for place, name in enumerate(table.column_names):
        if name not in sensitive:
            continue
        by_row = name == "value" and kinds is not None
        masked = _mask_by_row(table[name], kinds) if by_row else mask_column(table[name], name)
        table = table.set_column(place, pa.field(name, pa.string()), masked)
    return table


def _mask_by_row(values: pa.ChunkedArray, kinds: pa.ChunkedArray) -> pa.Array:
    pairs = zip(kinds.to_pylist(), values.to_pylist(), strict=True)
    return pa.array([None if value is None else mask(kind or "", value) for kind, value in pairs], pa.string())


def _hidden(_value: str) -> str:
    return DOTS


def _initial(value: str) -> str:
    # A value of one or two characters would be given away by its first; a sign or digit first is not an initial.
    return value[0] + DOTS if len(value) > 2 and value[0].isalpha() else DOTS


def _ten_digits(value: str) -> str:
    found = _TEN_DIGITS.fullmatch(value)
    return f"{found[1]} {DOTS} {DOT * 4}" if found else DOTS


def _year(value: str) -> str:
    found = _YEAR.fullmatch(value)
    return found[1] if found else DOTS


def _area(value: str) -> str:
    found = _POSTCODE_AREA.fullmatch(value)
    return f"{found[1].upper()}{DOT} {DOTS}" if found else DOTS


def _telephone(value: str) -> str:
    found = _TELEPHONE.fullmatch(value)
    return f"{found[1]}{DOTS}" if found else DOTS


def _email(value: str) -> str:
    local, at, _domain = value.rpartition("@")
    return f"{_initial(local)}@{DOTS}" if at and local else DOTS


def _component(value: str) -> str:
    stem, dot, suffix = value.rpartition(".")
    kept = f".{suffix.lower()}" if dot and suffix.lower() in SUFFIXES else ""
    name = stem if kept else value
    return (name if is_plain(name) else _initial(name)) + kept


def _path(value: str) -> str:
    pieces = _SEPARATORS.split(value)
    return "".join(piece if place % 2 else (_component(piece) if piece else "") for place, piece in enumerate(pieces))


def _locator(value: str) -> str:
    found = _LOCATOR.fullmatch(value)
    return f"{found[1]}:{DOTS if found[2] else ''}:{found[3]}" if found else DOTS


_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        **dict.fromkeys(("nhs_number", "chi_number", "hc_number"), _ten_digits),
        **dict.fromkeys(("surname", "forename", "name", "person_name", "author", "company"), _initial),
        **dict.fromkeys(("hospital_number", "specimen_id", "test_name", "test_code", "header"), _initial),
        **dict.fromkeys(("date_of_birth", "date"), _year),
        **dict.fromkeys(("postcode",), _area),
        **dict.fromkeys(("telephone",), _telephone),
        **dict.fromkeys(("email", "email_address"), _email),
        **dict.fromkeys(("item_path", "path", "partition", "label"), _path),
        **dict.fromkeys(("locator",), _locator),
    }
)
"""Kinds that show something. The rest (addresses, sexes, organisation codes, credentials, IBANs …) shows nothing."""
