"""Rolls: the organisation's patients as keyed tokens, so that overlap is counted without a list of names at hand.

A roll is Parquet with `token` (and `pair_token` of "number|ISO date of birth"), or a plain CSV tokenised on load.
Token files that leakassay writes carry the token of a known phrase, so that a wrong secret is seen as one.
"""

from __future__ import annotations

import datetime as dt
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from leakassay.model import keys
from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import Profile, Roll
from leakassay.values import date_of_birth
from leakassay.values.uk import nhs_number_array

KNOWN_PHRASE = "leakassay roll"
KNOWN_ANSWER = b"leakassay.known_answer"
"""Key of the Parquet metadata that holds the token of `KNOWN_PHRASE`, hexadecimal."""
NUMBER_HEADERS = ("nhsnumber", "nhsno", "nhs", "nhsnum")
BIRTH_HEADERS = ("dateofbirth", "dob", "birthdate")
_PREFIX = "hmac-sha256:"
_NONE = pa.array([], pa.binary())


@dataclass(frozen=True)
class LoadedRoll:
    """A roll in memory.

    Attributes:
        name: as the profile calls it.
        secret: key of its tokens.
        numbers: binary (n,), distinct tokens of NHS numbers.
        pairs: binary (m,), distinct tokens of number and date of birth; empty where the roll has none.
        vouched: the secret is known to be the one that made the tokens.
        fault: why it cannot be used, a sentence; "" when it can.
    """

    name: str
    secret: bytes = field(repr=False)
    numbers: pa.Array = field(default_factory=lambda: _NONE, repr=False)
    pairs: pa.Array = field(default_factory=lambda: _NONE, repr=False)
    vouched: bool = False
    fault: str = ""


def pair_of(number: str, birth: dt.date | str) -> str:
    """The canonical text of a pair: ten digits, a bar, the ISO date."""
    return f"{number}|{birth}"


def load(profile: Profile) -> tuple[LoadedRoll, ...]:
    """Every roll of the profile, in its order.

    Raises:
        ProfileError: a roll or its secret cannot be read, or holds no column of numbers.
    """
    return tuple(_load(profile, place, roll) for place, roll in enumerate(profile.roll))


def check(profile: Profile) -> None:
    """Refuse rolls that are not there, without reading them.

    Raises:
        ProfileError: a roll or its secret cannot be opened, or the secret is empty.
    """
    for place, entry in enumerate(profile.roll):
        read_secret(profile.resolve(entry.secret_file), f"roll[{place}].secret_file")
        try:
            profile.resolve(entry.path).open("rb").close()
        except OSError as error:
            raise _unreadable(f"roll[{place}].path", error) from None


