"""Crash points: harmless without an order, deadly at the passage that was ordered, around every step of the list."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from house.tree import modules
from leakassay.case.crash import POINTS, VARIABLE, crash_point

PASSES = """
from leakassay.case.crash import crash_point
for n in range(5):
    print(n, flush=True)
    crash_point("part.rename:" + "before")
"""


def passed(order: str) -> tuple[int, str]:
    """Exit code and output of five passages, in a session of its own: the kill takes the group."""
    found = subprocess.run(
        [sys.executable, "-c", PASSES],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, VARIABLE: order},
        start_new_session=True,
    )
    return found.returncode, "".join(found.stdout.split())


@pytest.mark.parametrize(
    ("order", "seen"),
    [
        ("", (0, "01234")),
        ("part.rename:after", (0, "01234")),
        ("part.rename:before", (-signal.SIGKILL, "0")),
        ("part.rename:before:3", (-signal.SIGKILL, "012")),
        ("part.rename:before:9", (0, "01234")),
    ],
)
def test_a_process_dies_at_the_passage_that_was_ordered_and_nowhere_else(order: str, seen: tuple[int, str]) -> None:
    assert passed(order) == seen


def test_without_an_order_nothing_happens() -> None:
    for name in POINTS:
        crash_point(name)


def test_the_code_passes_every_point_of_the_list_and_no_other() -> None:
    """A point that no code passes would make a test of it pass for nothing."""
    called = {
        name
        for path in modules()
        if path.name != "crash.py"
        for name in re.findall(r'crash_point\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert called == set(POINTS)
