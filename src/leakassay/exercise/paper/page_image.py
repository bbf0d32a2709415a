"""Pages of paper as drawn before they are scanned: a request form with label and ticks, a report, a form's back."""

from __future__ import annotations

import functools
import textwrap
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper import ink
from leakassay.exercise.paper.ink import Type
from leakassay.exercise.paper.letter import DOCTORS, SECRETARIES, day_first, spaced
from leakassay.exercise.paper.scanner import HEIGHT, WIDTH

if TYPE_CHECKING:
    from PIL.Image import Image

Row = Mapping[str, Any]

COLUMNS, MOST_TICKS = 3, 81
"""Columns of tick boxes and how many fit; tests beyond them are written by hand below."""
MOST_RESULTS = 24
"""Tests that fit on a report; the caller leaves out what is beyond."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LEFT, _RIGHT, _MIDDLE = 84, 1570, 836
_GRID_TOP, _GRID_HEIGHT, _BOX = 1132, 836, 22
_NOTES = (
    "tired all the time", "annual review", "pls ring if abnormal", "on warfarin, see yellow book", "difficult bleed",
    "fasting since 10pm", "2nd sample, 1st haemolysed", "new pt - baseline bloods", "pre-op, list Thursday",
    "repeat in 3/12 as discussed", "weight loss, night sweats", "copy to ward pls", "FH of note, see letter",
    "urgent - theatre waiting", "student bled, check volume",
)  # fmt: skip
_GUIDANCE = (
    "HOW TO FILL IN THIS FORM",
    "Stick one label in the box at the top left, or write in capitals. A form without a birth date goes in the bin.",
    "Tick what you want. What you do not tick will not be done, and we cannot guess it from the tube.",
    "Tubes: purple for blood counts, gold for chemistry, grey for sugar, blue (filled to the mark) for clotting.",
    "Tests for blood-borne viruses need the consent of the patient, which you confirm by your signature overleaf.",
    "High-risk samples travel in a second bag with the yellow sticker. Never pin, staple or tape a bag.",
    "The van calls at 11.15 and 15.40. After that use the night box next to the porters' lodge.",
    "Telephoned results are given to a requester who can say the laboratory number. Lines: 020 7946 0183.",
)


def seed_of(row: Row, page: int = 0) -> int:
    """Returns the number that all chance on a page follows from: its specimen and its place."""
    return zlib.crc32(f"{row['specimen_id']}/{page}".encode())


def request_form(tests: Sequence[Row], house: House) -> Image:
    """Returns the request form of one specimen.

    The person stands on a printed label, on every fourth form in handwriting; the tests of `tests` are ticked, every
    other test of the menu is printed there with an empty box. A doctor signs who is no patient.
    """
    row, seed = tests[0], seed_of(tests[0])
    page = _blank_form(house).copy()
    if seed % 4 == 0:
        _by_hand(page, row, seed)
    else:
        label = _label(row, house).rotate(seed % 5 - 2, expand=True, fillcolor=ink.PAPER)
        page.paste(label, (_LEFT + 14 + seed % 23, 340 + seed % 13))
    _sticker(page, row, seed)
    _requester(page, row, house, seed)
    _ticks(page, tests, house, seed)
    return page


def report(tests: Sequence[Row], house: House, fax: str = "") -> Image:
    """Returns a report of one specimen: person, source, results with units and limits; `fax` is the sender's line."""
    row, seed = tests[0], seed_of(tests[0], 1)
    page = _blank_report(house).copy()
    plain, strong = Type("mono", 27), Type("bold", 30)
    ink.lines(page, (_LEFT, 40), [fax], Type("mono", 24))
    ink.lines(page, (_LEFT + 20, 350), [f"{row['surname'].upper()}, {row['forename']}"], strong)
    ink.lines(page, (_LEFT + 20, 400), [
        f"{_number(row)}   Sex {row['sex']}", f"Born {_with_month(row['date_of_birth'])}",
        f"Unit ref {row['hospital_number']}", row["address"], row["postcode"],
    ], plain, 40)  # fmt: skip
    ink.lines(page, (_MIDDLE + 20, 350), [
        f"Lab ref    {row['specimen_id']}", f"Sender     {row['client_code']}", _source(row, house)[:34],
        f"Taken      {_moment(row['collected_at'])}", f"Booked in  {_moment(row['received_at'])}",
        f"Released   {_moment(row['reported_at'])}",
    ], plain, 40)  # fmt: skip
    y = 770
    for test in tests:
        y = _result(page, y, test)
    doctor = " ".join(DOCTORS[seed % len(DOCTORS)])
    ink.lines(page, (_LEFT, y + 60), [f"Released by Dr {doctor}, typed {SECRETARIES[seed % len(SECRETARIES)]}"], plain)
    if seed % 3 == 0:
        ink.handwrite(page, (_MIDDLE, y + 130), _NOTES[seed % len(_NOTES)], seed)
    ink.rubber_stamp(page, (_LEFT + 880, y + 240), ["FILED", _with_month(row["reported_at"]).upper()], seed)
    return page


