"""Letters about one patient or several, with doctors and secretaries who are not patients; here as plain text.

What a letter says is composed once (`composed`); `docx_file` and `rtf` print the same letter by other means.
"""

import textwrap
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.wording import Wording, chosen, wordings

DOCTORS = (
    ("Imelda", "Quillfeather"),
    ("Rupert", "Ashgrove-Tonks"),
    ("Wenna", "Pascoe-Bright"),
    ("Odell", "Marchbanks"),
    ("Tobiah", "Fennimore-Ghyll"),
    ("Sunniva", "Larkhanger"),
    ("Ignatius", "Brambleholt"),
)
"""Doctors who sign letters; none of them is a patient, each is a trap for precision."""
SECRETARIES = ("Dilys Thornbury", "Jocasta Wray", "Barnaby Tideswell", "Ottoline Merrifield", "Perrin Cawthra")
WIDTH = 100
"""Characters of a line of a plain-text letter."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_UNTOLD = ("test_code", "client_code")
"""Columns of an event that no letter prints."""


@dataclass(frozen=True)
class Letter:
    """A letter before it is printed.

    Attributes:
        paragraphs: its text, one paragraph a string, empty ones between.
        people: first row of each record by `RECORD`, without what the letter does not tell.
        places: per person the number of the paragraph, from 0, in which their surname stands first.
    """

    wording: Wording
    paragraphs: tuple[str, ...]
    people: pa.Table
    places: tuple[int, ...]
    signed_by: str
    typed_by: str

    @property
    def has_events(self) -> bool:
        """Whether tests of the people stand in it."""
        return self.wording.tells != "nothing"


Maker = Callable[..., Document]


def letter(name: str, rows: pa.Table, house: House, *, version: int = 1) -> Document:
    """Returns a plain-text letter about each specimen of `rows` (one person, or a list of several).

    Which letter it is, and so whether it tells of tests, follows from the first specimen.
    """
    written = composed(rows, house, version)
    lines: list[str] = []
    starts: list[int] = []
    for paragraph in written.paragraphs:
        starts.append(len(lines))
        lines += wrapped(paragraph) if written.wording.people == 1 else [paragraph]
    places = [_line_of(lines, starts[place], row) for place, row in _placed(written)]
    people = located(written.people, "line", places)
    data = "\r\n".join(lines).encode("utf-8")
    return Document(name, "text", data, people, written.wording.shows, written.has_events, "line")


def version_of(maker: Maker, name: str, rows: pa.Table, house: House) -> Document:
    """Returns the second version of a letter: the same people, one sentence changed.

    `maker` is `letter`, `docx_file.letter_docx` or `rtf.letter_rtf`; the rest is as for the first version.
    """
    return maker(name, rows, house, version=2)


def composed(rows: pa.Table, house: House, version: int = 1, fitting: Sequence[Wording] = ()) -> Letter:
    """Returns the letter about the people of `rows`; the same specimens always give the same letter.

    `fitting` are the wordings to choose from; every letter that fits where none are given.
    """
    people = one_row_each(rows)
    found = people.to_pylist()
    fitting = fitting or [one for one in wordings("letters") if one.fits(found[0], len(found))]
    wording = chosen(found[0], fitting)
    draw = zlib.crc32(found[0]["specimen_id"].encode("utf-8"), 7)
    staff = _staff(draw)
    listed = [
        wording.line.format_map(staff | _words(row, house) | {"n": number}) for number, row in enumerate(found, 1)
    ]
    words = staff | _words(found[0], house)
    paragraphs: list[str] = []
    places: list[int] = []
    for line in wording.version(version).splitlines():
        if line == "{list}":
            places = list(range(len(paragraphs), len(paragraphs) + len(listed)))
            paragraphs += listed
        else:
            paragraphs.append(line.format_map(words))
    if wording.people == 1:
        places = [_line_of(paragraphs, 0, found[0])]
    return Letter(
        wording, tuple(paragraphs), _told(people, wording), tuple(places), staff["doctor"], staff["secretary"]
    )


def located(people: pa.Table, word: str, places: list[int]) -> pa.Table:
    """Returns the records with the column `locator`: `word` and the place of each, counted from 1."""
    return people.append_column("locator", pa.array([f"{word} {place + 1}" for place in places], pa.string()))


def one_row_each(rows: pa.Table) -> pa.Table:
    """Returns the first row of each record."""
    record = rows["record"].to_pylist()
    return rows.take(
        [position for position, value in enumerate(record) if position == 0 or value != record[position - 1]]
    )


def spaced(number: str) -> str:
    """Returns an NHS number in the groups 3-3-4, as letters print it; an empty one stays empty."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if number else ""


