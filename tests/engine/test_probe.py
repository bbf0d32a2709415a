"""The probe misbehaves in a real cell; every layer has to stop it."""

from __future__ import annotations

import subprocess

from engine.forked import LANDLOCK, deprived
from leakassay.engine.confine import LAYERS
from leakassay.engine.limits import Limits
from leakassay.engine.probe import TRIALS, missing_layers, probe, states


def test_every_attempt_to_get_out_is_blocked() -> None:
    wall = probe(Limits())
    assert (wall.fault, wall.missing) == ("", {})
    assert len(wall.attempts) == len(TRIALS) >= 15
    assert [trial.name for trial, blocked in wall.attempts if not blocked] == []


def test_every_layer_stands_in_the_way_of_something() -> None:
    named = {layer for trial in TRIALS for layer in trial.layers.split(", ")}
    assert named == set(LAYERS)


def test_a_machine_that_has_everything_lacks_no_layer() -> None:
    assert missing_layers() == {}


SCRIPT = """
from leakassay.engine.limits import Limits
from leakassay.engine.probe import probe, states
wall = probe(Limits())
print(*[name for name, reason in states(wall) if reason])
print(*[trial.name for trial, blocked in wall.attempts if not blocked], sep="\\n")
"""


def _seen(*calls: str) -> list[str]:
    done = subprocess.run(deprived(calls, "-c", SCRIPT), check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def test_without_landlock_files_are_within_reach_and_the_probe_says_so() -> None:
    """See it red: the attempts are real."""
    layer, *reached = _seen(*LANDLOCK)
    assert layer == "landlock"
    assert {"read the list of users", "read a file of the case", "list a folder"} <= set(reached)
    assert not {"write a file", "connect by TCP", "start a process"} & set(reached)


def test_without_the_filter_processes_and_local_sockets_are_within_reach() -> None:
    layer, *reached = _seen("seccomp")
    assert layer == "seccomp"
    assert {"start a process", "open a local socket", "trace a process"} <= set(reached)
    assert not {"connect by TCP", "read the list of users"} & set(reached)


def test_states_name_every_layer_in_order() -> None:
    assert [name for name, _ in states(probe(Limits()))] == list(LAYERS)
