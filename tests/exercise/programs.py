"""What the tests with other programs share: rehearsals of every format, a seeded choice of files, the programs."""

import csv
import hashlib
import json
import random
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from oxmsg import Message

from leakassay.exercise import key
from leakassay.exercise.leak.plan import known_formats
from leakassay.exercise.paper.damage import shown
from leakassay.exercise.write import write

TEN = 10
"""Files opened of each format."""
MIX_BYTES = 120_000_000
HEAVY = frozenset({"pdf", "docx", "exe", "jpeg", "tiff"})
"""Formats of which the mix alone holds ten."""
SMALL = 8
"""Small rehearsals of all other formats, for those of which a mix of this size holds two or none."""
PACKED = ("zip", "7z", "xlsx", "docx", "ods")
TELLING = (*PACKED, "pdf", "sqlite", "xml", "json", "msg")
"""Formats of which a program can tell whether a file is whole."""
INTACT = frozenset({"read", "unsupported", "pending"})
"""What a careful reader reports of a file that nothing happened to."""


@dataclass(frozen=True)
class Laid:
    """One file of a dump and what the key says of it: its item, its sightings in order, its direct members."""

    path: Path
    item: dict[str, Any]
    sightings: list[dict[str, Any]]
    members: list[dict[str, Any]]

    @property
    def surnames(self) -> list[str]:
        return [row["surname"] for row in self.sightings if row["surname"]]

    @property
    def is_intact(self) -> bool:
        return self.item["outcome"] in INTACT and not (self.item["outcome"] == "read" and self.item["reason"])


class Shelf:
    """Every file of some rehearsals that is no copy of another, by format."""

    def __init__(self, folder: Path) -> None:
        self.laid: list[Laid] = []
        light = known_formats() - HEAVY
        self._add(folder / "mix", size_bytes=MIX_BYTES, seed=71)
        for number in range(SMALL):
            self._add(folder / f"small{number}", people=200, events=3_000, seed=72 + number, formats=light)

    def _add(self, out: Path, **knobs: Any) -> None:
        dump = write(out, kind="ours", **knobs).dump
        answer = key.load(out / "answer-key")
        seen, inside = defaultdict(list), defaultdict(list)
        for row in answer.sightings.to_pylist():
            seen[row["item_path"]].append(row)
        items = answer.items.to_pylist()
        for item in items:
            inside[item["item_path"].rpartition("!/")[0]].append(item)
        places = {shown(path.relative_to(dump).as_posix()): path for path in dump.rglob("*") if path.is_file()}
        self.laid += [
            Laid(places[item["item_path"]], item, seen[item["item_path"]], inside[item["item_path"]])
            for item in items
            if "!/" not in item["item_path"] and not item["duplicate_of"]
        ]

    def formats(self) -> set[str]:
        return {one.item["format"] for one in self.laid}

    def all_of(self, *formats: str) -> list[Laid]:
        """Every intact file of these formats."""
        return [one for one in self.laid if one.item["format"] in formats and one.is_intact]

    def ten_of(self, form: str, at_least: int = TEN) -> list[Laid]:
        """Ten intact files of a format by a seeded choice, fewer only where so many are not asked for."""
        return chosen(form, self.all_of(form), at_least)

    def damaged(self, *formats: str) -> list[Laid]:
        return [one for one in self.laid if one.item["format"] in formats and not one.is_intact]


def chosen(word: str, among: Sequence[Laid], at_least: int = TEN) -> list[Laid]:
    """Up to ten of them, the same for the same word."""
    picked = random.Random(word).sample(list(among), min(TEN, len(among)))
    assert len(picked) >= at_least, f"only {len(picked)} of {word}"
    return picked


def need(program: str) -> str:
    """The program's place; the test is skipped where it is not installed."""
    place = shutil.which(program)
    if place is None:
        pytest.skip(f"{program} is not installed")
    return place


