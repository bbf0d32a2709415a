"""Claim checks, one line each: what is measured, in which unit, the module in `leakassay.claims.checks`."""

from __future__ import annotations

from leakassay.model.plugin import ClaimCheck

CHECKS: tuple[ClaimCheck, ...] = (
    ClaimCheck("bytes", "bytes", "bytes", "files as delivered, GB or GiB, the unpacked volume beside it"),
    ClaimCheck("bytes_unpacked", "bytes_unpacked", "bytes", "content at any depth; copies counted as they lie there"),
    ClaimCheck("items", "items", "files", "files as delivered; members of containers as the upper end"),
    ClaimCheck("records", "records", "records", "rows, messages and pages read; copies of files as the upper end"),
    ClaimCheck("events", "events", "events", "clinical events, by requested, resulted, negated"),
    ClaimCheck("subjects", "subjects", "people", "the interval of the linkage, all origins but fabricated"),
    ClaimCheck("contains", "contains", "findings", "a kind of value or a class of tests"),
    ClaimCheck("absent", "contains", "findings", "the same, claimed not to be there: needs 99 % of the bytes read"),
    ClaimCheck("newest_date", "newest_date", "days since 1970-01-01", "date of the newest clinical event"),
    ClaimCheck("system_absent", "system_absent", "tables", "tables of a system of the profile, by their headers"),
)
"""All of them, by name of the measure."""
