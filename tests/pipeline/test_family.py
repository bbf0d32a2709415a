"""Reader families: every format belongs to one, and every one is warmed."""

from __future__ import annotations

import subprocess
import sys

from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.family import CONTAINER, PLAIN, families, family_of


def test_what_shares_a_cell_is_plain_and_the_others_go_by_the_folder_of_their_reader() -> None:
    found = {entry.name: family_of(entry) for entry in FORMATS}
    assert (found["delimited"], found["hl7v2"], found["zip"]) == (PLAIN, PLAIN, PLAIN)
    assert (found["pdf"], found["xlsx"], found["eml"]) == ("document", "tabular", "mail")


def test_every_family_has_something_to_warm() -> None:
    warm = families()
    assert {"", PLAIN, CONTAINER, *(family_of(entry) for entry in FORMATS)} == set(warm)
    assert all(dotted for dotted in warm.values())


def test_cutting_work_into_units_imports_no_reader() -> None:
    """The coordinator holds the key."""
    script = (
        "import leakassay.pipeline.schedule, sys; print([n for n in sys.modules if n.startswith('leakassay.read')])"
    )
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout == "[]\n"
