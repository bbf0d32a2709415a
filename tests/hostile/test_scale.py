"""Scale: a million small files, solid archives of gigabytes; memory, time a file, resuming, idle workers, spool.

`LEAKASSAY_HOSTILE_SCALE=0.01` makes all of it a hundredth; the bounds on time and shares then mean little.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import judge, record
from hostile.planted import people, table

SCALE = float(os.environ.get("LEAKASSAY_HOSTILE_SCALE", "1"))
TEMPLATES = 500
LINKS = 60_000
"""Names of one file: ext4 takes 65,000."""
GIB = 1 << 30
pytestmark = [pytest.mark.hostile, pytest.mark.timeout(14_400)]


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """An arena; a million names are removed by a program."""
    yield judge.arena(tmp_path)
    subprocess.run(["rm", "-rf", str(tmp_path)], check=False)


class Watch:
    """Looks at a run and all that it started, ten times a second.

    Attributes:
        peak_rss: of the coordinator, in bytes.
        spool: most bytes that lay in the spool.
    """

    def __init__(self, pid: int, case: Path) -> None:
        self._pid, self._case = pid, case
        self.peak_rss = self.spool = 0
        self._ticks: dict[tuple[str, str], int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.1):  # a cell lives two seconds: what it did since the last look is lost
            self.peak_rss = max(self.peak_rss, _rss(self._pid))
            self.spool = max(self.spool, _bytes_below(self._case / "spool"))
            self._ticks |= _ticks_of_session(self._pid)

    @property
    def busy(self) -> float:
        """Processor seconds of every process of the run, each as it was last seen.

        What the kernel hands to a parent would lack the cells: nobody waits for the families that wait for them.
        """
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()


def _ticks_of_session(session: int) -> dict[tuple[str, str], int]:
    """Ticks that each process of a session has spent, by its number and when it began."""
    found = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208  names only
        with contextlib.suppress(OSError, IndexError):
            if entry.isdigit():
                said = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                if int(said[3]) == session:
                    found[entry, said[19]] = int(said[11]) + int(said[12])
    return found


def _rss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)


def _bytes_below(folder: Path) -> int:
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                total += entry.stat().st_size
    except FileNotFoundError:
        return total
    return total


def run(base: Path, *words: str) -> tuple[float, float, Watch]:
    """Run once.

    Returns:
        Wall seconds, processor seconds of all processes, and what was watched.
    """
    started = time.monotonic()
    process = subprocess.Popen(
        judge.command(base, *words),
        env=judge.environment(base),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    watch = Watch(process.pid, base / "case")
    _, said = process.communicate()
    seconds = time.monotonic() - started
    watch.end()
    assert process.returncode == 0, said[-300:]
    return seconds, watch.busy, watch


def many(dump: Path, count: int) -> None:
    """Small files: hard links of some hundred templates, a thousand in a folder."""
    store = dump.parent / "home" / "templates"
    store.mkdir()
    for number in range(TEMPLATES):
        who = people(f"scale {number}", 1)
        (store / str(number)).write_text(
            table(who) if number % 2 else f"NHS number {who[0].nhs_number}\nnote {number}\n"
        )
    for number in range(count):
        if number % 1_000 == 0:
            folder = dump / f"{number // 1_000:04d}"
            folder.mkdir()
        os.link(store / str(number % TEMPLATES), folder / f"{number}.{'csv' if number % 2 else 'txt'}")


def test_a_million_small_files_fit_in_memory_and_are_resumed_within_a_minute(base: Path) -> None:
    count = int(1_000_000 * SCALE)
    many(base / "dump", count)
    seconds, busy, watch = run(base)
    again, _, second = run(base)
    record.note("scale", id="L01", what=f"{count:,} small files", seconds=round(seconds, 1),
                seen=f"{seconds / count * 1000:.2f} ms a file, coordinator {watch.peak_rss / GIB:.2f} GiB, "
                f"{busy / seconds:.2f} processors busy; run again: {again:.0f} s")  # fmt: skip
    assert max(watch.peak_rss, second.peak_rss) < 2 * GIB
    assert again < 60
    rows = judge.rows_of(base)
    assert len(rows) == count
    assert {row["outcome"] for row in rows} == {"read"}


def rows_of_text(size: int, part: int) -> Iterator[bytes]:
    """CSV of about a size, a megabyte at a time, no two megabytes of any part the same: copies would be read once."""
    made = 0
    while made < size:
        block = "\n".join(who.row for who in people(f"block {part} {made >> 20}", 400)).encode() + b"\n"
        block *= max(1, (1 << 20) // len(block))
        made += len(block)
        yield block


def solid_tar_zst(path: Path, size: int, parts: int) -> None:
    """A tar of large tables under one zstd frame, written as a stream."""
    import io
    import tarfile

    import zstandard

    head = table([]).encode()
    with (
        path.open("wb") as raw,
        zstandard.ZstdCompressor(level=1).stream_writer(raw) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        for number in range(parts):
            text = head + b"".join(rows_of_text(size // parts, number))
            entry = tarfile.TarInfo(f"{number}.csv")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))


def solid_7z(path: Path, size: int, parts: int) -> None:
    """A solid 7z of large tables, written by the rehearsal's own writer."""
    from leakassay.exercise.paper.seven_zip import solid

    store = path.parent.parent / "home" / "parts"
    store.mkdir()
    head = table([]).encode()
    for number in range(parts):
        with (store / f"{number}.csv").open("wb") as file:
            file.write(head)
            for block in rows_of_text(size // parts, number):
                file.write(block)
    solid(path, store, names=[Path(f"{number}.csv") for number in range(parts)])
    subprocess.run(["rm", "-rf", str(store)], check=True)


SOLID = {"solid.tar.zst": solid_tar_zst, "solid.7z": solid_7z}


@pytest.mark.parametrize("name", SOLID)
def test_a_solid_archive_as_the_only_input_keeps_both_workers_busy(name: str, base: Path) -> None:
    size = int(10 * GIB * SCALE)
    SOLID[name](base / "dump" / name, size, max(8, int(100 * SCALE)))
    seconds, busy, watch = run(base, "--stages", "custody,read", "--workers", "2")
    share = busy / seconds / 2
    rows = judge.rows_of(base)
    record.note("scale", id="L02", what=f"{size / GIB:.1f} GiB in {name} alone", seconds=round(seconds, 1),
                seen=f"{size / GIB * 1024 / seconds:.0f} MiB/s, two workers {share:.0%} busy, "
                f"spool at most {watch.spool / GIB:.2f} GiB, {len(rows)} items")  # fmt: skip
    assert all(row["outcome"] == "read" for row in rows), {row["outcome"] for row in rows}
    assert watch.spool < GIB
    assert share >= 0.8
