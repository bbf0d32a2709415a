"""Planted people: tokens that occur nowhere else; one found in the clear has leaked, one not found is lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

HEADER = "NHSNO,SURNAME,FORENAME,DOB,POSTCODE,EMAIL,PHONE,TESTNAME,RESULT"
_CONSONANTS, _VOWELS = "bdfghklmnprstvz", "aeiou"


@dataclass(frozen=True)
class Person:
    """An invented person; every value is unique to the case it was planted in."""

    nhs_number: str
    surname: str
    forename: str
    date_of_birth: str
    postcode: str
    email: str
    telephone: str

    @property
    def row(self) -> str:
        """The person as a line under HEADER."""
        values = [getattr(self, field.name) for field in fields(self)]
        return ",".join([*values, "HIV 1+2 antibody", "Not detected"])


def token(*seed: object) -> str:
    """Eleven letters that can be said aloud, capitalised, drawn from a seed."""
    number = int.from_bytes(hashlib.sha256(repr(seed).encode()).digest()[:8], "big")
    letters = []
    for place in range(11):
        drawn = _VOWELS if place % 2 else _CONSONANTS
        number, chosen = divmod(number, len(drawn))
        letters.append(drawn[chosen])
    return "".join(letters).capitalize()


def nhs_number(serial: int) -> str:
    """A valid number of the test range, the serial-th or the next one that has a check digit."""
    while True:
        nine = f"999{serial % 1_000_000:06d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
        if check != 10:
            return nine + str(0 if check == 11 else check)
        serial += 1


def people(seed: str, count: int) -> list[Person]:
    """Distinct people of a case."""
    start = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    found = []
    for number in range(count):
        surname, forename = token(seed, "surname", number), token(seed, "forename", number)
        serial = start + 7 * number
        found.append(
            Person(
                nhs_number(serial),
                surname,
                forename,
                f"{1 + serial % 28:02d}/{1 + serial % 12:02d}/{1930 + serial % 70}",
                f"ZE{1 + serial % 9} {serial // 9 % 10}QX",
                f"{forename}.{surname}@mail.test".lower(),
                f"07700{900000 + serial % 1000:06d}",
            )
        )
    return found


def table(rows: list[Person], *, end: str = "\n") -> str:
    """The people as CSV text."""
    return end.join([HEADER, *(person.row for person in rows)]) + end


def tokens(rows: list[Person]) -> list[str]:
    """What must not be seen in the clear: values long enough that chance does not make them."""
    return [value for row in rows for value in (row.nhs_number, row.surname, row.forename, row.email)]
