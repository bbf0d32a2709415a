"""The answer on one page: the verdict in words, what it rests on, how many people, and what to beware of."""

from __future__ import annotations

from typing import Any

from leakassay.model.outcomes import Verdict
from leakassay.report import argument, wording
from leakassay.report.view import SectionPage, View

STRONGEST = 4
"""Findings listed under the verdict."""


def render(view: View) -> SectionPage:
    """Render the section."""
    verdict = view.summary["verdict"]
    subjects = view.summary["subjects"]
    return view.page(
        "first_page",
        "The answer",
        {
            "verdict": verdict,
            "account": wording.account(verdict["favours"]),
            "rival": wording.account(verdict["against"]) if verdict["against"] else "",
            "decided": verdict["favours"] not in (Verdict.CANNOT_TELL, Verdict.MIXED),
            "lr": view.figure(
                "verdict.log10_lr",
                "Strength of the verdict on the whole dump",
                f"{verdict['log10_lr']:.1f}",
                "assessment",
                "log10 likelihood ratio against the nearest rival, capped",
            ),
            "cards": [_people(view), _read(view), _events(view), _dump(view)],
            "reasons": argument.strongest(view, STRONGEST),
            "why": subjects["why"],
            "mixed": _mixed(view),
        },
    )


def _people(view: View) -> dict[str, Any]:
    subjects = view.summary["subjects"]
    numbers = {
        end: view.figure(f"people.all.{end}", f"Data subjects, {word}", subjects[end], "estimate", subjects["scope"])
        for end, word in (("best", "best estimate"), ("low", "low end"), ("high", "high end"))
    }
    return {
        "kind": "people",
        "name": "people affected",
        "value": numbers["best"],
        "low": numbers["low"],
        "high": numbers["high"],
    }


def _read(view: View) -> dict[str, Any]:
    coverage = view.summary["coverage"]
    value = view.figure(
        "coverage.fraction_bytes",
        "Share of the unique content that was read",
        wording.share(coverage["fraction_bytes"]),
        "coverage",
        "unpacked bytes without duplicates; cut, not rounded up",
    )
    exceptions = sum(row["items"] for row in view.rows("exception_group"))
    count = view.figure("exceptions.items", "Items not read in full", exceptions, "exception_group", "items")
    return {"kind": "read", "name": "of the content was read", "value": value, "exceptions": count}


def _events(view: View) -> dict[str, Any]:
    events = view.summary["events"]
    value = view.figure("events.count", "Clinical events", events["count"], "event_span", "requests and results")
    span = [
        view.figure(f"events.{end}", f"{word} clinical event", events[end], "event_span", "day")
        for end, word in (("first", "First"), ("last", "Last"))
        if events[end]
    ]
    return {"kind": "events", "name": "laboratory requests and results", "value": value, "span": span}


def _dump(view: View) -> dict[str, Any]:
    dump = view.summary["dump"]
    return {
        "kind": "dump",
        "name": "as published",
        "value": view.figure("dump.bytes", "Size as acquired", wording.size(dump["bytes"]), "dump", "decimal units"),
        "files": view.figure("dump.items", "Items at any depth", dump["items"], "dump", "files and members"),
        "unpacked": view.figure(
            "dump.bytes_unpacked", "Size unpacked", wording.size(dump["bytes_unpacked"]), "dump", "decimal units"
        ),
    }


def _mixed(view: View) -> bool:
    favoured = {part["favours"] for part in view.summary["verdict"]["partitions"]}
    return len(favoured) > 1
