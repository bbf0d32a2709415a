"""A small invented case in memory: three parts, three controllers, every outcome; for tests and for looking at."""

from __future__ import annotations

import datetime as dt
import random
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

import pyarrow as pa

from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.model.facts import RunFacts
from leakassay.model.tables.registry import TABLES
from leakassay.report import summary
from leakassay.report.figures import FigureBook
from leakassay.report.view import SectionPage, View, environment

PARTS = ("Penworthy exports", "Office letters.zip", "bonus_pack")
NAMES = {"X01": "Example General Hospital", "X02": "St Imaginary’s Hospital", "X9901": "The Invented Practice"}
FACTS = RunFacts(
    case_id="5d0c27a1b9e34f60",
    tool_version="0.1.0",
    organisation="Example Pathology",
    profile_sha256="3f" * 32,
    seal="a1" * 32,
    manifest_sha256="c4" * 32,
    provisional=True,
    warnings=("The key lies beside the case: it is not protected against theft.",),
    seconds=42.0,
    stages=(("custody", 4.0), ("read", 30.0), ("resolve", 8.0)),
    peak_rss_bytes=512_000_000,
)

Rows = list[dict[str, Any]]


def table(name: str, rows: Rows) -> pa.Table:
    """Rows as a table of the declared schema; what a row leaves out is null, or a neutral value where it may not be."""
    schema = TABLES[name].schema
    filled = [{field.name: row.get(field.name, _neutral(field)) for field in schema} for row in rows]
    return pa.Table.from_pylist(filled, schema=schema)


def shelf(tables: dict[str, Rows]) -> Shelf:
    """A shelf of the given rows, tables by name."""
    return Shelf(MemoryStore({name: table(name, rows) for name, rows in tables.items()}))


def sample(people: int = 2400, seed: int = 7) -> Shelf:
    """The invented case."""
    return shelf(sample_rows(people, seed))


def sample_rows(people: int = 2400, seed: int = 7) -> dict[str, Rows]:
    """Its rows, tables by name."""
    draw = random.Random(seed)
    return {
        "source": [
            {
                "source_id": 1,
                "ordinal": 1,
                "label": "dump",
                "files": 9,
                "bytes": 38_000_000_000,
                "hashed_bytes": 38_000_000_000,
            }
        ],
        "partition": [
            {
                "partition_id": 101 + place,
                "partition": name,
                "items": 40 * (3 - place),
                "bytes": 10**9 * (40 - place * 17),
            }
            for place, name in enumerate(PARTS)
        ],
        "item": _items(),
        "sighting": [_sighting(person) for person in range(people)],
        "event": [_event(person, draw) for person in range(people) for _ in range(2)],
        "mention": [
            {"mention_id": n, "sighting_id": n if n < 60 else None, "item_id": 3, "kind": kind, "value": "GB00TEST"}
            for n, kind in enumerate(("iban", "telephone", "nhs_number", "credential") * 20)
        ],
        "trait": _traits(),
        **_verdicts(),
        **_people(people, draw),
        "claim_result": _claims(),
    }


def instalments() -> dict[str, Rows]:
    """Two dumps: the second brings a copied list, a copied archive, and a list with one old and two new people.

    Persons 1 to 3 stand in the list, 4 in the archive, 3, 5 and 6 in the new list; 7 is forged, 8 a canary.
    """
    items = [  # id, source, parent, duplicate of, bytes
        (1, 11, None, None, 100),
        (2, 11, None, None, 10),
        (3, 11, 2, None, 50),
        (4, 22, None, 1, 100),
        (5, 22, None, 2, 40),
        (6, 22, None, None, 70),
        (7, 22, None, None, 0),
    ]
    seen = [(1, 1), (1, 2), (1, 3), (3, 4), (6, 3), (6, 5), (6, 6), (6, 7), (6, 8)]
    odd = {7: {"origin": "fabricated"}, 8: {"person_type": "seeded"}}
    return {
        "source": [
            {"source_id": 22, "ordinal": 2, "label": "more", "files": 4, "bytes": 210},
            {"source_id": 11, "ordinal": 1, "label": "dump", "files": 2, "bytes": 140},
        ],
        "item": [
            {"item_id": n, "source_id": source, "parent_id": parent, "duplicate_of": copied, "own_bytes": own}
            | {"outcome": "read", "bytes_read": own, "size_bytes": own, "item_path": f"SMITH {n}"}
            for n, source, parent, copied, own in items
        ],
        "sighting": [{"sighting_id": n, "item_id": item} for n, (item, _) in enumerate(seen)],
        "event": [{"event_id": n, "item_id": item} for n, (item, _) in enumerate(seen)],
        "membership": [{"sighting_id": n, "subject_id": person} for n, (_, person) in enumerate(seen)],
        "subject": [
            {"subject_id": n, "person_type": "patient", "origin": "ours", "test_range": n == 6} | odd.get(n, {})
            for n in range(1, 9)
        ],
    }


