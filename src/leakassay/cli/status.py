"""`leakassay status`: how far a run is, from the ledger alone; it needs no key, since it shows counts only."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from leakassay.case.casefile import refuse_closed
from leakassay.model.errors import CaseExistsError

NAME = "status"


def command(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    watch: Annotated[bool, typer.Option("--watch", help="Every two seconds until interrupted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say how far the case is: items done, bytes covered, outcomes, verdict so far."""
    while True:
        found = look(case)
        sys.stdout.write(json.dumps(found, sort_keys=True) + "\n" if as_json else "\n".join(lines(found)) + "\n")
        if not watch:
            return
        time.sleep(2)


def look(case: Path) -> dict[str, Any]:
    """Counts from the ledger of a case, read-only, beside a run that may be going on."""
    refuse_closed(case)
    path = case / "ledger.sqlite"
    if not path.is_file():
        raise CaseExistsError(f"{case} holds no case; `leakassay run DUMP --case {case}` makes one")
    with sqlite3.connect(f"file:{path.resolve()}?mode=ro", uri=True) as db:
        total, done, size, covered = db.execute(
            "select count(*), coalesce(sum(done), 0), coalesce(sum(own_bytes), 0), "
            "coalesce(sum(case when outcome in ('read', 'empty', 'known_file') then own_bytes else bytes_read end), 0) "
            "from item"
        ).fetchone()
        outcomes = dict(
            db.execute("select outcome, count(*) from item where done = 1 group by outcome order by outcome")
        )
        seconds = dict(db.execute("select stage, seconds from stage order by rowid"))
    spent = sum(seconds.values())
    verdict = ""
    if (case / "summary.json").is_file():
        verdict = json.loads((case / "summary.json").read_text(encoding="utf-8"))["verdict"]["favours"]
    return {
        "items": total,
        "items_done": done,
        "content_bytes": size,
        "covered_bytes": covered,
        "outcomes": outcomes,
        "seconds": spent,
        "bytes_per_second": int(covered / spent) if spent > 0 else 0,
        "eta_seconds": int((size - covered) / covered * spent) if covered and done < total else 0,
        "verdict": verdict,
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The status in words."""
    share = found["covered_bytes"] / found["content_bytes"] if found["content_bytes"] else 0.0
    said = [
        f"Items     {found['items_done']:,} of {found['items']:,} done",
        f"Content   {found['covered_bytes']:,} of {found['content_bytes']:,} bytes covered ({share:.1%})",
        f"Rate      {found['bytes_per_second']:,} bytes/s over {found['seconds']:.0f} s",
        f"To go     {found['eta_seconds']} s",
        f"Verdict   {found['verdict'] or 'not yet'}",
    ]
    return said + [f"  {outcome:<12} {count:>10,}" for outcome, count in found["outcomes"].items()]
