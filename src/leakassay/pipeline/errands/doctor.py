"""Doctor: tries what a run relies on, in a real cell, and says what is missing and what that costs."""

from __future__ import annotations

import platform
import shutil
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from leakassay.engine.limits import Limits
from leakassay.engine.probe import probe, states

_EXTRAS = (
    ("altair", "report", "the dossier has no plots"),
    ("vl_convert", "report", "the dossier has no plots"),
    ("reportlab", "rehearsal", "rehearsals hold no PDF"),
    ("xlsxwriter", "rehearsal", "rehearsals hold no workbook"),
)


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: "ok", "missing" or "weak"."""

    name: str
    state: str
    note: str


def examine() -> list[Finding]:
    """Everything, in the order in which it matters."""
    found = [
        Finding("system", "ok" if sys.platform == "linux" else "missing", f"{platform.system()} {platform.release()}")
    ]
    found += _wall()
    for module, extra, cost in _EXTRAS:
        there = find_spec(module) is not None
        found.append(Finding(module, "ok" if there else "missing", "" if there else f"extra '{extra}': {cost}"))
    free = shutil.disk_usage(Path.cwd()).free
    found.append(Finding("disk", "ok" if free > 10e9 else "weak", f"{free / 1e9:,.1f} GB free here"))
    found.append(_disk_encryption())
    found.append(_swap())
    year = time.gmtime().tm_year
    found.append(Finding("clock", "ok" if year >= 2026 else "weak", time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())))
    return found


def _wall() -> list[Finding]:
    """The layers of a cell, and what a cell was able to do when it tried to get out."""
    wall = probe(Limits())
    found = [
        Finding(
            f"layer: {name}",
            "missing" if reason else "ok",
            f"off: {reason}; `run` refuses unless it is accepted by name" if reason else "on",
        )
        for name, reason in states(wall)
    ]
    if wall.fault:
        found.append(Finding("cell", "missing", wall.fault))
    for trial, blocked in wall.attempts:
        said = "blocked" if blocked else "NOT BLOCKED"
        found.append(Finding(f"cell: {trial.name}", "ok" if blocked else "weak", f"{said} ({trial.layers})"))
    return found


def _disk_encryption() -> Finding:
    device = str(Path.cwd().stat().st_dev >> 8)
    encrypted = any(
        path.read_text(encoding="ascii", errors="replace").startswith("CRYPT-")
        for path in Path("/sys/block").glob("dm-*/dm/uuid")
    )
    if encrypted:
        return Finding("disk encryption", "ok", "a dm-crypt volume is in use on this machine")
    return Finding(
        "disk encryption", "weak", f"not proven (device major {device}); put the case on an encrypted volume"
    )


def _swap() -> Finding:
    try:
        lines = Path("/proc/swaps").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return Finding("swap", "weak", "cannot be told; swapped memory may hold patients in the clear")
    note = (
        "off"
        if not lines
        else "on: memory that holds patients may reach the disk in the clear; turn it off or encrypt it"
    )
    return Finding("swap", "weak" if lines else "ok", note)
