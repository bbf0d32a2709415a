"""The one judge of all hostile cases: runs the installed command over a dump and holds what it left to what was due.

Whatever the case: the coordinator ends as due, every item has one row and one outcome, both laws close, nobody claims
more bytes than an item holds, nothing outside the case folder changes, and no planted value lies in the clear.
"""

from __future__ import annotations

import json
import os
import re
import resource
import stat
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pyarrow.compute as pc

from hostile.case import Bait, HostileCase, Rows, Seen, word
from hostile.walk import entries, picture

COMMAND = str(Path(sys.executable).with_name("leakassay"))
"""The command as it was installed beside the interpreter."""
PATIENCE = float(os.environ.get("LEAKASSAY_PATIENCE", "4"))
"""How much longer than its processor time a run may take on the wall; a busy machine needs more."""
FREE = frozenset({b"case", b"case.key", b"home", b"temp"})
"""What a run may change; home and temp are looked at for planted values instead."""


def arena(base: Path) -> Path:
    """Lay out the folders of a run."""
    for name in ("dump", "home", "temp"):
        (base / name).mkdir(parents=True, exist_ok=True)
    return base


def environment(base: Path, **more: str) -> dict[str, str]:
    """Home and temp folder of its own."""
    return {**os.environ, "HOME": str(base / "home"), "TMPDIR": str(base / "temp"), **more}


def command(base: Path, *words: str, stages: str = "") -> list[str]:
    """`leakassay run` over the arena's dump."""
    some = ("--stages", stages) if stages else ()
    return [COMMAND, "run", str(base / "dump"), "--case", str(base / "case"), "--seed", "7", "--quiet", *some, *words]


def run(case: HostileCase, base: Path) -> Seen:
    """Run the command once; what runs beside it ends with it."""
    words = [*case.wrap, *command(base, *case.arguments, stages=case.stages)]
    before_it = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        words,
        env=environment(base),
        cwd=base,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    beside = threading.Thread(target=case.during or _nothing, args=(base, lambda: process.poll() is not None))
    beside.start()
    try:
        said, _ = process.communicate(timeout=case.seconds * PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError(f"the run took longer than {case.seconds * PATIENCE:.0f} s") from None
    finally:
        beside.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before_it.ru_utime - before_it.ru_stime
    seen = Seen(process.returncode, said.decode("utf-8", "backslashreplace"), seconds, base)
    if (base / "case" / "case.json").exists():
        seen.rows, seen.peak_rss_bytes = rows_of(base), peak_of(base)
    return seen


def _nothing(base: Path, ended: object) -> None:
    """Nothing runs beside the command."""


def peak_of(base: Path) -> int:
    """What the run noted of its largest process; what the kernel says of a child counts the test's own memory in."""
    from leakassay.cli.opening import open_existing

    case = open_existing(base / "case", None)
    try:
        return int(case.ledger.meta("peak_rss_bytes", "0"))
    finally:
        case.close()


def rows_of(base: Path) -> Rows:
    """Every row of the ledger as the shelf shows it, with the stored name of what lies in the dump itself."""
    from leakassay.cli.opening import open_existing

    case = open_existing(base / "case", None)
    try:
        found: Rows = case.relation("item").to_pylist()  # type: ignore[union-attr]  # a table, as views are
        names = {
            row["item_id"] & 0xFFFFFFFFFFFFFFFF: case.keys.open_name(row["name_sealed"])
            for row in case.ledger.rows("select item_id, name_sealed from item where parent_id is null")
        }
    finally:
        case.close()
    return [{**row, "name": names.get(row["item_id"])} for row in found]


def faults(case: HostileCase, seen: Seen, due: Mapping[str, str]) -> list[str]:
    """Everything that is not as due, a sentence each."""
    return [
        *_ended(seen),
        *([] if seen.seconds <= case.seconds else [f"took {seen.seconds:.0f} s, {case.seconds:.0f} s were due"]),
        *laws(seen),
        *listing(seen, steady=case.steady),
        *_outcomes(seen, due, case.others),
    ]


def _ended(seen: Seen) -> Iterator[str]:
    if seen.exit_code != 0:
        yield f"exit code {seen.exit_code}, 0 was due: {seen.said[-300:]}"
    if "Traceback" in seen.said or "internal fault" in seen.said:
        yield "the coordinator met a fault of its own"


def laws(seen: Seen) -> Iterator[str]:
    """Both laws, added up here from the rows, and apart from that what the product says of them."""
    rows = seen.rows
    top = [row for row in rows if row["parent_id"] is None]
    members = [row for row in rows if row["parent_id"] is not None]
    content = sum(row["size_bytes"] for row in top) + sum(row["size_bytes"] - row["packed_bytes"] for row in members)
    if content != sum(row["own_bytes"] for row in rows):
        yield f"content of {content} bytes, the items' own add up to {sum(row['own_bytes'] for row in rows)}"
    over = [row["item_path"] for row in rows if not 0 <= row["bytes_read"] <= row["own_bytes"]]
    if over:
        yield f"{len(over)} items claim more than they hold, such as {over[0][-80:]}"
    twice = [path for path, count in Counter(row["item_id"] for row in rows).items() if count > 1]
    if twice:
        yield f"{len(twice)} items have two rows"
    empty = [row for row in rows if row["outcome"] == "read" and row["own_bytes"] and not row["bytes_read"]]
    if empty:
        yield f"{len(empty)} items are read, have bytes, and none was read"


def listing(seen: Seen, *, steady: bool) -> Iterator[str]:
    """What lies on disk against the top rows: the same names, byte for byte, and the same sizes."""
    lies = {path: found.st_size if stat.S_ISREG(found.st_mode) else 0 for path, found in entries(seen.dump)}
    rows = {row["name"]: row["size_bytes"] for row in seen.rows if row["parent_id"] is None}
    if missing := lies.keys() - rows.keys():
        yield f"{len(missing)} entries of the dump have no row, such as {min(missing)[-80:]!r}"
    if steady and (invented := rows.keys() - lies.keys()):
        yield f"{len(invented)} rows have no entry in the dump, such as {min(invented)[-80:]!r}"
    if steady and lies != rows and lies.keys() == rows.keys():
        yield "sizes on disk and in the ledger differ"


def _outcomes(seen: Seen, due: Mapping[str, str], others: str) -> Iterator[str]:
    paths = {row["item_path"]: row for row in seen.rows}
    for path in due.keys() - paths.keys():
        yield f"{path[-100:]} has no row"
    for path, row in paths.items():
        patterns = due.get(path, others)
        if not matches(word(row), patterns):
            yield f"{path[-100:]} is {word(row)}, {patterns} was due"


def matches(said: str, patterns: str) -> bool:
    """True when one of the patterns, `|` between, is what was said."""
    return any(fnmatchcase(said, pattern) for pattern in patterns.split("|"))


def leaks(seen: Seen, bait: Bait) -> list[str]:
    """Where a planted value lies in the clear: outputs, and every byte of case, home and temp folder."""
    pattern = clear_forms(bait)
    found = ["the outputs"] if pattern.search(seen.said.encode("utf-8", "surrogateescape")) else []
    for name in ("case", "home", "temp"):
        for path, status in entries(seen.base / name) if (seen.base / name).is_dir() else ():
            if stat.S_ISREG(status.st_mode) and pattern.search((seen.base / name / os.fsdecode(path)).read_bytes()):
                found.append(f"{name}/{os.fsdecode(path)}")
    return [f"a planted value lies in {place}" for place in found]


def clear_forms(bait: Bait) -> re.Pattern[bytes]:
    """Every token in the encodings that leaks come in, whatever its case."""
    forms = {
        form.encode(code)
        for token in bait.tokens
        for form in (token, token.upper(), token.lower())
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    }
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms)))