@functools.cache
def guidance(house: House) -> Image:
    """Returns the back of the form: guidance to those who fill it in, and nobody's data."""
    page = ink.sheet((WIDTH, HEIGHT))
    y = ink.lines(page, (_LEFT, 150), [_GUIDANCE[0]], Type("bold", 40)) + 30
    for number, text in enumerate(_GUIDANCE[1:], start=1):
        y = ink.lines(page, (_LEFT, y), textwrap.wrap(f"{number}.  {text}", 88), Type("serif", 34)) + 26
    ink.lines(page, (_LEFT, HEIGHT - 140), [f"{house.name}  -  F-PATH-014 issue 7, back"], Type("sans", 22))
    return page


def _blank(house: House, title: str) -> Image:
    page = ink.sheet((WIDTH, HEIGHT))
    ink.lines(page, (_LEFT, 96), [house.name.upper()], Type("bold", 50))
    ink.lines(
        page, (_LEFT, 162), [f"{title}      desk 020 7946 0183      results@{house.email_domain}"], Type("sans", 25)
    )
    return page


@functools.cache
def _blank_form(house: House) -> Image:
    page = _blank(house, "REQUEST FOR TESTS")
    draw, small = ink.pen(page), Type("sans", 21)
    frame = {"outline": ink.INK, "width": 3}
    draw.rectangle((_LEFT, 230, _RIGHT, 290), fill=ink.TINT)
    draw.rectangle((_LEFT, 290, _MIDDLE - 8, 760), **frame)
    draw.rectangle((_MIDDLE + 8, 290, _RIGHT, 520), **frame)
    draw.rectangle((_MIDDLE + 8, 536, _RIGHT, 760), **frame)
    draw.rectangle((_LEFT, 776, _RIGHT, 1050), **frame)
    who = ("WHO IS IT? Label here, or CAPITALS", "LAB STICKER - leave blank", "WHO ASKS?", "WHY? (clinical details)")
    places = ((_LEFT + 12, 298), (_MIDDLE + 20, 298), (_MIDDLE + 20, 544), (_LEFT + 12, 784))
    for words, place in zip(who, places, strict=True):
        ink.lines(page, place, [words], small)
    ink.lines(
        page,
        (_LEFT + 12, 242),
        ["one form per bag - ONE PERSON PER FORM - sign overleaf for virus tests"],
        Type("bold", 27),
    )
    draw.rectangle((_LEFT, 1066, _RIGHT, 1110), fill=ink.TINT)
    ink.lines(page, (_LEFT + 12, 1072), ["TICK THE TESTS"], Type("bold", 27))
    for index, line in enumerate(menu()[:MOST_TICKS]):
        x, y, side = _box(index)
        draw.rectangle((x, y, x + side, y + side), outline=ink.INK, width=2)
        code, name = (line.partner_code, line.partner_name) if house.partner_codes else (line.code, line.name)
        words = f"{code:5} {name}"
        ink.lines(page, (x + 36, y - 2), [words], Type("sans", 24 if len(words) < 37 else 19))
    ink.lines(page, (_LEFT, 1990), ["ANYTHING ELSE:"], Type("bold", 25))
    draw.line((_LEFT + 230, 2020, _RIGHT, 2020), fill=ink.INK, width=2)
    ink.lines(page, (_LEFT, 2280), ["F-PATH-014 issue 7          please turn over"], small)
    return page


@functools.cache
def _blank_report(house: House) -> Image:
    page = _blank(house, "LABORATORY REPORT")
    draw = ink.pen(page)
    draw.rectangle((_LEFT, 330, _MIDDLE - 8, 620), outline=ink.INK, width=2)
    draw.rectangle((_MIDDLE + 8, 330, _RIGHT, 620), outline=ink.INK, width=2)
    draw.rectangle((_LEFT, 680, _RIGHT, 735), fill=ink.TINT)
    for x, words in ((0, "TEST"), (690, "FOUND"), (1060, "UNIT"), (1285, "EXPECTED")):
        ink.lines(page, (_LEFT + 10 + x, 692), [words], Type("bold", 27))
    foot = "Interpretation is available from the duty biochemist. Amended copies carry a red edge."
    ink.lines(page, (_LEFT, HEIGHT - 120), [foot], Type("serif", 26))
    return page


def _label(row: Row, house: House) -> Image:
    """The printed label; hospitals print months in letters, practices in digits."""
    label = ink.sheet((660, 340))
    ink.pen(label).rectangle((0, 0, 659, 339), outline=ink.TINT, width=2)
    born = _with_month(row["date_of_birth"]) if row["controller"].startswith("X") else day_first(row["date_of_birth"])
    words = ("Fam ", "Given ", "dob", "M/F") if house.partner_codes else ("", "", "Born", "Sex")
    name = f"{words[0]}{row['surname'].upper()}, {words[1]}{row['forename']}"
    ink.lines(label, (18, 14), [name], Type("bold", 31 if len(name) < 34 else 23))
    ink.lines(label, (18, 66), [
        _number(row), f"{words[2]} {born}    {words[3]} {row['sex']}", f"Unit ref {row['hospital_number']}",
        row["address"], row["postcode"],
    ], Type("sans", 29), 42)  # fmt: skip
    if row["hospital_number"]:
        ink.bars(label, (22, 282), row["hospital_number"], 2, 44)
    return label


