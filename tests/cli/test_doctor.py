"""The doctor tries things and says what is missing."""

from __future__ import annotations

from cli.terminal import leakassay


def test_the_doctor_tries_the_layers_of_a_cell() -> None:
    said = leakassay("doctor").stdout
    for tried in ("allocate 64 GiB", "write a file", "leave a core file", "disk", "clock"):
        assert tried in said
    assert "ok       cell: allocate 64 GiB" in said


def test_the_doctor_names_libraries_with_what_they_are_for() -> None:
    said = leakassay("doctor").stdout
    for word in ("libarchive", "7z, rar, cab", "memory", "user namespaces", "open files", "disk writes"):
        assert word in said
