"""What corridor tests share: a small dump of many shapes, and a case that is run over it."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from leakassay.case import case as cases
from leakassay.case.case import Case
from leakassay.engine.limits import Limits
from leakassay.pipeline.run import RunOptions, RunResult, run, start_case
from leakassay.values.uk import nhs_number

OPERATOR = bytes(range(32))
LIMITS = Limits(member_floor_bytes=1 << 20, member_ratio=50)
TO_READ = ("custody", "read")

NUMBERS = [number for nine in range(999_000_000, 999_000_050) for digit in range(10)
           if nhs_number.is_valid(number := f"{nine}{digit}")][:40]  # fmt: skip
"""Valid numbers of the test range."""

CSV = "NHS Number,Surname,Forename,Date of Birth,Postcode\n" + "".join(
    f"{number},Alpha{chr(97 + at % 26)}son,Bravo,{at % 28 + 1:02d}/03/1980,ZZ99 3VZ\n"
    for at, number in enumerate(NUMBERS)
)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, method)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def encrypted() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(zipped({"secret.csv": CSV.encode()}, zipfile.ZIP_STORED))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def dump(folder: Path) -> Path:
    """A dump of every shape that the corridor treats apart."""
    inner = zipped({"deep/people.csv": CSV.replace("Alpha", "Charlie").encode(), "note.txt": b"A note.\n"})
    files = {
        "a/people.csv": CSV.encode(),
        "a/copy.csv": CSV.encode(),
        "a/empty.txt": b"",
        "b/note.txt": b"Patient seen on Monday.\n" * 5,
        "b/nested.zip": zipped({"inner.zip": inner, "copy of people.csv": CSV.encode()}),
        "b/again.zip": zipped({"inner.zip": inner, "copy of people.csv": CSV.encode()}),
        "b/notes.csv.gz": gzip.compress(CSV.replace("Alpha", "Delta").encode(), mtime=0),
        "c/locked.zip": encrypted(),
        "c/cut.zip": zipped({"one.csv": CSV.encode(), "two.csv": CSV.replace("Alpha", "Echo").encode() * 9})[:-300],
        "c/bomb.zip": zipped({"zeros": bytes(3 << 20), "after.txt": b"still read\n"}),
        "c/noise.bin": bytes(range(256)) * 9,
        "c/set.tar": tarred({"x/f.csv": CSV.replace("Alpha", "Foxtrot").encode(), "x/empty": b""}),
        "loose.txt": b"A loose file.\n",
    }
    for name, content in files.items():
        path = folder / "dump" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "dump" / "c" / "link").symlink_to("../loose.txt")
    (folder / "dump" / "b" / "caf\udce9.txt").write_bytes(b"A name that is no text.\n")
    return folder / "dump"


@contextmanager
def opened(folder: Path) -> Iterator[Case]:
    """The case of a folder, made when it is not there."""
    place = folder / "case"
    made = cases.open_case if cases.exists(place) else None
    case = made(place, OPERATOR) if made else cases.create(place, OPERATOR, by="key_file", salt=bytes(16))
    try:
        yield case
    finally:
        case.close()


def go(folder: Path, at: Path, **options: Any) -> RunResult:
    asked = replace(RunOptions(dump=at, stages=TO_READ, limits=LIMITS, workers=2, engine="serial"), **options)
    with opened(folder) as case, case.lock():
        start_case(case, 7)
        return run(case, asked)


def outcomes(folder: Path) -> dict[str, tuple[str, str, int, int]]:
    """Outcome, reason, own bytes and records of every item, by path."""
    with opened(folder) as case:
        rows = case.shelf().table("item").to_pylist()
    assert len({row["item_path"] for row in rows}) == len(rows)
    return {row["item_path"]: (row["outcome"], row["reason"], row["own_bytes"], row["records"]) for row in rows}


def everything(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every emitted table and the ledger's own, in an order of their ids: what two runs must agree on."""
    from leakassay.model.tables.registry import EMITTED

    names = [table.name for table in EMITTED] + ["item", "partition", "source"]
    with opened(folder) as case:
        tables = {name: case.shelf().table(name) for name in names}
    return {name: table.sort_by(table.column_names[0]).to_pylist() for name, table in tables.items()}
