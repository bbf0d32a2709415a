"""S10: a disk that was taken away shows no planted value: not of a finished case, not of one that was killed midway."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hostile import judge, kill, record
from hostile.case import Bait, Seen
from hostile.planted import table
from hostile.seed import binaries, texts
from leakassay.case.crash import POINTS

MIDWAY = (
    "spool.close:after:2",
    "part.write:after",
    "part.rename:before",
    "ledger.commit:before:9",
    "derived.commit:before",
)


def fill(dump: Path, bait: Bait) -> None:
    """The people in every way a byte goes, and in names of folders, files and members."""
    text = table(bait.people).encode()
    folder = dump / bait.name
    folder.mkdir()
    inner = kill.zipped({f"{bait.name}/inner.csv": text})
    (folder / f"{bait.name}.csv").write_bytes(text)
    (folder / "utf16.csv").write_bytes(b"\xff\xfe" + table(bait.people).encode("utf-16-le"))
    (folder / "packed.zip").write_bytes(kill.zipped({f"{bait.name}.zip": inner, "two.csv": text + b"\n"}))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 " + text * 3)
    (folder / "cut.zip").write_bytes(kill.zipped({f"{bait.name}.csv": text * 9})[:-40])
    body = "".join(
        f"Dear {who.forename} {who.surname}, NHS number {who.nhs_number}, {who.email}\n" for who in bait.people
    )
    (folder / "letter.txt").write_text(body)
    (folder / "mail.eml").write_bytes(texts.mail().replace(b"see attached", body.encode()))
    (folder / "page.pdf").write_bytes(binaries.pdf())


@pytest.fixture
def arena(tmp_path: Path) -> tuple[Path, Bait]:
    """A dump of bait."""
    bait = Bait.of("S10", 8)
    fill(judge.arena(tmp_path) / "dump", bait)
    return tmp_path, bait


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_a_finished_case_shows_no_planted_value(arena: tuple[Path, Bait]) -> None:
    """All stages, the commands that print, and an error; case, home, temp and every output are searched."""
    base, bait = arena
    said = []
    for words in (
        judge.command(base)[1:],
        ["summary", str(base / "case")],
        ["status", str(base / "case")],
        ["export", str(base / "case"), "sightings", "--out", str(base / "case" / "masked.csv")],
        ["export", str(base / "case"), "mentions", "--out", str(base / "case" / "mentions.csv")],
        ["run", str(base / "dump" / bait.name), "--case", str(base / "case")],
    ):
        env = judge.environment(base)
        found = subprocess.run([judge.COMMAND, *words], check=False, capture_output=True, env=env, cwd=base)
        said.append((found.stdout + found.stderr).decode("utf-8", "backslashreplace"))
    text = "\n".join(said).replace(str(base / "dump" / bait.name), "")  # what the operator typed may be said back
    leaks = judge.leaks(Seen(0, text, 0.0, base), bait)
    told = judge.planted_found(Seen(0, "", 0.0, base), bait)
    record.note("case", id="S10", what="a finished case, its outputs, home and temp", expected="no planted value",
                seen=f"{len(leaks)} places", met=not leaks, awaited="", seconds=0)  # fmt: skip
    assert leaks == []
    assert len(told) == len(bait.people), "the search above would mean nothing"


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("point", MIDWAY)
def test_a_case_that_was_killed_midway_shows_no_planted_value(point: str, arena: tuple[Path, Bait]) -> None:
    """Spool, drafts of parts and the ledger's log lie there as the kill left them."""
    base, bait = arena
    assert kill.kill_at(base, base / "dump", point)
    leaks = judge.leaks(Seen(0, "", 0.0, base), bait)
    record.note("case", id="S10", what=f"killed at {point}", expected="no planted value", seen=f"{len(leaks)} places",
                met=not leaks, awaited="", seconds=0)  # fmt: skip
    assert leaks == []
    if point.startswith("spool"):
        assert list((base / "case" / "spool").iterdir()), "no spool entry lay there to be searched"


def test_the_points_above_exist() -> None:
    assert {":".join(point.split(":")[:2]) for point in MIDWAY} <= set(POINTS)


def test_the_judge_sees_a_leak(tmp_path: Path) -> None:
    """Seen red: a planted value in each encoding, in a file of the case."""
    bait = Bait.of("red", 1)
    for number, code in enumerate(("utf-8", "utf-16-le", "utf-16-be")):
        (tmp_path / "case").mkdir(exist_ok=True)
        (tmp_path / "case" / str(number)).write_bytes(b"\0" + bait.people[0].surname.upper().encode(code))
    assert len(judge.leaks(Seen(0, f"said {bait.name}", 0.0, tmp_path), bait)) == 4
