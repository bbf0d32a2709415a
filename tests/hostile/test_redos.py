"""S04: no expression of ours or of a profile can be made to stall a run."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from hostile import judge, record, redos
from leakassay.detect.scan.pattern import Pattern, patterns
from leakassay.detect.settings import from_profile
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from leakassay.values.pattern_budget import PatternRefusedError, check

SHIPPED = patterns(from_profile(EMPTY, DETECTORS)["detectors"], (), {})
CATASTROPHES = (r"^(\w+\s?)*$", r"(a+)+$", r"(a|aa)+$", r"(.*)*x", r"(\d+)*-", r"([a-z]+)*@", r"(x+x+)+y")
TAKEN = (r"\d{2}[A-Z]\d{6}\d?", r"[A-Z]{2,4}\d{4,12}", r"S-?\d{1,10}", r"(?:AB|CD)[0-9]+")


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("number", range(len(SHIPPED)), ids=lambda n: f"{SHIPPED[n].kind}-{n}")
def test_a_shipped_expression_takes_under_fifty_milliseconds_a_megabyte(number: int) -> None:
    took, text = redos.worst(SHIPPED[number], redos.MEGABYTE)
    assert took < redos.BUDGET_SECONDS, f"{took * 1000:.0f} ms a megabyte on {text}"
    record.note("case", id="S04", what=f"{SHIPPED[number].kind}, a megabyte of adversarial text", **said(took))


def said(took: float) -> dict[str, object]:
    """What the page shows of an expression."""
    seen = f"{took * 1000:.1f} ms at worst"
    return {"expected": "under 50 ms", "seen": seen, "met": True, "awaited": "", "seconds": 0}


@pytest.mark.parametrize("number", range(len(SHIPPED)), ids=lambda n: f"{SHIPPED[n].kind}-{n}")
def test_what_python_reads_on_from_a_hit_does_not_stall(number: int) -> None:
    """Twice the text takes about twice the time; a thousand starts of a long text are tried."""
    whole = SHIPPED[number].whole
    if whole is None:
        return
    for name, text in redos.texts(4_096):
        started = time.process_time()
        for start in range(1_000):
            whole.match(text, start)
        assert time.process_time() - started < 1.0, name


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_a_pattern_of_a_profile_that_could_stall_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefusedError):
        check(pattern)


@pytest.mark.timeout(480)
@pytest.mark.parametrize("pattern", TAKEN)
def test_a_pattern_of_a_profile_that_is_taken_is_as_quick(pattern: str) -> None:
    check(pattern)
    re.compile(pattern)
    took, text = redos.worst(Pattern("own", pattern), redos.MEGABYTE)
    assert took < redos.BUDGET_SECONDS, f"{took * 1000:.0f} ms a megabyte on {text}"


@pytest.mark.slow
@pytest.mark.timeout(2_400)
def test_files_of_adversarial_text_are_read_without_a_time_out(tmp_path: Path) -> None:
    """The whole way, tables and text: every expression of sniffing, reading and detecting meets them."""
    base = judge.arena(tmp_path)
    size = 200_000
    for number, (_, text) in enumerate(redos.texts(size)):
        (base / "dump" / f"{number}.txt").write_text(text)
        (base / "dump" / f"{number}.csv").write_text(f"{text[: size // 2]},a\nb,{text[size // 2 :]}\n")
    before = os.times()
    words = judge.command(base, stages="custody,read")
    ran = subprocess.run(words, check=False, capture_output=True, timeout=2_300, env=judge.environment(base))
    after = os.times()
    assert ran.returncode == 0, ran.stderr
    rows = judge.rows_of(base)
    stalled = [row["item_path"] for row in rows if row["reason"] in {"timed_out", "crashed", "out_of_memory"}]
    megabytes = sum(row["size_bytes"] for row in rows) / redos.MEGABYTE
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    seen = f"{len(rows)} files, {spent / megabytes:.2f} s of processor a megabyte"
    told = {"expected": "no time-out", "seen": seen, "met": not stalled, "awaited": "", "seconds": round(spent, 1)}
    record.note("case", id="S04", what="files of adversarial text, the whole way", **told)
    assert stalled == []