def day_first(iso: str) -> str:
    """Returns 31/12/2023 for 2023-12-31."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def day_in_words(iso: str) -> str:
    """Returns 31 December 2023 for 2023-12-31."""
    return f"{int(iso[8:10])} {_MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"


def finding(row: dict[str, Any]) -> str:
    """Returns what became of a test: the result with its unit, or that it is to follow."""
    return "result to follow" if row["status"] == "requested" else f"{row['value']} {row['unit']}".rstrip()


def wrapped(paragraph: str) -> list[str]:
    """Returns a paragraph in lines of at most `WIDTH` characters where its words allow; columns of blanks are kept."""
    if len(paragraph) <= WIDTH + 10:
        return [paragraph]
    return textwrap.wrap(
        paragraph, WIDTH, break_long_words=False, break_on_hyphens=False, replace_whitespace=False,
    )  # fmt: skip


def _staff(draw: int) -> dict[str, str]:
    first, second = draw % len(DOCTORS), (draw // 7 + 1) % len(DOCTORS)
    if first == second:
        second = (second + 1) % len(DOCTORS)
    return {
        "doctor": " ".join(DOCTORS[first]), "doctor_last": DOCTORS[first][1], "doctor_two": " ".join(DOCTORS[second]),
        "secretary": SECRETARIES[draw // 53 % len(SECRETARIES)],
    }  # fmt: skip


def _words(row: dict[str, Any], house: House) -> dict[str, Any]:
    client = next((one.name for one in house.clients if one.code == row["client_code"]), "the surgery")
    surname, forename = row["surname"], row["forename"]
    return {
        "house": house.name, "host": house.host, "domain": house.email_domain, "client": client,
        "title": "Ms" if row["sex"] == "F" else "Mr",
        "name": f"{forename} {surname}", "Name": f"{forename} {surname}".title(), "forename": forename,
        "Forename": forename.title(), "SURNAME": surname.upper(), "Surname": surname.title(),
        "nhs": spaced(row["nhs_number"]) or "not known", "hospital_number": row["hospital_number"] or "not known",
        "dob": day_first(row["date_of_birth"]), "dob_long": day_in_words(row["date_of_birth"]),
        "address": row["address"], "postcode": row["postcode"], "specimen": row["specimen_id"],
        "taken": day_first(row["collected_at"]), "test": row["test_name"], "finding": finding(row),
    }  # fmt: skip


def _told(people: pa.Table, wording: Wording) -> pa.Table:
    """Returns the records without what the letter leaves out; a letter that only asks makes each test requested."""
    if wording.tells == "requested":
        people = _set(people, "status", ["requested"] * people.num_rows)
    hidden = [*_UNTOLD]
    hidden += [column for field, column in (("specimen", "specimen_id"), ("taken", "collected_at"))
               if field not in wording.fields]  # fmt: skip
    for column in hidden:
        people = _set(people, column, [""] * people.num_rows)
    resulted = [status != "requested" and "finding" in wording.fields for status in people["status"].to_pylist()]
    for column in ("value", "unit", "value_flag"):
        said = zip(people[column].to_pylist(), resulted, strict=True)
        people = _set(people, column, [value if printed else "" for value, printed in said])
    return people


def _set(table: pa.Table, name: str, values: list[str]) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))


def _placed(written: Letter) -> list[tuple[int, dict[str, Any]]]:
    return list(zip(written.places, written.people.to_pylist(), strict=True))


def _line_of(lines: list[str], start: int, row: dict[str, Any]) -> int:
    """Returns the first line from `start` with the surname; where a long one is broken over two lines, `start`."""
    surname = row["surname"].casefold()
    return next((place for place in range(start, len(lines)) if surname in lines[place].casefold()), start)
