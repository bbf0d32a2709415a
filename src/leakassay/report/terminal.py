"""The summary as plain lines for a terminal: the numbers of summary.json, at most forty lines, no colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leakassay.disclosure import encode, suppress
from leakassay.model.outcomes import Verdict
from leakassay.report import wording

MOST_LINES = 40
MOST_ROWS = 5
"""Rows of each list; the dossier has all."""
_WIDTH = 16


def summary_lines(summary: Mapping[str, Any]) -> list[str]:
    """Print the numbers.

    Args:
        summary: what `summary.build` gave, or what summary.json holds.

    Returns:
        At most forty lines without control characters.
    """
    lines = [encode.terminal(line) for line in _lines(summary)]
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "… the dossier has the rest"]


def _lines(summary: Mapping[str, Any]) -> Iterator[str]:
    if summary["provisional"]:
        yield "PROVISIONAL: part of the dump is not read yet; numbers can still rise"
    for warning in summary.get("warnings", ()):
        yield f"beware: {warning}"
    yield from _verdict(summary["verdict"])
    yield from _people(summary["subjects"])
    yield from _coverage(summary)
    yield from _instalments(summary.get("sources", ()))  # a summary of an older run has none
    events = summary["events"]
    span = f", {events['first']} to {events['last']}" if events["first"] else ""
    yield _named("events", f"{wording.thousands(events['count'])}{span}")
    for row in summary["special"][:MOST_ROWS]:
        yield _named(
            f"  {wording.category(row['test_class'])}",
            f"requested {suppress.persons(row['requested'])}, resulted {suppress.persons(row['resulted'])}, "
            f"people {suppress.persons(row['subjects']['best'])}",
        )
    controllers = summary["controllers"]
    yield _named("controllers", str(sum(row["ods_code"] != "UNMAPPED" for row in controllers)))
    for row in controllers[:MOST_ROWS]:
        yield _named(f"  {row['ods_code']}", f"people {suppress.persons(row['subjects']['best'])}")
    for claim in summary["claims"][:MOST_ROWS]:
        yield _named(f"claim {claim['id']}", claim["verdict"])
    yield _named("seal", summary["case"]["seal"] or "open")


def _verdict(verdict: Mapping[str, Any]) -> Iterator[str]:
    settled = verdict["favours"] not in {Verdict.CANNOT_TELL, Verdict.MIXED}  # these two are over nobody
    over = f" over {verdict['against']}" if settled and verdict["against"] else ""
    yield _named("verdict", f"{verdict['favours']}{over}: {verdict['words']} (log10 {verdict['log10_lr']:.1f})")
    for part in verdict["partitions"][:MOST_ROWS]:
        yield _named(f"  {part['partition']}", f"{part['favours']}: {part['words']}")


def _people(subjects: Mapping[str, Any]) -> Iterator[str]:
    best, low, high = (wording.thousands(subjects[end]) for end in ("best", "low", "high"))
    yield _named("people", f"{best} ({low} to {high}), {subjects['scope']}")
    for origin, found in subjects["by_origin"].items():
        yield _named(f"  {origin}", suppress.persons(found["best"]))
    yield _named("  test range", suppress.persons(subjects["test_range"]))


def _coverage(summary: Mapping[str, Any]) -> Iterator[str]:
    coverage, dump = summary["coverage"], summary["dump"]
    closes = "the account closes" if coverage["closes"] else "THE ACCOUNT DOES NOT CLOSE"
    yield _named("dump", f"{wording.thousands(dump['items'])} items, {wording.size(dump['bytes'])}")
    yield _named("read", f"{wording.share(coverage['fraction_bytes'])} of the unique content; {closes}")
    for outcome, counts in coverage["outcomes"].items():
        yield _named(f"  {outcome}", f"{wording.thousands(counts['items'])} items, {wording.size(counts['bytes'])}")


def _instalments(sources: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line each when there are two or more; of many the newest, which are what was asked about."""
    if len(sources) < 2:
        return
    if len(sources) > MOST_ROWS:
        yield f"Instalments 1 to {len(sources) - MOST_ROWS} stand in the dossier and in summary.json"
    for one in sources[-MOST_ROWS:]:
        linked, fresh = (suppress.persons(one["subjects"][name]) for name in ("linked", "linked_new"))
        told = [f"{wording.thousands(one['files'])} {'file' if one['files'] == 1 else 'files'}"]
        people = [f"{linked} people"]
        if one is not sources[0]:  # nothing was known before the first
            told.append(f"{wording.thousands(one['files_known'])} of them known already")
            people.append(f"{fresh} of them new")
        yield f"Instalment {one['ordinal']}: {', '.join(told)}; {', '.join(people)}"


def _named(name: str, value: str) -> str:
    return f"{name:<{_WIDTH}} {value}"
