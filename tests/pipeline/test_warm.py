"""Warming: every reader and opener of the catalogue is in memory before the first fork."""

from __future__ import annotations

import sys

from leakassay.detect.settings import from_profile
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.warm import prepare
from leakassay.profile.organisation import EMPTY


def test_readers_and_openers_are_imported() -> None:
    prepare({"detect": from_profile(EMPTY)})
    due = {f"leakassay.read.{entry.reader}" for entry in FORMATS if entry.reader}
    due |= {f"leakassay.custody.openers.{entry.opener}" for entry in FORMATS if entry.opener}
    assert due - set(sys.modules) == set()
