"""A written dump turned into the Telegram Desktop export of a crew's channel, with the dump in a nested 7z in parts.

Each top folder becomes a solid `diskN.7z`; all of them lie, stored, in one outer 7z that is cut in equal volumes. What
was `disk1/lims/results.csv` is then `ChatExport_2024-06-20/files/leak.7z.001!/disk1.7z!/lims/results.csv`: the chain
goes through the first volume, the others are items of their own that hold the rest of its bytes.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from leakassay.exercise.leak.deposit import FILE_TIME
from leakassay.exercise.leak.telegram_chat import Attachment, Haul, chat, crew_of, proof_at, readme
from leakassay.exercise.leak.telegram_export import SCRIPT, STYLE, icon, messages_html, result_json
from leakassay.exercise.leak.telegram_photo import SIZE, screenshot, thumbnail
from leakassay.exercise.paper.damage import shown
from leakassay.exercise.paper.seven_zip import entry_name, solid

VOLUME_LIMIT = 4000 << 19
"""Bytes of the largest file Telegram takes without a subscription."""

_SECTOR = 4096
_PICTURE = ("unsupported", "no_reader")
"""Nobody stands in the pictures, but without OCR nobody can know."""


@dataclass(frozen=True)
class NewItem:
    """An item that the wrapping adds, as the key lists it; nobody stands in any of them.

    Attributes:
        path: item_path below the dump.
        format, size_bytes, sha256, outcome, reason: as in the key.
    """

    path: str
    format: str
    size_bytes: int
    sha256: str
    outcome: str = "read"
    reason: str = ""


@dataclass(frozen=True)
class Wrapped:
    """Where everything lies now.

    Attributes:
        outer: path below the dump of the first volume.
        folders: top folders that became a 7z each.
        renamed: item paths (as the key had them) whose name changed on the way, with the new one: names in a 7z are
            text, bytes that were no UTF-8 became what cp437 makes of them.
        items: what is new: volumes, inner archives, the note, pages and pictures of the export.
    """

    outer: str
    folders: tuple[str, ...]
    renamed: Mapping[str, str]
    items: tuple[NewItem, ...]

    def path_of(self, item_path: str) -> str:
        """Returns the item path of what was at `item_path` before."""
        file, mark, inside = item_path.partition("!/")
        if file in self.renamed:
            return self.renamed[file] + mark + inside
        folder, slash, rest = file.partition("/")
        if slash and folder in self.folders:
            return f"{self.outer}!/{folder}.7z!/{rest}{mark}{inside}"
        return f"{self.outer}!/{item_path}"


def wrap(
    dump: Path,
    *,
    seed: int,
    name: str = "ChatExport_2024-06-20",
    victim: str = "Example Pathology",
    progress: Callable[[int], None] | None = None,
) -> Wrapped:
    """Turns a dump folder into a Telegram export; originals are deleted as they are packed.

    Args:
        dump: holds the top folders (and loose files); afterwards one folder called `name`.
        seed: the same seed and dump give the same bytes.
        name: of the export; its last ten characters are the day of publication (ISO).
        victim: as the crew calls the organisation.
        progress: called with the bytes packed since the last call; the bytes of the dump in all.

    Raises:
        FileExistsError: the dump has a folder of that name.
        ValueError: the name does not end in a date.
    """
    published = date.fromisoformat(name[-10:])
    tops = sorted(entry.name for entry in dump.iterdir())
    sizes = {top: _measure(dump / top) for top in tops}
    export = dump / name
    export.mkdir()
    for folder in ("files", "photos", "css", "js", "images"):
        (export / folder).mkdir()
    folders = tuple(top for top in tops if (dump / top).is_dir())
    packing = _Packing(export / "files", f"{name}/files/leak.7z.001", progress)
    for top in tops:
        packing.take(dump / top)
    pictures = _pictures(export, [(top, *sizes[top]) for top in tops], published)
    files, size_bytes = (sum(size[place] for size in sizes.values()) for place in (0, 1))
    haul = Haul(crew_of(seed), victim, published, files, size_bytes, (), pictures)
    volumes = packing.close(readme(haul, seed).encode("utf-8"), seed)
    parts = [Attachment(f"files/{path.name}", path.name, path.stat().st_size) for path in volumes]
    _pages(export, replace(haul, parts=parts), seed)
    return Wrapped(packing.outer, folders, packing.renamed, (*_listed(export), *packing.items))


class _Packing:
    """The archive while it is made: inner archives first, then the outer one that swallows them."""

    def __init__(self, place: Path, outer: str, progress: Callable[[int], None] | None) -> None:
        self._place, self._progress = place, progress
        self.outer = outer
        self.items: list[NewItem] = []
        self.renamed: dict[str, str] = {}
        self._waiting: list[Path] = []

    def take(self, top: Path) -> None:
        """Packs a top folder into a 7z of its own; a loose file is moved as it is."""
        if top.is_dir():
            target = self._place / f"{top.name}.7z"
            solid(target, top, names=self._each(top))
            shutil.rmtree(top)
            self.items.append(_item(f"{self.outer}!/{target.name}", "7z", target))
        else:
            target = top.rename(self._place / top.name)
            self._note(Path(top.name), f"{self.outer}!/")
            self._report(target.stat().st_size)
        self._waiting.append(Path(target.name))

    def close(self, note: bytes, seed: int) -> list[Path]:
        """Packs what was taken, stored, into equal volumes; returns them."""
        (self._place / "README.txt").write_bytes(note)
        self.items.append(_item(f"{self.outer}!/README.txt", "text", self._place / "README.txt"))
        waiting = [Path("README.txt"), *self._waiting]
        total = sum((self._place / path).stat().st_size for path in waiting)
        parts = int(np.random.default_rng([seed, 59]).integers(3, 8))
        limit = min(VOLUME_LIMIT, -(-total // parts // _SECTOR) * _SECTOR)
        names = self._swallowed(waiting)
        return solid(self._place / "leak.7z", self._place, names=names, volume_bytes=limit, stored=True)

    def _each(self, top: Path) -> Iterator[Path]:
        """Names of files below a folder; each is deleted once the next is asked for, that is, once it was packed."""
        for name in _walk(top, Path()):
            size = (top / name).lstat().st_size
            self._note(Path(top.name) / name, f"{self.outer}!/{top.name}.7z!/")
            yield name
            (top / name).unlink()
            self._report(size)

    def _report(self, size: int) -> None:
        if self._progress:
            self._progress(size)

    def _swallowed(self, names: list[Path]) -> Iterator[Path]:
        for name in names:
            yield name
            (self._place / name).unlink()

    def _note(self, path: Path, chain: str) -> None:
        """Remembers a name that the archive cannot hold byte for byte."""
        before, after = shown(path.as_posix()), entry_name(path)
        if before != after:
            inside = after.partition("/")[2] if chain.endswith(".7z!/") else after
            self.renamed[before] = chain + inside


def _walk(top: Path, below: Path) -> Iterator[Path]:
    """Files below a folder, in the byte order of names, folder by folder."""
    folders = []
    for entry in sorted(os.scandir(top / below), key=lambda entry: os.fsencode(entry.name)):
        if entry.is_dir(follow_symlinks=False):
            folders.append(below / entry.name)
        else:
            yield below / entry.name
    for folder in folders:
        yield from _walk(top, folder)


def _measure(path: Path) -> tuple[int, int]:
    """Returns the number of files and their bytes."""
    if not path.is_dir():
        return 1, path.lstat().st_size
    sizes = [(path / name).lstat().st_size for name in _walk(path, Path())]
    return len(sizes), sum(sizes)


def _pictures(export: Path, tops: list[tuple[str, int, int]], published: date) -> list[Attachment]:
    rows = [(shown(top), f"{files:,}", f"{size / 1e6:,.1f} MB") for top, files, size in tops]
    made, shot = [], proof_at(published)
    for number, (title, listed) in enumerate((("This PC > Data", rows), ("Properties", rows[:1])), start=1):
        # named by the moment of the message
        path = f"photos/photo_{number}@{shot.strftime('%d-%m-%Y_%H-%M-%S')}.jpg"
        shot += timedelta(minutes=1)
        photo = screenshot(title, listed)
        (export / path).write_bytes(photo)
        (export / path.replace(".jpg", "_thumb.jpg")).write_bytes(thumbnail(photo))
        made.append(Attachment(path, "", len(photo), "image/jpeg", SIZE))
    return made


def _pages(export: Path, haul: Haul, seed: int) -> None:
    messages = chat(haul, seed)
    channel = int(np.random.default_rng([seed, 61]).integers(1_900_000_000, 2_200_000_000))
    pages = {
        "result.json": result_json(haul.crew, channel, messages), "messages.html": messages_html(haul.crew, messages),
        "css/style.css": STYLE, "js/script.js": SCRIPT,
        "images/back.png": icon(24, 24, 112), "images/media_file.png": icon(48, 48, 200),
    }  # fmt: skip
    for path, data in pages.items():
        (export / path).write_bytes(data)


def _listed(export: Path) -> Iterator[NewItem]:
    for name in _walk(export, Path()):
        path = export / name
        os.utime(path, (FILE_TIME, FILE_TIME))
        form = _FORMATS.get(path.suffix, "7z" if path.suffix == ".001" else "7z_part")
        outcome, reason = _PICTURE if form in {"jpeg", "png"} else ("read", "")
        yield _item(f"{export.name}/{name.as_posix()}", form, path, outcome, reason)


_FORMATS = {
    ".json": "telegram_json",
    ".html": "telegram_html",
    ".css": "text",
    ".js": "text",
    ".png": "png",
    ".jpg": "jpeg",
}


def _item(path: str, form: str, file: Path, outcome: str = "read", reason: str = "") -> NewItem:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return NewItem(path, form, file.stat().st_size, digest, outcome, reason)
