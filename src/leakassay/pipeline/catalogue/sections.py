"""Sections of the dossier, one line each: name, module under `leakassay.report.sections`, place, tables it reads."""

from __future__ import annotations

from leakassay.model.plugin import Section

SECTIONS: tuple[Section, ...] = (
    Section("first_page", "first_page", order=10, tables=("assessment", "evidence", "estimate", "item", "event")),
    Section("origin", "origin", order=20, tables=("assessment", "evidence", "partition")),
    Section("people", "people", order=30, tables=("subject", "estimate")),
    Section(
        "instalments", "instalments", order=35, tables=("source", "item", "sighting", "event", "membership", "subject")
    ),
    Section("controllers", "controllers", order=40, tables=("controller_map", "membership", "subject", "estimate")),
    Section("contents", "contents", order=50, tables=("sighting", "mention", "exposure", "estimate")),
    Section("special", "special", order=60, tables=("event", "exposure", "estimate")),
    Section("age", "age", order=70, tables=("event", "trait")),
    Section("claims", "claims", order=80, tables=("claim_result",)),
    Section("coverage", "coverage", order=90, tables=("item",)),
    Section("method", "method", order=100),
    Section("exceptions", "exceptions", order=110, tables=("item",)),
    Section("figures", "figures", order=999),
)
"""In reading order: the answer, whence, who, what, then the ground it stands on; long lists come last."""
