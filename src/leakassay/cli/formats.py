"""`leakassay formats`: what this installation reads, from the catalogue."""

from __future__ import annotations

import sys

NAME = "formats"


def command() -> None:
    """List the formats that are read, opened or only recognised."""
    from leakassay.pipeline.catalogue.formats import FORMATS

    for entry in sorted(FORMATS, key=lambda entry: entry.name):
        does = (
            "read, opened"
            if entry.reader and entry.opener
            else "read"
            if entry.reader
            else "opened"
            if entry.opener
            else "—"
        )
        sys.stdout.write(f"{entry.name:<16} {does:<13} {' '.join(entry.suffixes):<28} {entry.covers}\n")
