"""The page of formats: unique names, modules that exist, splittable only where the reader can split."""

from __future__ import annotations

import importlib
import importlib.util

import pytest

from leakassay.model.plugin import Format
from leakassay.pipeline.catalogue.formats import FORMATS

EACH = pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)


def test_names_are_unique() -> None:
    assert len({entry.name for entry in FORMATS}) == len(FORMATS)


@EACH
def test_a_format_can_be_recognised_and_says_what_is_covered(entry: Format) -> None:
    assert entry.magic or entry.sniff
    assert entry.covers
    assert all(suffix.startswith(".") for suffix in entry.suffixes)


@EACH
def test_what_a_line_names_exists(entry: Format) -> None:
    if entry.reader:
        assert importlib.util.find_spec(f"leakassay.read.{entry.reader}")
    if entry.opener:
        assert importlib.util.find_spec(f"leakassay.custody.openers.{entry.opener}")
    if entry.sniff:
        module, _, function = entry.sniff.partition(":")
        assert callable(getattr(importlib.import_module(f"leakassay.custody.sniff.{module}"), function))


@EACH
def test_only_readers_with_split_are_splittable(entry: Format) -> None:
    if entry.reader:
        module = importlib.import_module(f"leakassay.read.{entry.reader}")
        assert callable(module.read)
        assert hasattr(module, "split") == entry.splittable
    else:
        assert not entry.splittable
