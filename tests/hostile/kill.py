"""A dump with everything that resuming gets wrong, runs of it that are killed, and what a finished case says."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

from hostile import judge
from hostile.build.tables import workbook
from hostile.planted import people, table
from hostile.seed import texts

WRITTEN_AT = 1_717_372_800
"""When all files of a dump were written, as far as anybody can see."""

MOST_RESUMES = 40
"""A run that makes no progress under kills would be resumed for ever."""


def fill(dump: Path, *, large_bytes: int = 9 << 20) -> None:
    """Nested archives, duplicates inside and outside of them, damaged members, mail, a table that is read in ranges."""
    who = people("kill", 60)
    first, second, third = (table(who[at : at + 20]).encode() for at in (0, 20, 40))
    inner = zipped({"deep/second.csv": second, "deep/again.csv": first, "book.xlsx": workbook(who[:30])})
    outer = zipped(
        {f"inner {n}.zip": inner if n % 2 else zipped({f"{n}.csv": third, "first.csv": first}) for n in range(6)}
    )
    (dump / "outer.zip").write_bytes(outer)
    (dump / "first.csv").write_bytes(first)
    (dump / "copy of first.csv").write_bytes(first)
    (dump / "log.csv.gz").write_bytes(gzip.compress(second, mtime=1) + gzip.compress(third, mtime=1) + b"tail")
    (dump / "cut.zip").write_bytes(outer[: len(outer) * 2 // 3])
    (dump / "letter.eml").write_bytes(texts.mail())
    (dump / "results.hl7").write_bytes(texts.hl7())
    (dump / "noise.bin").write_bytes(random.Random(5).randbytes(40_000))
    for number in range(40):
        (dump / f"note {number:02d}.txt").write_text(f"NHS number {who[number].nhs_number}\nnote {number}\n")
    block = table(people("large", 400)).split("\n", 1)[1].encode()
    with (dump / "large.csv").open("wb") as file:
        file.write(first.split(b"\n", 1)[0] + b"\n")
        for _ in range(large_bytes // len(block)):
            file.write(block)
    for path in dump.iterdir():
        os.utime(path, (WRITTEN_AT, WRITTEN_AT))


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip whose bytes depend on its members alone."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def start(base: Path, dump: Path, *words: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a run in a session of its own, so that its process group is its alone."""
    said = [judge.COMMAND, "run", str(dump), "--case", str(base / "case"), "--seed", "7", "--quiet", *words]
    return subprocess.Popen(
        said,
        env=judge.environment(base, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def finish(base: Path, dump: Path, *words: str) -> None:
    """Run until it ends by itself; it must end well.

    Raises:
        AssertionError: it did not.
    """
    with start(base, dump, *words) as process:
        _, said = process.communicate(timeout=600 * judge.PATIENCE)
    assert process.returncode == 0, said.decode("utf-8", "backslashreplace")[-300:]


def kill_after(base: Path, dump: Path, seconds: float) -> bool:
    """Run and kill the coordinator; False when the run had ended before."""
    with start(base, dump) as process:
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    assert process.returncode in {0, -signal.SIGKILL}
    return process.returncode != 0


def kill_at(base: Path, dump: Path, point: str) -> bool:
    """Run with a crash point; False when the run did not pass it."""
    from leakassay.case.crash import VARIABLE

    with start(base, dump, **{VARIABLE: point}) as process:
        process.communicate(timeout=600 * judge.PATIENCE)
    wait_for_group(process.pid)
    assert process.returncode in {0, -signal.SIGKILL}, f"exit {process.returncode} at {point}"
    return process.returncode != 0


def wait_for_group(group: int) -> None:
    """Guards and cells die with the coordinator; a run that follows must not meet them."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)


def result(base: Path) -> dict[str, Any]:
    """What a finished case says: summary apart from times, and every row of the ledger and of the sightings."""
    said = json.loads((base / "case" / "summary.json").read_text(encoding="utf-8"))
    del said["performance"]
    rows = sorted((row["item_id"], *sorted((k, str(v)) for k, v in row.items())) for row in judge.rows_of(base))
    found = sorted(str(sorted(row.items())) for row in judge.sightings(base))
    return {"summary": said, "rows": rows, "sightings": found}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two results differ, in counts and keys, without a value."""
    found = [f"summary.{key}" for key in one["summary"] if one["summary"][key] != other["summary"].get(key)]
    for name in ("rows", "sightings"):
        mine, theirs = set(map(str, one[name])), set(map(str, other[name]))
        if mine != theirs or len(one[name]) != len(other[name]):
            found.append(f"{name}: {len(mine - theirs)} lost, {len(theirs - mine)} more, {len(other[name])} in all")
    return found