def run(*words: str | Path, check: bool = True, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs a program to its end; what it complains of is in the failure of the test."""
    done = subprocess.run([str(word) for word in words], capture_output=True, timeout=240, check=False, cwd=cwd)
    assert not check or done.returncode == 0, (words[0], words[-1], done.returncode, done.stderr[-600:])
    return done


def missing(surnames: Iterable[str], text: str | Iterable[str]) -> Counter[str]:
    """Planted surnames that do not stand in a text (where it is one) or not so often among cells."""
    wanted = Counter(name.casefold() for name in surnames)
    if isinstance(text, str):
        flat = " ".join(text.split()).casefold()
        return Counter({name: count for name, count in wanted.items() if name not in flat})
    # "DAVIES, BARRY" is a cell about a Davies
    return wanted - Counter(cell.split(",")[0].strip().casefold() for cell in text)


def text_of(data: bytes) -> str:
    """A file's text as an editor guesses it: UTF-16 by its mark or zeros, UTF-8, else Windows."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def office(profile: Path, files: Sequence[Laid], suffix: str, to: str, out: Path, *said: str) -> list[str]:
    """Converts files in one go with LibreOffice.

    Args:
        profile: a folder for its settings, the same for all calls.
        files: at least one; without any, LibreOffice waits for ever.
        suffix: ending that their format has.
        to: the filter, as behind `--convert-to`.
        out: a new folder.
        said: more words for the command.

    Returns:
        the text of what was made of each, of all its sheets together; "" where nothing was.
    """
    assert files
    out.mkdir()
    sources = [out / f"{number:03d}.{suffix}" for number in range(len(files))]
    for one, source in zip(files, sources, strict=True):
        source.write_bytes(one.path.read_bytes())
    settings = f"-env:UserInstallation={profile.as_uri()}"
    run(
        need("soffice"),
        "--headless",
        settings,
        *said,
        "--convert-to",
        to,
        "--outdir",
        out / "made",
        *sources,
        check=False,
    )
    made = sorted((out / "made").glob("*"))
    own = [[page for page in made if page.name[:3] == source.stem] for source in sources]
    return ["\n".join(text_of(page.read_bytes()) for page in pages) for pages in own]


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(text.splitlines()) for cell in row]


def strings(value: Any) -> list[str]:
    """Every string in what json.loads gives."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value] if isinstance(value, str) else []


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def held(one: Laid) -> Counter[str]:
    """Hashes of the members that the key says can be read."""
    return Counter(member["sha256"] for member in one.members if member["outcome"] != "refused")


def complaint(one: Laid) -> str:
    return f"{one.item['item_path']} ({one.item['outcome']} {one.item['reason']})"


def is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def page_of(locator: str) -> int:
    return int(locator.rpartition(" ")[2])


def notes(one: Laid) -> list[str]:
    return [row["surname"] for row in one.sightings if row["surname"] and row["locator"].startswith("note")]


def is_harmless(one: Laid) -> bool:
    """Says whether nothing in an archive has to be refused, so that a test may unpack it."""
    return "/incoming/" not in one.item["item_path"]


def complains(one: Laid, out: Path) -> bool:
    """Says whether a program that opens its format finds something wrong with a file; `out` may be overwritten."""
    form = one.item["format"]
    if form in PACKED:
        return run(need("7z"), "t", "-p", one.path, check=False).returncode != 0
    if form == "pdf":
        return bool(run(need("pdftotext"), one.path, out, check=False).stderr)
    if form == "sqlite":
        done = run(need("sqlite3"), "-readonly", one.path, "PRAGMA integrity_check", check=False)
        return done.returncode != 0 or done.stdout.strip() != b"ok"
    try:
        if form == "xml":
            ET.parse(one.path)  # noqa: S314  it was written by this very test
        elif form == "json":
            json.loads(one.path.read_bytes())
        else:
            assert Message.load(one.path).body
    except (ET.ParseError, ValueError, OSError, LookupError, AssertionError):
        return True
    return False