def read_secret(path: Path, where: str) -> bytes:
    """The bytes of a secret file without a final newline.

    Raises:
        ProfileError: it is missing, unreadable or empty.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProfileError(f"{where}: the secret file cannot be read ({type(error).__name__}); put it there") from None
    secret = raw.removesuffix(b"\n").removesuffix(b"\r")
    if not secret:
        raise ProfileError(f"{where}: the secret file is empty; a secret of any length was expected")
    return secret


def tokenise(path: Path, secret: bytes, where: str = "roll") -> pa.Table:
    """Tokens of a plain CSV of patients.

    Args:
        path: UTF-8 CSV with a header that has a column of NHS numbers, best with one of dates of birth.
        secret: key of the tokens.
        where: how an error names the file.

    Returns:
        Columns token, pair_token (binary, null where number or date is none), distinct rows; the known answer in
        the metadata of the schema, so that it may be written as Parquet as it is.

    Raises:
        ProfileError: the file is no CSV or has no column of NHS numbers.
    """
    read = _read_csv(path, where)
    numbers = _canonical_numbers(read.column(0))
    births = _canonical_births(read.column(1)) if read.num_columns > 1 else [None] * len(numbers)
    rows = list(dict.fromkeys((number, birth) for number, birth in zip(numbers, births, strict=True) if number))
    pairs = [None if birth is None else pair_of(number, birth) for number, birth in rows]
    schema = pa.schema(
        [("token", pa.binary()), ("pair_token", pa.binary())],
        metadata={KNOWN_ANSWER: keys.token(secret, KNOWN_PHRASE).hex().encode()},
    )
    made = [keys.tokens(secret, (number for number, _ in rows)), _tokens_or_none(secret, pairs)]
    table = pa.Table.from_arrays([pa.array(column, pa.binary()) for column in made], schema=schema)
    # by token, so that a written roll does not keep the order of the register
    return table.sort_by([("token", "ascending"), ("pair_token", "ascending")])


def _tokens_or_none(secret: bytes, values: Iterable[str | None]) -> list[bytes | None]:
    return [None if value is None else keys.token(secret, value) for value in values]


def _load(profile: Profile, place: int, roll: Roll) -> LoadedRoll:
    where = f"roll[{place}]"
    secret = read_secret(profile.resolve(roll.secret_file), f"{where}.secret_file")
    path = profile.resolve(roll.path)
    try:
        with path.open("rb") as file:
            is_parquet = file.read(4) == b"PAR1"
        table = pq.read_table(path) if is_parquet else tokenise(path, secret, f"{where}.path")
    except OSError as error:  # pa.ArrowInvalid is a ValueError, a missing or unreadable file an OSError
        raise _unreadable(f"{where}.path", error) from None
    except pa.ArrowInvalid:
        raise ProfileError(f"{where}.path: the roll is not Parquet that can be read; build it again") from None
    if "token" not in table.column_names:
        raise ProfileError(f"{where}.path: the roll has no column 'token'; `leakassay roll build` writes one")
    return _checked(roll.name, secret, table, where)


def _unreadable(where: str, error: OSError) -> ProfileError:
    return ProfileError(f"{where}: the roll cannot be read ({type(error).__name__}); put it there and run again")


def _checked(name: str, secret: bytes, table: pa.Table, where: str) -> LoadedRoll:
    numbers = _distinct(table.column("token"), where)
    pairs = _distinct(table.column("pair_token"), where) if "pair_token" in table.column_names else _NONE
    if not len(numbers):
        return LoadedRoll(name, secret, fault=f"The roll '{name}' is empty: it was not compared.")
    said = (table.schema.metadata or {}).get(KNOWN_ANSWER)
    if said is not None and not hmac.compare_digest(said, keys.token(secret, KNOWN_PHRASE).hex().encode()):
        return LoadedRoll(
            name, secret, fault=f"The secret does not fit the roll '{name}': it was not compared; give the right one."
        )
    return LoadedRoll(name, secret, numbers, pairs, vouched=said is not None)


def _distinct(column: pa.ChunkedArray, where: str) -> pa.Array:
    """Distinct tokens as bytes, from binary, hexadecimal or `hmac-sha256:` columns."""
    found = pc.drop_null(column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    if pa.types.is_string(found.type) or pa.types.is_large_string(found.type):
        try:
            found = pa.array([bytes.fromhex(text.removeprefix(_PREFIX)) for text in found.to_pylist()], pa.binary())
        except ValueError:
            raise ProfileError(f"{where}.path: a token is not hexadecimal; build the roll again") from None
    try:
        return pc.unique(found.cast(pa.binary()))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise ProfileError(f"{where}.path: tokens were expected as bytes or hexadecimal text") from None


def _read_csv(path: Path, where: str) -> pa.Table:
    """The columns of numbers and births (if any), as strings, in this order."""
    try:
        with path.open("rb") as file:
            head = csv.open_csv(file, read_options=csv.ReadOptions(block_size=1 << 20)).schema.names
        wanted = [_first_of(head, NUMBER_HEADERS), _first_of(head, BIRTH_HEADERS)]
        if wanted[0] is None:
            raise ProfileError(f"{where}: no column of NHS numbers; a header such as nhs_number was expected")
        names = [name for name in wanted if name is not None]
        types = {name: pa.string() for name in names}
        options = csv.ConvertOptions(include_columns=names, column_types=types, strings_can_be_null=True)
        return csv.read_csv(os.fspath(path), convert_options=options)
    except (pa.ArrowInvalid, UnicodeDecodeError):  # the latter for names of columns
        raise ProfileError(f"{where}: the roll is neither Parquet nor UTF-8 CSV with a header") from None


def _first_of(head: list[str], known: tuple[str, ...]) -> str | None:
    plain = {"".join(letter for letter in name.lower() if letter.isalnum()): name for name in reversed(head)}
    return next((plain[name] for name in known if name in plain), None)


def _canonical_numbers(column: pa.ChunkedArray) -> list[str]:
    """Canonical numbers, "" where a value is none."""
    found: list[str] = []
    for chunk in column.chunks:
        filled = pc.fill_null(chunk, "")
        _, offsets, data = filled.buffers()
        places = np.frombuffer(offsets, np.int32)[filled.offset : filled.offset + len(filled) + 1]
        raw = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
        valid, digits = nhs_number_array.check(raw, places)
        texts: list[bytes] = digits.view("S10").ravel().tolist() if len(digits) else []
        found += [text.decode("ascii") if good else "" for good, text in zip(valid, texts, strict=True)]
    return found


def _canonical_births(column: pa.ChunkedArray) -> list[str | None]:
    """ISO dates, null where a value is none; each distinct value is read once."""
    distinct = [text for text in pc.unique(column).to_pylist() if text]
    known = {text: date_of_birth.canonical(text) for text in distinct}
    return [known.get(text) if text else None for text in column.to_pylist()]