def _by_hand(page: Image, row: Row, seed: int) -> None:
    fields = (
        ("surname", row["surname"].upper()), ("first name", row["forename"].upper()),
        ("number", _number(row)), ("birth", f"{day_first(row['date_of_birth'])}   {row['sex']}"),
        ("home", row["address"]), ("code", row["postcode"]), ("unit ref", row["hospital_number"]),
    )  # fmt: skip
    draw = ink.pen(page)
    for number, (name, value) in enumerate(fields):
        y = 340 + number * 58
        ink.lines(page, (_LEFT + 14, y + 22), [name], Type("sans", 19))
        draw.line((_LEFT + 120, y + 50, _MIDDLE - 30, y + 50), fill=ink.TINT - 40, width=2)
        if value:
            ink.handwrite(page, (_LEFT + 120, y - 14), value, seed + number)


def _sticker(page: Image, row: Row, seed: int) -> None:
    x, y = _MIDDLE + 60 + seed % 60, 345 + seed % 19
    ink.bars(page, (x, y), row["specimen_id"])
    ink.lines(page, (x + 30, y + 82), [row["specimen_id"]], Type("mono", 34))
    words = ["RECEIVED", f"{_with_month(row['received_at']).upper()} {row['received_at'][11:16]}", "SPEC. RECEPTION"]
    ink.rubber_stamp(page, (980 + seed % 90, 2030 + seed % 30), words, seed)


def _requester(page: Image, row: Row, house: House, seed: int) -> None:
    doctor = " ".join(DOCTORS[seed % len(DOCTORS)])
    ink.lines(page, (_MIDDLE + 24, 580), [
        f"{_source(row, house)[:40]}", f"sender {row['client_code']}   {row['requester_code']}",
        f"taken {_moment(row['collected_at'])}", f"Dr {doctor}",
    ], Type("sans", 28), 42)  # fmt: skip
    ink.sign(page, (_MIDDLE + 320, 640), doctor.split()[0][0] + " " + doctor.split()[-1], seed)
    for number in range(1 + seed // 3 % 3):
        note = _NOTES[(seed // 5 + number * 4) % len(_NOTES)]
        ink.handwrite(page, (_LEFT + 20 + seed % 70, 806 + number * 76), note, seed + 50 + number, 48)


def _ticks(page: Image, tests: Sequence[Row], house: House, seed: int) -> None:
    printed = [line.partner_code if house.partner_codes else line.code for line in menu()[:MOST_TICKS]]
    others: list[str] = []
    for number, test in enumerate(tests):
        if test["test_code"] in printed:
            ink.tick(page, _box(printed.index(test["test_code"])), seed // (number + 1))
        else:
            others.append(f"{test['test_code']} {test['test_name']}")
    for number, other in enumerate(others):
        ink.handwrite(page, (_LEFT + 240, 1954 + number * 58), other, seed + 90 + number)


def _result(page: Image, y: int, test: Row) -> int:
    plain, flag = Type("mono", 27), test["value_flag"] and f"  {test['value_flag']} *"
    words = f"{test['test_code']:5} {test['test_name']}"
    ink.lines(page, (_LEFT + 10, y), [words], plain if len(words) < 42 else Type("mono", 20))
    if len(test["value"]) > 20:
        ink.lines(page, (_LEFT + 700, y), [flag], plain)
        return ink.lines(page, (_LEFT + 60, y + 44), textwrap.wrap(test["value"], 76), plain) + 20
    found = "still to come" if test["status"] == "requested" else f"{test['value']:10}"
    ink.lines(page, (_LEFT + 700, y), [found + flag], plain)
    limits = f"{test['range_low']} to {test['range_high']}" if test["unit"] else ""
    ink.lines(page, (_LEFT + 1295, y), [limits], plain)
    return ink.lines(page, (_LEFT + 1070, y), [test["unit"]], plain) + 10


def _number(row: Row) -> str:
    """The national number as printed: NHS or H&C in groups, a CHI number as birth date and serial."""
    chi = row.get("chi_number", "")
    printed = [f"NHS {spaced(row['nhs_number'])}"] if row["nhs_number"] or not chi else []
    return "  ".join([*printed, f"CHI {chi[:6]} {chi[6:]}"] if chi else printed)


def _source(row: Row, house: House) -> str:
    return next((one.name for one in house.clients if one.code == row["client_code"]), "")


def _box(index: int) -> tuple[int, int, int]:
    high = -(-min(len(menu()), MOST_TICKS) // COLUMNS)
    column, line = divmod(index, high)
    return _LEFT + 14 + column * 500, _GRID_TOP + line * min(54, _GRID_HEIGHT // high), _BOX


def _with_month(iso: str) -> str:
    return f"{iso[8:10]}-{_MONTHS[int(iso[5:7]) - 1]}-{iso[:4]}" if iso else ""


def _moment(iso: str) -> str:
    return f"{day_first(iso)} {iso[11:16]}" if iso else ""
