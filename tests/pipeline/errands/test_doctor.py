"""Doctor: every layer tried, every finding with its cost."""

from __future__ import annotations

import pytest

from leakassay.pipeline.catalogue.libraries import LIBRARIES
from leakassay.pipeline.errands import doctor
from leakassay.pipeline.errands.doctor import examine, lacking, system_packages


def test_the_layers_of_a_cell_hold_and_every_finding_has_a_state() -> None:
    found = {finding.name: finding for finding in examine()}
    cells = [finding for name, finding in found.items() if name.startswith("cell: ")]
    assert cells
    assert {finding.state for finding in cells} == {"ok"}
    assert {finding.state for finding in found.values()} <= {"ok", "missing", "weak"}
    assert all(finding.note for finding in found.values() if finding.state != "ok")
    machine = ("python", "user", "memory", "disk", "disk writes", "swap", "clock", "open files", "user namespaces")
    assert [name for name in machine if name not in found] == []


def test_what_is_missing_says_what_it_costs_and_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", {}.get)
    monkeypatch.setattr(doctor.machine, "has_shared_library", {}.get)
    found = {library.name: doctor._library(library) for library in LIBRARIES}
    assert {finding.state for finding in found.values()} == {"missing"}
    assert "7z, rar, cab" in found["libarchive"].note
    assert "libarchive13" in found["libarchive"].note
    assert "extra 'mailstores': pst" in found["libpff"].note
    assert len(list(lacking())) == len(LIBRARIES)


def test_a_machine_without_namespaces_is_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.machine, "user_namespaces", lambda: 0)
    monkeypatch.setattr(doctor.machine, "open_files", lambda: (256, 4096))
    assert doctor._namespaces().state == doctor._open_files().state == "weak"
    assert "max_user_namespaces is 0" in doctor._namespaces().note
    assert "ulimit" in doctor._open_files().note


def test_the_list_for_the_bundle_names_every_package_of_the_system() -> None:
    said = system_packages()
    assert all(library.package in said and library.cost in said for library in LIBRARIES if library.package)
    assert "python3-venv" in said
