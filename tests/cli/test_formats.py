"""The list of formats comes from the catalogue."""

from __future__ import annotations

from cli.terminal import leakassay
from leakassay.pipeline.catalogue.formats import FORMATS


def test_every_format_of_the_catalogue_is_listed() -> None:
    said = leakassay("formats").stdout
    assert all(f"\n{entry.name} " in f"\n{said}" for entry in FORMATS)
