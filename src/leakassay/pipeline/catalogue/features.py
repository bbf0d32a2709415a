"""Provenance features, one line each: id and family of the reference table, module below `attribute.features`."""

from __future__ import annotations

from leakassay.model.plugin import Feature

FEATURES: tuple[Feature, ...] = (
    Feature("P01", "check digit of NHS numbers", "check_digit", "identifier"),
    Feature("P03", "roll overlap by NHS number", "roll_number", "identifier"),
    Feature("P04", "roll overlap by number and birth", "roll_pair", "identifier"),
    Feature("P06", "format of laboratory numbers", "specimen_format", "accession"),
    Feature("P11", "headers of known systems", "schema_fingerprint", "schema"),
    Feature("P16", "hosts named in documents", "system_host", "metadata"),
    Feature("P19", "mail domains", "mail_domain", "metadata"),
    Feature("P22", "overlap with earlier leaks", "earlier_leak", "content"),
    Feature("P24", "canaries", "canary", "content"),
    Feature("P25", "newest record", "newest_record", "time"),
    Feature("P26", "working hours and days", "working_rhythm", "time"),
    Feature("P34", "flags against ranges", "range_agreement", "distribution"),
)
"""All of them, by id."""
