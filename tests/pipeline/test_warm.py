"""Warming: what a family reads with is in memory before its first fork, and of the other families nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.family import CONTAINER, families, family_of

SCRIPT = """
import sys
from leakassay.detect.settings import from_profile
from leakassay.pipeline.warm import prepare, prepare_family
from leakassay.profile.organisation import EMPTY
settings = {{"detect": from_profile(EMPTY), "family": {family!r}}}
prepare(settings)
prepare_family(settings)
print(*sys.modules)
"""


@pytest.mark.parametrize("family", sorted(set(families()) - {""}))
def test_a_family_imports_its_own_readers_or_the_openers(family: str) -> None:
    script = SCRIPT.format(family=family)
    found = set(
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    )
    own = {f"leakassay.read.{entry.reader}" for entry in FORMATS if entry.reader and family_of(entry) == family}
    openers = {f"leakassay.custody.openers.{entry.opener}" for entry in FORMATS if entry.opener}
    assert (own if family != CONTAINER else openers) - found == set()
    if family not in {"document", CONTAINER}:
        assert "pypdfium2" not in found
    if family != CONTAINER:
        assert openers & found == set()
