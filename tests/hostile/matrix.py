"""The whole matrix: every case of the catalogue, and the places of the matrix that other tests of this folder hold."""

from __future__ import annotations

from hostile.build import archives, documents, files, texts
from hostile.case import HostileCase

CASES: tuple[HostileCase, ...] = tuple(
    sorted((*archives.CASES, *files.CASES, *texts.CASES, *documents.CASES), key=lambda case: case.id)
)

ELSEWHERE = {
    "F13": "test_mutations.py",
    "F14": "test_mutations.py",
    "F34": "test_mutations.py",
    "R01": "tests/engine/test_ordeal.py",
    "R02": "test_kill.py",
    "R03": "tests/engine/test_ordeal.py",
    "R04": "test_kill.py",
    "R05": "test_kill.py",
    "R06": "test_devices.py",
    "R07": "test_devices.py",
    "R08": "test_devices.py",
    "R09": "test_resume.py",
    "R10": "test_resume.py",
    "R11": "test_resume.py",
    "S03": "test_terminal.py",
    "S04": "test_redos.py",
    "S10": "test_leaks.py",
}
"""Place in the matrix → where it is tested, when it is no dump to be judged."""

PLACES = tuple(f"F{n:02d}" for n in range(1, 36)) + tuple(f"R{n:02d}" for n in range(1, 12)) + ("S03", "S04", "S10")
"""Every place of the matrix that this folder answers for."""