def _neutral(field: pa.Field) -> object:
    if field.nullable:
        return None
    if pa.types.is_boolean(field.type):
        return False
    return "" if pa.types.is_string(field.type) else 0


def _items() -> Rows:
    kinds = [
        ("read", "", "delimited", 22_000_000_000, 1.0, 2_400_000, "tabular.delimited"),
        ("read", "", "hl7v2", 9_000_000_000, 1.0, 800_000, "health.hl7v2"),
        ("read", "", "eml", 300_000_000, 1.0, 9_000, "mail.eml"),
        ("read_partly", "image_only_pages", "pdf", 1_600_000_000, 0.4, 3_100, "document.pdf"),
        ("read_partly", "truncated", "zip", 210_000_000, 0.7, 0, ""),
        ("pending", "ocr_budget", "tiff", 5_100_000_000, 0.0, 0, ""),
        ("refused", "limit_ratio", "zip", 900_000_000, 0.0, 0, ""),
        ("failed", "crashed", "xls", 40_000_000, 0.0, 0, ""),
        ("encrypted", "password", "zip", 700_000_000, 0.0, 0, ""),
        ("unsupported", "no_reader", "pst", 3_300_000_000, 0.0, 0, ""),
        ("known_file", "", "software", 120_000_000, 0.0, 0, ""),
        ("empty", "no_bytes", None, 0, 0.0, 0, ""),
    ]
    rows = []
    for place, (outcome, reason, form, size, share, records, reader) in enumerate(kinds):
        for copy in range(3):
            own = size // 3
            rows.append(
                {
                    "item_id": place * 3 + copy + 1,
                    "source_id": 1,
                    "partition_id": 101 + place % 3,
                    "item_path": f"{PARTS[place % 3]}/SMITH John {copy}/report-{place}.{(form or 'txt')[:3]}",
                    "size_bytes": own,
                    "own_bytes": own,
                    "bytes_read": int(own * share),
                    "format": form,
                    "outcome": outcome,
                    "reason": reason,
                    "records": records // 3,
                    "reader": reader or None,
                }
            )
    rows[2]["duplicate_of"] = rows[1]["item_id"]
    return rows


def _sighting(person: int) -> dict[str, Any]:
    return {
        "sighting_id": person,
        "item_id": 1 + person % 6,
        "row": person,
        "ordinal": person,
        "nhs_number": f"9{person:09d}",
        "surname": "TESTER",
        "forename": "PAT",
        "date_of_birth": dt.date(1950, 1, 1) + dt.timedelta(days=person * 9 % 24000),
        "postcode": "ZZ99 3VZ" if person % 3 else None,
        "telephone": "02079460018" if person % 5 == 0 else None,
        "person_type": "patient",
    }


def _event(person: int, draw: random.Random) -> dict[str, Any]:
    test_class, tier = draw.choices(
        [("GENERAL", 1), ("HIV", 4), ("CANCER", 3), ("STI", 4), ("PREGNANCY", 3), ("GENETICS", 4)],
        [70, 8, 12, 6, 9, 0.2],
    )[0]
    return {
        "event_id": draw.getrandbits(63),
        "sighting_id": person,
        "item_id": 1 + person % 6,
        "row": person,
        "test_class": test_class,
        "tier": tier,
        "status": draw.choices(["requested", "resulted", "negated", "unknown"], [30, 60, 8, 2])[0],
        "collected_at": dt.datetime.fromisoformat("2017-01-02")
        + dt.timedelta(days=int(draw.triangular(0, 2700, 2500)), hours=9),
    }


def _traits() -> Rows:
    hours = [1, 1, 1, 1, 2, 4, 12, 40, 88, 99, 90, 70, 52, 50, 45, 38, 24, 14, 9, 6, 4, 3, 2, 1]
    days = {"Mon": 98, "Tue": 99, "Wed": 94, "Thu": 90, "Fri": 81, "Sat": 14, "Sun": 9}
    rows: Rows = [{"name": "collected_hour", "key": f"{hour:02d}", "n": n} for hour, n in enumerate(hours)]
    rows += [{"name": "collected_weekday", "key": day, "n": n} for day, n in days.items()]
    return [{"trait_id": place, "item_id": 1, **row} for place, row in enumerate(rows)]


