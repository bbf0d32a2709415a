"""The list of formats comes from the catalogue."""

from __future__ import annotations

from cli.terminal import leakassay
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.catalogue.recall import measured


def test_every_format_of_the_catalogue_is_listed() -> None:
    said = leakassay("formats").stdout
    assert all(f"\n{entry.name} " in f"\n{said}" for entry in FORMATS)


def test_the_measured_recall_stands_beside_each_reader() -> None:
    lines = {line.split()[0]: line for line in leakassay("formats").stdout.splitlines()}
    assert all(f" {found.found}/{found.planted} " in lines[form] for form, found in measured().items())
