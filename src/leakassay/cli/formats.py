"""`leakassay formats`: what this installation reads, from the catalogue."""

from __future__ import annotations

import sys

NAME = "formats"


def command() -> None:
    """List the formats that are read, opened or only recognised, with needles found of needles planted for readers."""
    from leakassay.pipeline.catalogue.formats import FORMATS
    from leakassay.pipeline.catalogue.recall import measured

    recall = measured()

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
        found = recall.get(entry.name)
        needles = f"{found.found}/{found.planted}" if found else "—"
        sys.stdout.write(f"{entry.name:<16} {does:<13} {needles:<8} {' '.join(entry.suffixes):<28} {entry.covers}\n")
