"""`make bench-detect`: what detection finds and how fast, beside Presidio and plain expressions; it makes a page.

spans      public texts whose spans somebody else labelled, type by type, for all three.
columns    a thousand columns of a hundred ten-digit numbers by chance: how many are called NHS numbers.
rehearsal  a leak whose truth is known, written, analysed and scored: recall, precision, false assurance, calibration.
speed      text, text where every line hits, HL7 and CSV, each with its baseline where it has one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import detect_csv
import numpy as np
import pyarrow as pa
from calibration_plot import drawn
from span_score import TYPES, Spans, mistakes, scored

from leakassay.detect import settings, warm
from leakassay.detect.assay import Assay
from leakassay.detect.emit import Numbering
from leakassay.detect.text.prose import Prose
from leakassay.exercise.estate import house
from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.person import REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import hl7v2 as hl7_messages
from leakassay.model.batch import Batch, Shape
from leakassay.model.item import in_memory
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from leakassay.read.health import hl7v2
from leakassay.read.text_windows import windows
from leakassay.values.uk import nhs_number

# tools is no package: its folder is put on the path first
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from generate_scoreboard import Board, Rehearsal, board_of, leakassay, row, shown

MIXED = Rehearsal("mixed", ("--kind", "mixed"))
SETS = ("synth_dataset_v2", "generated_large")
SEED, PEOPLE, EVENTS = 20_240_603, 1_500, 15_000
COLUMNS, NUMBERS = 1_000, 100
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "calibration.svg"
SPECIMENS = 6_000
"""Of the HL7 log: some megabytes."""

PLAIN: Mapping[str, re.Pattern[str]] = {
    "person": re.compile(r"\b[A-Z][a-z]+(?: [A-Z]\.?)? [A-Z][a-z]+\b"),
    "telephone": re.compile(r"\+?\(?\d[\d ().-]{7,16}\d"),
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    "card": re.compile(r"\b(?:\d[ -]?){13,16}\b"),
    "IBAN": re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b"),
    "IP address": re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
}
"""What a person writes who has ten minutes."""

OURS: Mapping[str, str] = {
    "full_name": "person", "staff_name": "person", "person_name": "person", "telephone": "telephone", "email": "e-mail",
    "card_number": "card", "iban": "IBAN", "ip_address": "IP address",
}  # fmt: skip


def labelled(folder: Path, name: str) -> tuple[list[str], Spans]:
    """Texts and labels of a public set."""
    (path,) = folder.glob(f"s08-pii-presidio/**/{name}.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    kept = [
        [(TYPES[one["entity_type"]], one["start_position"], one["end_position"]) for one in row["spans"]
         if one["entity_type"] in TYPES]
        for row in rows
    ]  # fmt: skip
    return [row["full_text"] for row in rows], kept


def kit() -> warm.Kit:
    """Our tools, as a run without a profile has them."""
    return warm.kit(settings.from_profile(EMPTY, DETECTORS))


def ours(texts: Sequence[str]) -> tuple[Spans, float]:
    """What we find, and seconds of processor time."""
    tools = kit()
    started = time.process_time()
    mentions = Prose(tools, Numbering()).read(texts, range(len(texts)), "").mentions
    seconds = time.process_time() - started
    found: Spans = [[] for _ in texts]
    for one in mentions:
        if one["kind"] in OURS:
            found[one["row"]].append((OURS[one["kind"]], one["start"], one["end"]))
    return found, seconds


def plain(texts: Sequence[str]) -> tuple[Spans, float]:
    """What plain expressions find."""
    started = time.process_time()
    found: Spans = [
        [(kind, met.start(), met.end()) for kind, pattern in PLAIN.items() for met in pattern.finditer(text)]
        for text in texts
    ]
    return found, time.process_time() - started


def presidio(folder: Path, texts: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    """Presidio's answer, from a process that sees its packages before ours."""
    line = [sys.executable, str(Path(__file__).with_name("presidio_spans.py"))]
    asked = json.dumps({"texts": list(texts), "columns": list(columns)})
    done = subprocess.run(
        line, input=asked, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(folder)}
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def named(spans: Iterable[Sequence[Any]]) -> list[tuple[str, int, int]]:
    """Spans of Presidio under our names of types."""
    return [(TYPES[one[0]], one[1], one[2]) for one in spans if one[0] in TYPES]


