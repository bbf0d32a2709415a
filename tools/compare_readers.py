"""Writes docs/reading.md: what public tools find in the field data, and the share of it that our readers find too.

Words, values and names of the field data stay here: the page holds names of public files, counts and shares.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import compare_ours
from compare_page import page
from compare_registry import TOOLS, tools_for
from compare_result import Finding
from compare_tools import Tool
from compare_words import Said, missing_rows, missing_words
from compare_worker import Worker

from leakassay.cli.opening import open_existing
from leakassay.model.outcomes import COMPLETE
from leakassay.pipeline.errands.export import tables_for_scoring

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "reading.md"
Row = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """What a run over the field data says of each file.

    Attributes:
        items: rows of the ledger by path.
        below: rows by the item that they are members of.
    """

    items: Mapping[str, Row]
    below: Mapping[str, list[Row]]

    def unread(self, path: str) -> tuple[str, ...]:
        """Formats of what lies in a file, at any depth, and is not called read, each once."""
        found, waiting = set(), [self.items[path]]
        while waiting:
            item = waiting.pop()
            for member in self.below.get(item["duplicate_of"] or item["item_id"], ()):
                waiting.append(member)
                if member["outcome"] not in COMPLETE:
                    found.add(f"{member['format'] or 'unknown'} {member['outcome']}")
        return tuple(sorted(found))


def ledger_of(field: Path, place: Path) -> Ledger:
    """Run the product over the field data.

    Raises:
        SystemExit: it failed; its words are shown.
    """
    case = place / "case"
    command = [sys.executable, "-m", "leakassay.cli", "run", str(field), "--case", str(case)]
    done = subprocess.run(
        [*command, "--stages", "custody,read,report", "--quiet"], check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"the run over the field data ended with {done.returncode}:\n{done.stderr}")
    return ledger_from(
        tables_for_scoring(open_existing(case, None), "readers beside public tools")["items"].to_pylist()
    )


def ledger_from(rows: Iterable[Row]) -> Ledger:
    """The ledger by path and by parent."""
    items, below = {}, defaultdict(list)
    for row in rows:
        items[row["item_path"]] = row
        below[row["parent_id"]].append(row)
    return Ledger(items, below)


def measure(field: Path, ledger: Ledger, only: str = "", show: int = 0) -> Iterator[Finding]:
    """Hold every file of the field data against every tool that reads it.

    Args:
        field: folder of the field data.
        ledger: what the product says of them.
        only: a tool's name or a beginning of paths; "" for all.
        show: so many missing words of a file are printed, to find out why.
    """
    workers: dict[str, Worker] = defaultdict(Worker)
    paths = sorted(path for path in field.rglob("*") if path.is_file() and path.parent != field)
    try:
        for path in paths:
            name = path.relative_to(field).as_posix()
            known = compare_ours.format_of(path)
            asked = [t for t in tools_for(path, known) if t.version and (only in ("", t.name) or name.startswith(only))]
            if asked and path.stat().st_size:
                yield from _held(path, name, known, asked, workers, ledger, show)
    finally:
        for worker in workers.values():
            worker.close()


def _held(  # noqa: PLR0913, PLR0917  one file with all that it is held against
    path: Path, name: str, known: str, asked: list[Tool], workers: dict[str, Worker], ledger: Ledger, show: int
) -> Iterator[Finding]:
    loose = any(tool.loose for tool in asked)
    ours = workers["ours"].ask(compare_ours.read, path, keep_text=loose)
    if isinstance(ours, str):
        sys.stderr.write(f"{name}: ours {ours}\n")
        ours = Said()
    item = ledger.items[name]
    for tool in asked:
        theirs = workers[tool.name].ask(tool.read, path)
        if isinstance(theirs, str) or not theirs.words:
            yield Finding(name, known, tool.name, outcome=item["outcome"], reason=item["reason"], is_read=False)
            continue
        lost = missing_words(theirs, ours if tool.loose else Said(ours.words, ours.rows))
        lines = missing_rows(theirs, ours)
        found = Finding(
            path=name,
            format=known,
            tool=tool.name,
            words=len(theirs.words),
            words_had=len(theirs.words) - len(lost),
            rows=theirs.rows.total(),
            rows_had=theirs.rows.total() - len(lines),
            outcome=item["outcome"],
            reason=item["reason"],
            unread=ledger.unread(name),
        )
        if show and found.is_low:
            sys.stdout.write(f"{name}\t{known}\t{tool.name}\t{found.outcome} {found.reason} {found.unread}\t")
            sys.stdout.write(f"{found.words_had}/{found.words} {found.rows_had}/{found.rows}\n")
            sys.stdout.write(f"   {sorted(lost)[:show]} {[sorted(line)[:8] for line in lines[: show // 8]]}\n")
        yield found


def main() -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--field-data", type=Path, default=os.environ.get("LEAKASSAY_FIELD_DATA"))
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", default="", help="a tool, or a beginning of paths: nothing is written then")
    parser.add_argument("--show", type=int, default=0, help="print so many missing words of each file below 99 %%")
    asked = parser.parse_args()
    if asked.field_data is None:
        sys.exit("name the field data: --field-data or LEAKASSAY_FIELD_DATA")
    with tempfile.TemporaryDirectory(prefix="leakassay-compare-") as place:
        ledger = ledger_of(asked.field_data, Path(place))
    found = list(measure(asked.field_data, ledger, asked.only, asked.show))
    if not asked.only:
        asked.out.write_text(page(found, TOOLS), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