def event_lines(case: Path) -> list[str]:
    """Faults of the event log: one event is one JSON line without a control character."""
    found = []
    for number, line in enumerate((case / "events.log").read_text(encoding="utf-8").split("\n")[:-1], start=1):
        try:
            json.loads(line)
        except ValueError:
            found.append(f"line {number} of events.log is no JSON")
    return found


def planted_found(seen: Seen, bait: Bait) -> set[str]:
    """NHS numbers of planted people that are sightings of the case, or mentions in a text of it."""
    told = values(seen.base, "sightings", "nhs_number") | values(seen.base, "mentions", "value")
    return {person.nhs_number for person in bait.people} & told


def values(base: Path, export: str, column: str) -> set[str]:
    """Distinct values of a column of an export, without spaces; ten gigabytes give more rows than may be held."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands.scoring import exports_for_scoring

    case = open_existing(base / "case", None)
    found: set[str] = set()
    try:
        for table in exports_for_scoring(case, "the judge of hostile cases").batches(export, (column,)):
            found.update(str(value).replace(" ", "") for value in pc.unique(table[column]).to_pylist() if value)
    finally:
        case.close()
    return found


def sightings(base: Path, export: str = "sightings") -> Rows:
    """Sightings (or another export) of a finished case, opened with its key."""
    from leakassay.cli.opening import open_existing
    from leakassay.report.export import answer

    case = open_existing(base / "case", None)
    try:
        return [row for table in answer(case.shelf(threads=1), export) for row in table.to_pylist()]
    finally:
        case.close()


def before(base: Path) -> dict[bytes, tuple[int, ...]]:
    """The picture of everything that a run must leave as it is."""
    return picture(base, FREE)


def changed(base: Path, was: Mapping[bytes, tuple[int, ...]]) -> list[str]:
    """What is not as it was outside of the case folder."""
    now = before(base)
    odd = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
    return [f"{len(odd)} entries outside the case changed, such as {odd[0][-80:]!r}"] if odd else []