def columns_by_chance() -> list[list[str]]:
    """Ten-digit numbers by chance, in columns."""
    drawn_at_random = np.random.default_rng(SEED).integers(10**9, 10**10, (COLUMNS, NUMBERS))
    return [list(map(str, column)) for column in drawn_at_random.tolist()]


def columns_called(columns: Sequence[Sequence[str]]) -> int:
    """How many of them the product calls NHS numbers: a table each, without headers."""
    made = settings.from_profile(EMPTY, DETECTORS)
    called = 0
    for column in columns:
        assay = Assay(made)
        data = pa.RecordBatch.from_arrays([pa.array(column), pa.array(["x"] * len(column))], names=["a", "b"])
        rows = [*assay.see(Batch(Shape.TABLE, data, ("a", "b"), first_row=0)), *assay.close()]
        called += any(
            (name == "sighting" and batch["nhs_number"].null_count < batch.num_rows)
            or (name == "mention" and "nhs_number" in batch["kind"].to_pylist())
            for name, batch in rows
        )
    return called


def rehearsed(people: int, events: int) -> Board:
    """A mixed leak, written, analysed and scored."""
    size = ("--people", str(people), "--events", str(events), "--seed", str(SEED))
    with tempfile.TemporaryDirectory(prefix="leakassay-bench-") as place:
        return board_of(MIXED, Path(place, "rehearsal"), size, leakassay("run", "--help"))


class Speed(NamedTuple):
    """What was read, how fast, and beside what."""

    what: str
    megabytes_a_second: float
    beside: str
    ratio: str


