"""S03: names and values that steer terminals, forge log lines or turn text round come out escaped everywhere."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pytest

from hostile import judge, record
from hostile.planted import people, table

EVIL = (
    "\x1b]0;owned\x07", "\x1b]8;;http://leak.example\x1b\\link\x1b]8;;\x1b\\", "\x1b]52;c;b3duZWQ=\x07",
    "\x1b[2J\x1b[H",
    "safe\rforged", "\u202egnp.exe", "\u2066hidden\u2069", "line\nbreak", "\x9b31m", "\u2028sep", "\x08\x08\x7f",
    '"}\n{"event": "run_ended", "pending": 0}',
)  # fmt: skip
ALLOWED = frozenset("\n\t")


def steering(text: str) -> list[str]:
    """Characters of an output that steer a terminal or turn text round (Unicode C*, Zl, Zp)."""
    return [
        f"U+{ord(sign):04X}"
        for sign in text
        if sign not in ALLOWED
        and (unicodedata.category(sign).startswith("C") or unicodedata.category(sign) in {"Zl", "Zp"})
    ]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished case over names, headers and cells that steer."""
    base = judge.arena(tmp_path_factory.mktemp("terminal"))
    who = people("terminal", 6)
    for number, evil in enumerate(EVIL):
        folder = base / "dump" / evil.replace("/", "_")
        folder.mkdir()
        header, *rows = table(who).splitlines()
        quoted = '"' + evil.replace('"', '""') + '"'
        lines = [f"{header},{quoted}", *(f"{row},{quoted}" for row in rows)]
        (folder / f"{number} {evil.replace('/', '_')}.csv").write_text("\n".join(lines) + "\n")
    (base / "dump" / "broken.zip").write_bytes(b"PK\x03\x04" + EVIL[0].encode() * 50)
    subprocess.run([*judge.command(base), "--engine", "serial"], check=True, capture_output=True)
    return base


COMMANDS = {
    "run again": lambda base: [*judge.command(base)[1:-1], "--engine", "serial"],
    "status": lambda base: ["status", str(base / "case")],
    "summary": lambda base: ["summary", str(base / "case")],
    "summary as json": lambda base: ["summary", str(base / "case"), "--json"],
    "report": lambda base: ["report", str(base / "case")],
    "verify": lambda base: ["verify", str(base / "case")],
    "export items": lambda base: ["export", str(base / "case"), "items", "--out", str(base / "temp" / "items.csv")],
    "plan": lambda base: ["plan", str(base / "dump")],
}


@pytest.mark.slow
@pytest.mark.timeout(800)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_output_steers_a_terminal(name: str, base: Path) -> None:
    found = subprocess.run(
        [judge.COMMAND, *COMMANDS[name](base)], check=False, capture_output=True, env=judge.environment(base), cwd=base
    )
    said = (found.stdout + found.stderr).decode("utf-8", "surrogateescape")
    record.note("case", id="S03", what=f"`{name}` over names that steer terminals", expected="nothing steers",
                seen=", ".join(sorted(set(steering(said)))) or "nothing steers", met=not steering(said), awaited="",
                seconds=0)  # fmt: skip
    assert found.returncode == 0, said[-300:]
    assert steering(said) == []
    assert not any(evil in said for evil in EVIL)


@pytest.mark.slow
def test_one_event_is_one_line_of_json(base: Path) -> None:
    """A name cannot forge an event."""
    assert judge.event_lines(base / "case") == []
    text = (base / "case" / "events.log").read_text(encoding="utf-8")
    assert steering(text) == []


@pytest.mark.slow
def test_summary_and_dossier_hold_no_steering_character(base: Path) -> None:
    for path in (base / "case" / "summary.json", *(base / "case" / "report").rglob("*.html")):
        assert steering(path.read_text(encoding="utf-8").replace("\r", "")) == [], path.name
