"""Plain-text letters: a GP's letter about one patient or three, with a doctor and a secretary who are not patients."""

from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document

DOCTORS = (
    ("Imelda", "Quillfeather"),
    ("Rupert", "Ashgrove-Tonks"),
    ("Wenna", "Pascoe-Bright"),
    ("Odell", "Marchbanks"),
)
"""Doctors and secretaries who sign letters; none of them is a patient, each is a trap for precision."""
SECRETARIES = ("Dilys Thornbury", "Jocasta Wray", "Barnaby Tideswell")
SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "address", "postcode"})


def letter(name: str, rows: pa.Table, house: House) -> Document:
    """Returns a letter about each specimen of `rows` (one or three people).

    A letter about one person says what became of one test of theirs; a letter about several names people only.
    """
    text, people = letter_text(rows, house)
    # a letter does not say by which client code the specimen came
    people = people.set_column(
        people.column_names.index("client_code"), "client_code", pa.array([""] * people.num_rows)
    )
    return Document(name, "text", text.encode("utf-8"), people, SHOWN, has_events=people.num_rows == 1)


def letter_text(rows: pa.Table, house: House) -> tuple[str, pa.Table]:
    """Returns the text of a letter and the records of the people in it, one row each."""
    people = one_row_each(rows)
    found = people.to_pylist()
    variant = sum(map(ord, found[0]["specimen_id"]))
    doctor = " ".join(DOCTORS[variant % len(DOCTORS)])
    secretary = SECRETARIES[variant % len(SECRETARIES)]
    block = _single if len(found) == 1 else _several
    lines = [
        f"Dr {doctor}", "Millpond Surgery", f"Typed by: {secretary}", "",
        f"{house.name}", f"Our share: \\\\{house.host}\\Letters", "",
        *block(found), "", "Yours sincerely,", "", f"Dr {doctor}", f"cc {secretary}, medical secretary", "",
    ]  # fmt: skip
    return "\r\n".join(lines), people


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


def _single(found: list[dict[str, Any]]) -> list[str]:
    row = found[0]
    title = "Ms" if row["sex"] == "F" else "Mr"
    return [
        f"Re: {title} {row['forename']} {row['surname']}   DOB: {day_first(row['date_of_birth'])}",
        f"NHS No: {spaced(row['nhs_number'])}",
        f"{row['address']}, {row['postcode']}", "",
        "Dear Colleague,", "",
        f"Thank you for processing the sample taken on {day_first(row['collected_at'])} ({row['specimen_id']}).",
        *_finding(row),
        "There is no family history of note and the patient is otherwise well.",
    ]  # fmt: skip


def _finding(row: dict[str, Any]) -> list[str]:
    if row["status"] == "requested":
        return [f"We are still waiting for the {row['test_name']} and would be grateful for a telephone call."]
    unit = f" {row['unit']}" if row["unit"] else ""
    return [f"The {row['test_name']} was reported as: {row['value']}{unit}.", "I would be grateful for your comment."]


def _several(found: list[dict[str, Any]]) -> list[str]:
    listed = [
        f"  {number}. {row['surname'].upper()}, {row['forename']}  born {day_first(row['date_of_birth'])}"
        f"  NHS {spaced(row['nhs_number'])}  {row['address']}, {row['postcode']}"
        for number, row in enumerate(found, start=1)
    ]
    return ["Dear Colleague,", "", "The following patients did not receive their reports:", "", *listed, "",
            "Please send copies to the surgery at your earliest convenience."]  # fmt: skip
