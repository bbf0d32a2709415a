"""R06, R07, R08: no room, failing calls, a clock that jumps: a named error or an honest row, never a wrong count."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hostile import device, judge, kill, record
from hostile.planted import people, table
from hostile.seed import texts

pytestmark = pytest.mark.slow  # minutes; `make test-slow` runs them, and `make hostile` with everything else here

COARSE = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)
"""Every which call fails in the quick test; `make hostile` counts up from one until a run is clean."""

KNOWN_ERRORS = {2, 3, 4}
"""Exit codes by who must act; anything else is a defect."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The failer; skipped where nothing compiles it."""
    found = device.compiled(tmp_path_factory.mktemp("failer"))
    if found is None:
        pytest.skip("no C compiler: nothing makes devices fail")
    return found


def fill(dump: Path) -> None:
    """Small, but through every way a byte goes: plain, packed, mailed."""
    who = people("device", 12)
    (dump / "first.csv").write_text(table(who[:6]))
    (dump / "packed.zip").write_bytes(kill.zipped({"second.csv": table(who[6:]).encode(), "again.csv": b"a,b\n1,2\n"}))
    (dump / "letter.eml").write_bytes(texts.mail())
    for path in dump.iterdir():
        os.utime(path, (kill.WRITTEN_AT, kill.WRITTEN_AT))  # the seal holds times


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """An arena with the dump."""
    fill(judge.arena(tmp_path) / "dump")
    return tmp_path


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run on sound devices says."""
    base = judge.arena(tmp_path_factory.mktemp("sound"))
    fill(base / "dump")
    kill.finish(base, base / "dump", "--engine", "serial")
    return kill.result(base)


def forget(base: Path) -> None:
    """Remove the case."""
    shutil.rmtree(base / "case", ignore_errors=True)
    (base / "case.key").unlink(missing_ok=True)


def assert_honest(base: Path, failed: device.Failed, calm: dict[str, Any]) -> None:
    """It ended with a named error and goes on to the same result, or it ended well and counts what it did not read."""
    assert "Traceback" not in failed.said
    assert "internal fault" not in failed.said, failed.said[-300:]
    assert failed.exit_code in {0, *KNOWN_ERRORS}, f"exit {failed.exit_code}: {failed.said[-200:]}"
    if failed.exit_code == 0:
        rows = {row["item_id"]: row for row in judge.rows_of(base)}
        lost = [row for row in calm["rows"] if rows.get(row[0], {}).get("outcome") != dict(row[1:])["outcome"]]
        assert all(rows[row[0]]["outcome"] != "read" for row in lost if row[0] in rows)
        assert not lost or {row["outcome"] for row in rows.values()} & {"refused", "failed", "pending", "read_partly"}
        return
    if not (base / "case" / "case.json").exists():
        forget(base)  # there is no case yet: what lies there is no case to go on with
    kill.finish(base, base / "dump", "--engine", "serial")
    assert kill.differences(calm, kill.result(base)) == []


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize(("call", "error"), device.COMBINATIONS, ids="-".join)
def test_a_call_that_fails_gives_a_named_error_and_no_wrong_count(
    call: str, error: str, base: Path, library: Path, calm: dict[str, Any]
) -> None:
    tried = 0
    for at in COARSE:
        forget(base)
        failed = device.failing(base, library, call, error, at)
        if failed.passed < at:
            break
        tried += 1
        assert_honest(base, failed, calm)
    assert tried
    record.note("device", id="R07", what=f"{error} at {call}", tried=tried, wrong=0)


@pytest.mark.hostile
@pytest.mark.timeout(57_600)
@pytest.mark.parametrize(("call", "error"), device.COMBINATIONS, ids="-".join)
def test_every_call_in_turn_fails_until_a_run_is_clean(
    call: str, error: str, base: Path, library: Path, calm: dict[str, Any]
) -> None:
    at, tried = 1, 0
    while True:
        forget(base)
        failed = device.failing(base, library, call, error, at)
        if failed.passed < at:
            break
        assert_honest(base, failed, calm)
        tried, at = tried + 1, at + 1
    record.note("device", id="R07", what=f"{error} at every {call}", tried=tried, wrong=0)


SMALL_DISK = """
mount -t tmpfs -o size={kib}k none {at} || exit 99
{command}
code=$?
cp -a {at}/. {keep}/ 2>/dev/null
exit $code
"""


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kib", [64, 256, 512, 1_024, 2_048])
def test_a_full_disk_is_said_and_the_run_goes_on_once_there_is_room(kib: int, base: Path, calm: dict[str, Any]) -> None:
    """A tmpfs of a few KiB under the case, in a mount name space of its own."""
    small, keep = base / "temp" / "small", base / "temp" / "keep"
    small.mkdir()
    keep.mkdir()
    words = [judge.COMMAND, "run", str(base / "dump"), "--case", str(small / "case"), "--seed", "7", "--quiet"]
    script = SMALL_DISK.format(kib=kib, at=small, keep=keep, command=" ".join([*words, "--engine", "serial"]))
    found = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", script],
        check=False,
        capture_output=True,
        env=judge.environment(base),
        timeout=300,
    )
    said = found.stderr.decode("utf-8", "backslashreplace")
    if found.returncode == 99 or "unshare" in said:
        pytest.skip("no name space of our own here: nobody can be given a small disk")
    assert found.returncode in {0, 2}, f"exit {found.returncode}: {said[-300:]}"
    assert found.returncode == 0 or "no space left" in said
    assert "Traceback" not in said
    if (keep / "case" / "case.json").exists():
        (keep / "case").rename(base / "case")
        if (keep / "case.key").exists():
            (keep / "case.key").rename(base / "case.key")
    kill.finish(base, base / "dump", "--engine", "serial")
    assert kill.differences(calm, kill.result(base)) == []
    record.note("device", id="R06", what=f"disk of {kib} KiB", tried=1, wrong=0)


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("jump", [1, 10, 60])
def test_a_clock_that_jumps_back_a_day_changes_no_number(
    jump: int, base: Path, library: Path, calm: dict[str, Any]
) -> None:
    """Order comes from sequence numbers; a time is told and never compared."""
    found = device.run(base, library, at=str(jump), clock=str(-86_400))
    assert found.exit_code == 0, found.said[-300:]
    assert found.passed >= jump
    assert kill.differences(calm, kill.result(base)) == []
    record.note("device", id="R08", what=f"clock back a day at look {jump}", tried=1, wrong=0)