def _verdicts() -> dict[str, Rows]:
    assessed = [
        ("*", "mixed", "ours", 3.1, "strong support", "A roll of the second hospital would tell the letters apart."),
        (PARTS[0], "ours", "partner", 3.4, "strong support", "A canary of a partner in this part."),
        (PARTS[1], "ours", "partner", 1.4, "moderate support", "More letters with a specimen number."),
        (
            PARTS[2],
            "fabricated",
            "another body",
            2.6,
            "moderately strong support",
            "Any hit on the roll beyond chance.",
        ),
    ]
    spoken = [
        ("P03", "roll", "2,212 of 2,240 distinct numbers are on the roll; chance predicts 16.", 3.0),
        ("P11", "schema", "41 of 43 columns match a table of the profile.", 2.0),
        ("P26", "rhythm", "Specimens were taken on weekday mornings.", 0.6),
    ]
    evidence = [
        {"partition": part, "feature": feature, "family": family, "hypothesis": account, "log10_likelihood": value}
        | {"cap": 3.0, "note": note}
        for part, sign in ((PARTS[0], 1), (PARTS[1], 0.5), (PARTS[2], -1))
        for feature, family, note, strength in spoken
        for account, value in (
            ("ours", strength * sign),
            ("partner", 0.1),
            ("fabricated", -strength * sign),
            ("another body", 0.0),
        )
    ]
    keys = ("partition", "favours", "against", "log10_lr", "words", "would_change")
    return {"assessment": [dict(zip(keys, row, strict=True)) for row in assessed], "evidence": evidence}


def _people(people: int, draw: random.Random) -> dict[str, Rows]:
    subjects, membership, exposure, mapped = [], [], [], []
    codes = ["X01", "X02", "X9901", "UNMAPPED"]
    for person in range(people):
        origin = draw.choices(["ours", "cannot tell", "fabricated"], [88, 4, 8])[0]
        subjects.append(
            {"subject_id": person, "person_type": "patient", "nhs_number": f"9{person:09d}", "surname": "TESTER"}
            | {
                "sightings": 1,
                "events": 2,
                "origin": origin,
                "identifiability": "identified",
                "test_range": person % 40 == 0,
            }
            | {"child": person % 9 == 0, "severity": draw.choice([1.5, 2.5, 3.5, 5.0])}
        )
        membership.append({"sighting_id": person, "subject_id": person, "rule": "nhs_number", "probability": 1.0})
        out = ("nhs_number", "name", "date_of_birth", *(("postcode",) if person % 3 else ()))
        exposure.extend({"subject_id": person, "category": category, "sightings": 1} for category in out)
        for category, share in (("HIV", 0.15), ("CANCER", 0.21), ("STI", 0.11), ("PREGNANCY", 0.16)):
            if draw.random() < share:
                exposure.append({"subject_id": person, "category": category, "status": "resulted", "sightings": 1})
        if person in (3, 4):
            exposure.append({"subject_id": person, "category": "GENETICS", "status": "requested", "sightings": 1})
        code = "X9901" if person in (10, 11, 12, 13, 14) else draw.choices(codes, [60, 30, 0, 6])[0]
        mapped.append({"sighting_id": person, "event_id": person, "controller": code, "rule": "client_code"})
    best = sum(row["origin"] != "fabricated" for row in subjects)
    why = (
        "Low joins every pair that linkage finds likely; high joins none without a shared number.\n"
        "5.1 GB wait for character recognition and are not in these numbers."
    )
    estimate = [
        {"quantity": "subjects", "stratum": stratum, "low": n * 0.94, "best": n, "high": n * 1.08, "driver": why}
        for stratum, n in (
            ("*", best),
            ("ours", best * 0.95),
            ("HIV", best * 0.15),
            ("fabricated", people - best),
            ("X01", best * 0.61),
        )
    ]
    return {
        "subject": subjects,
        "membership": membership,
        "exposure": exposure,
        "controller_map": mapped,
        "estimate": estimate,
    }


def _claims() -> Rows:
    spoken = [
        (
            "volume",
            "nearly 400 GB of data was published",
            "BBC, 2024-06-21",
            "bytes",
            400e9,
            38e9,
            38e9,
            38e9,
            "contradicted",
        ),
        ("people", "more than 900,000 people", "CaseMatrix", "subjects", 900e3, 2100.0, 2200.0, None, "cannot tell"),
        ("hiv", "it contains results of HIV tests", "the gang", "contains", None, 180.0, 180.0, 180.0, "supported"),
    ]
    keys = (
        "claim_id",
        "text",
        "source",
        "unit",
        "claimed",
        "measured_low",
        "measured_best",
        "measured_high",
        "verdict",
    )
    said = "Counted over what was read; compressed size as published, decimal units."
    return [dict(zip(keys, row, strict=True)) | {"evidence": said} for row in spoken]


def view(shelf: Shelf, facts: RunFacts = FACTS) -> View:
    """What a section sees of a shelf."""
    return View(shelf, summary.build(shelf, facts, closes=True), facts, NAMES, FigureBook(), environment())


def render(name: str, shelf: Shelf, facts: RunFacts = FACTS) -> str:
    """The HTML of one section."""
    page: SectionPage = import_module(f"leakassay.report.sections.{name}").render(view(shelf, facts))
    return str(page.body)


def words(html: str) -> str:
    """The text of HTML, blanks made one."""
    seen = _Text()
    seen.feed(html)
    seen.close()
    return " ".join("".join(seen.pieces).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "li", "p", "tr", "dd", "dt", "span", "br", "text", "a", "code", "caption"}:
            self.pieces.append(" ")
