"""Needles in text: tables, JSON, plain text, printed lists, scripts."""

from __future__ import annotations

import json

from needles.planting import Planting

Files = list[tuple[str, bytes]]


def delimited(n: Planting) -> Files:
    """Three tables: one with what goes wrong in exports, a wide-character one, a Windows one of pipes."""
    people = "".join(f"{number},Person{number},12/03/1971\n" for number in range(5))
    one = n.fill(
        "Report of «line above the table»\nid,«heading~»,born\n" + people + "1,«cell»,12/03/1971\n"
        '2,"first line\n«second line of a quoted cell»",12/03/1971\n3,"says ""«doubled quotes»""",12/03/1971\n'
        "4,x,12/03/1971,«field too many»\n5,«row too short»\n,,«row without a key»\n"
        + people
        + "\nward,number\n"
        + "".join(f"W{number},77{number}\n" for number in range(5))
        + "W9,«second table in the file»\nTotal rows: «line below the table»"
    )
    wide = n.fill("id\tname\tnote\n1\tAnn\t«UTF-16»\n2\tBob\tx\n3\tCyd\ty\n")
    pipes = n.fill("id|name|note\n1|Müller|«Windows-1252»\n2|Bob|x\n3|Cyd|«last field without line end»")
    return [
        ("a.csv", one.encode()),
        ("b.csv", b"\xff\xfe" + wide.encode("utf-16-le")),
        ("c.txt", pipes.encode("cp1252")),
    ]


def _json(n: Planting) -> list[dict[str, object]]:
    return [
        {"id": 1, "name": n("value"), n.word("key"): 1, "number": int(n.number("number"))},
        {"id": 2, "person": {"address": {"line": n("nested object")}}},
        {"id": 3, "codes": ["a", n("list of values")], "events": [{"note": n("list of objects")}, {"note": "x"}]},
        {"id": 4, "payload": json.dumps({"inner": n("JSON inside a string")})},
        {"id": 5, "only_here": n("key that one record has")},
        {"id": 6, "lists": [[[n("list in lists")]]]},
    ]


def json_document(n: Planting) -> Files:
    """A list of records with values beside it, a value alone, and a document in wide characters."""
    records = {"exported_by": n("value beside the records"), "records": _json(n)}
    escaped = "".join(f"\\u{ord(sign):04x}" for sign in n("escaped signs"))
    return [
        ("a.json", json.dumps(records, indent=1).encode()),
        ("b.json", f'[{{"a": "{escaped}", "a": "{n("key given twice")}"}}]'.encode()),
        ("c.json", b"\xff\xfe" + json.dumps({"a": n("UTF-16")}).encode("utf-16-le")),
    ]


def ndjson(n: Planting) -> Files:
    """Lines of objects, a list, one that is broken and one that stands on several lines."""
    lines = [json.dumps(one) for one in _json(n)]
    odd = json.dumps([1, n("line that is a list")]), f'{{"id": 9, "note": "{n("line that is broken")}'
    lines = [*lines, *odd, *lines]
    return [("a.jsonl", "\n".join([*lines, json.dumps({"z": n("last line without line end")})]).encode())]


def text(n: Planting) -> Files:
    """Letters of the desk in several encodings."""
    page = n.fill(
        "Dear all,\n\n«line»\n\fSecond page of «behind a form feed»\n" + "x " * 40_000 + "«end of a long line»\n"
        "\x1b[1m«between terminal codes»\x1b[0m\nlast «last line without line end»"
    )
    return [
        ("a.txt", page.encode()),
        ("b.txt", n.fill("Größe: «Windows-1252»").encode("cp1252")),
        ("c.txt", n.fill("\ufeffGröße: «UTF-16»\n").encode("utf-16-be")),
        ("d.txt", n.fill("Größe: «UTF-32»\n").encode("utf-32")),
    ]


def fixed_columns(n: Planting) -> Files:
    """A printed list of two pages with what stands around it."""
    head = (
        f"{'NHS NO':<12}{'SURNAME':<16}{'FORENAME':<16}{'WARD':<24}\n{'-' * 10}  {'-' * 14}  {'-' * 14}  {'-' * 20}\n"
    )
    row = "{:<12}{:<16}{:<16}{:<24}\n".format
    rows = "".join(row(f"999000{number:04d}", f"PERSON{number}", "ANN", "A1") for number in range(6))
    rows += row(n.number("column"), n.word("middle column").upper(), "BOB", "B2")
    rows += row("9990000050", "LONGER", "CYD", n.word("last column")) + f"{'':<12}{n.word('row that goes on')}\n"
    other = f"{'TEST':<24}{'RESULT':<20}{'UNIT':<10}{'BY':<14}\n{'-' * 22}  {'-' * 18}  {'-' * 8}  {'-' * 12}\n"
    other += "".join(f"{'Sodium':<24}{140 + number:<20}{'mmol/L':<10}{'XY':<14}\n" for number in range(5))
    other += f"{'Potassium':<24}{n.word('second list on the page'):<20}{'mmol/L':<10}{'XY':<14}\n"
    page = f"LIST FOR {n('title')}\n\n{head}{rows}\nPrinted for {n('foot of the page')}\n\f"
    page += f"LIST, PAGE 2, {n('title of the second page')}\n\n{head}{rows}\n{other}\n"
    return [("a.prn", (page + f"END {n('last line')}").encode())]


def script(n: Planting) -> Files:
    """What an operator left in scripts."""
    shell = n.fill(
        "#!/bin/sh\n# rang about «comment»\nNAME='«quoted string»'\necho «argument»\ncat <<EOT\n«here document»\nEOT\n"
    )
    power = n.fill("<# «block comment» #>\nparam($who)\n$list = @'\n«here string»\n'@\nWrite-Output $list\n")
    return [("a.sh", shell.encode()), ("b.ps1", b"\xff\xfe" + power.encode("utf-16-le"))]