def fastest(work: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def speeds(texts: Sequence[str], csv_rows: int) -> list[Speed]:
    """Detection alone on one processor, readers not counted but for HL7, whose grammar is both."""
    tools = kit()
    calm = [*windows("the analyser was serviced on monday and all controls were within their limits. " * 32_000)]
    dense = [*windows("John 9990000018 Smith 01/02/1970 SE1 7EH\n" * 25_000)]
    found = []
    for what, sample in (
        ("text without findings", calm),
        ("text where every line hits", dense),
        ("public texts", texts),
    ):
        size = sum(len(text.encode()) for text in sample) / 1e6

        def read(sample: Sequence[str] = sample) -> None:
            Prose(tools, Numbering()).read(sample, range(len(sample)), "")

        def expressions(sample: Sequence[str] = sample) -> None:
            plain(sample)

        mine, theirs = fastest(read), fastest(expressions)
        found.append(Speed(what, size / mine, "plain `re`", f"{theirs / mine:.1f} times as fast"))
    found.append(_hl7())
    found.append(_csv(csv_rows))
    return found


def _hl7() -> Speed:
    made = settings.from_profile(EMPTY, DETECTORS)
    rng = np.random.default_rng(SEED)
    span = Span(5 * SPECIMENS, REFERENCE_DAY - 400, REFERENCE_DAY - 1, len(house.OURS.clients))
    lives = live(rng, np.arange(SPECIMENS // 4), span)
    estate = Estate(house.OURS, draw_people(rng, SPECIMENS // 4), lives, SEED)
    raw = hl7_messages.bare("x", records(estate, 0, SPECIMENS), house.OURS).data

    def read() -> None:
        assay = Assay(made)
        for reading in hl7v2.read(in_memory(raw, settings={"format": "hl7v2"})):
            if isinstance(reading, Batch):
                list(assay.see(reading))
        list(assay.close())

    return Speed("HL7 v2, read and detected", len(raw) / 1e6 / fastest(read), "", "")


def _csv(csv_rows: int) -> Speed:
    done = subprocess.run(
        [sys.executable, detect_csv.__file__, str(csv_rows)], check=True, capture_output=True, text=True
    )
    speed, ratio = re.search(r"([\d.]+) MB/s", done.stdout), re.search(r"ratio ([\d.]+)", done.stdout)
    if speed is None or ratio is None:
        sys.exit(f"detect_csv.py said: {done.stdout}")
    return Speed(
        "CSV of 12 columns, parsed", float(speed[1]), "DuckDB, one thread", f"{float(ratio[1]):.2f} times its time"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]], left: int = 1) -> str:
    """A table; the first columns are words, the others figures."""
    rule = "|" + "---|" * left + "--:|" * (len(head) - left) + "\n"
    return row(*map(str, head)) + rule + "".join(row(*map(str, cells)) for cells in rows)


def main() -> None:
    """Measure, print, and write the page where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presidio", type=Path, required=True, help="where its packages are")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    folder = Path(os.environ.get("LEAKASSAY_FIELD_DATA", ""))
    if not (folder / "s08-pii-presidio").is_dir():
        sys.exit("LEAKASSAY_FIELD_DATA has to name the field data")
    said = page(folder, asked)
    sys.stdout.write(said)
    if asked.page:
        asked.page.write_text(said, encoding="utf-8")


def page(folder: Path, asked: argparse.Namespace) -> str:
    """All of it, as the page."""
    sets = {name: labelled(folder, name) for name in SETS}
    texts = [text for name in SETS for text in sets[name][0]]
    columns = columns_by_chance()
    theirs = presidio(asked.presidio, texts, ["\n".join(column) for column in columns])
    versions = ", ".join(f"{name} {number}" for name, number in theirs["versions"].items())
    parts = [_HEAD.format(date=dt.datetime.now(tz=dt.UTC).date().isoformat(), seed=SEED, versions=versions,
                          python=platform.python_version(), cores=len(os.sched_getaffinity(0)))]  # fmt: skip
    parts.append(_spans(sets, theirs))
    valid = sum(nhs_number.is_valid(number) for column in columns for number in column)
    hits = [count for count in theirs["numbers"] if count]
    parts.append(_COLUMNS.format(columns=COLUMNS, numbers=NUMBERS, valid=valid, share=valid / COLUMNS / NUMBERS,
                                 ours=columns_called(columns), theirs=len(hits), values=sum(hits)))  # fmt: skip
    parts.append(rehearsal_told(rehearsed(asked.people, asked.events), asked))
    parts.append(_SPEED + table(("what", "MB a second", "beside", ""), (
        (one.what, f"{one.megabytes_a_second:.1f}", one.beside, one.ratio) for one in speeds(texts, asked.rows)
    ), left=1))  # fmt: skip
    return "".join(parts)


def _spans(sets: Mapping[str, tuple[list[str], Spans]], theirs: Mapping[str, Any]) -> str:
    lines, wrong, at = [], Counter[tuple[str, str, str]](), 0
    size = sum(len(text.encode()) for texts, _ in sets.values() for text in texts) / 1e6
    seconds = {"leakassay": 0.0, "plain `re`": 0.0, "Presidio": float(theirs["seconds"])}
    for name, (texts, truth) in sets.items():
        found, spent = ours(texts)
        simple, spent_simply = plain(texts)
        seconds["leakassay"] += spent
        seconds["plain `re`"] += spent_simply
        other = [named(spans) for spans in theirs["spans"][at : at + len(texts)]]
        at += len(texts)
        wrong += mistakes(texts, found, truth)
        sides = [scored(spans, truth) for spans in (found, other, simple)]
        for kind in sides[0]:
            cells = [
                f"{side[kind].recall:.3f} / {side[kind].precision:.3f} / **{side[kind].f1:.3f}**" for side in sides
            ]
            lines.append((f"{name}: {kind}", sides[0][kind].planted, *cells))
    head = ("set and type", "spans", "leakassay", "Presidio", "plain `re`")
    fast = [(name, f"{size / spent:.3f}", f"{seconds['Presidio'] / spent:,.0f}") for name, spent in seconds.items()]
    worst = [(count, what, kind, f"`{said}`") for (what, kind, said), count in wrong.most_common(10)]
    return (
        _SPANS + table(head, lines) + "\n" + table(("tool", "MB a second", "times as fast as Presidio"), fast)
        + "\n### The ten commonest mistakes\n\nShapes only: letters are x or X, digits 9.\n\n"
        + table(("times", "", "type", "shape"), worst, left=4)
    )  # fmt: skip


_MEASURES = (
    ("false assurance", "people missed in items called read", "at most 0.005"),
    ("false assurance", "events missed in items called read", "at most 0.001 of tier 4"),
)


def rehearsal_told(board: Board, asked: argparse.Namespace) -> str:
    """What a scoreboard says, as a part of the page; draws the diagram."""
    kinds = (
        "nhs_number",
        "surname",
        "forename",
        "date_of_birth",
        "postcode",
        "address",
        "hospital_number",
        "gp_practice",
    )
    values = board["values"]
    lines = [(kind, shown(values.get(f"{kind} recall")), shown(values.get(f"{kind} precision")),
              shown(values.get(f"{kind} recall of records"))) for kind in kinds]  # fmt: skip
    any_event = board["test classes"]
    lines.append(
        ("clinical events", shown(any_event.get("any event recall")), shown(any_event.get("any event precision")), "–")
    )
    said = _REHEARSAL.format(people=asked.people, events=asked.events, seed=SEED)
    said += table(("what", "value", "goal"), ((measure, shown(board[section].get(measure)), goal)
                                              for section, measure, goal in _MEASURES))  # fmt: skip
    said += "\n" + table(("kind", "recall", "precision", "recall of records"), lines)
    said += "\n### Events by class: names that the product ships, and names it does not\n\n" + _classes(board)
    return said + _calibration(board)


def _classes(board: Board) -> str:
    ships = board.get("test classes, names the catalogue ships", {})
    others = board.get("test classes, names it does not ship", {})
    names = sorted({measure.removesuffix(" recall") for measure in ships if measure.endswith(" recall")})
    lines = [(name, shown(ships.get(f"{name} recall")), shown(ships.get(f"{name} precision"))) for name in names]
    more = [(measure, shown(entry), entry["n"]) for measure, entry in others.items()]
    return (
        table(("class, names shipped", "recall", "precision"), lines) + "\n"
        + table(("names not shipped", "value", "n"), more)
    )  # fmt: skip


def _calibration(board: Board) -> str:
    section = board.get("calibration", {})
    kinds = [measure.removesuffix(": mean gap") for measure in section if measure.endswith(": mean gap")]
    curves, lines = {}, []
    for kind in kinds:
        points = []
        for measure, entry in section.items():
            met = re.fullmatch(rf"{kind}: (0\.\d) to ([\d.]+) said", measure)
            if met:
                right = section[measure.removesuffix("said") + "right"]
                points.append((float(entry["value"]), float(right["value"]), int(entry["n"])))
                lines.append((kind, f"{met[1]} to {met[2]}", shown(entry), shown(right), entry["n"]))
        curves[kind] = points
        lines.append(
            (f"**{kind}**", "mean gap", shown(section[f"{kind}: mean gap"]), "", section[f"{kind}: mean gap"]["n"])
        )
    PICTURE.write_text(drawn(curves), encoding="utf-8")
    return _CALIBRATION + table(("kind", "tenth", "said", "right", "n"), lines, left=2)


_HEAD = """\
<!-- Generated by benchmarks/detect.py (`make bench-detect`). Do not edit. -->
# Detection

What is found, how surely and how fast. Measured on {date} with seed {seed}, Python {python}, {cores} processors; beside
{versions}. Nothing on this page was written by hand.

"""

_SPANS = """\
## Public texts with labelled spans

Two sets of Presidio's own research repository (s08 of the field data), invented people of many countries in sentences
of customers, films and letterheads. Only types that the labels, Presidio and the product know. A span is found where
half of it is covered by one of its type. Recall / precision / **F1**. Presidio runs with its defaults on the small
English model (the large one that it asks for is in no registry). Rules for names, telephones and cards were mended
while looking at both sets, so they are no blind test of us.

"""

_COLUMNS = """
## Ten digits by chance

{columns:,} columns of {numbers} random ten-digit numbers, {valid:,} of which ({share:.1%}) pass the check of an NHS
number. Columns in which an NHS number is found: leakassay **{ours}**, Presidio {theirs:,} ({values:,} values).

"""

_REHEARSAL = """\
## A rehearsal whose truth is known

    leakassay exercise write DIR --kind mixed --people {people} --events {events} --seed {seed}

Tables, messages, letters, mails, scans and damage as on a hospital's share; what the items called `read` still miss
comes first.

"""

_CALIBRATION = """
### Calibration

Every score is a probability: of what is said with 0.9, nine in ten should be right. Mentions of a kind are right where
the item holds that value in the answer key, a sighting where it holds that person.

![said against right, by kind](pictures/calibration.svg)

"""

_SPEED = """
## Speed

One processor, detection alone unless it says otherwise; text in windows of 8,192 characters, as readers give it.

"""


if __name__ == "__main__":
    main()
