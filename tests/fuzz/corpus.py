"""The corpus that is kept: for each target a text of packed inputs, finds by their story and others for their reach."""

from __future__ import annotations

import base64
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
KEPT_INPUTS, KEPT_BYTES, INPUT_BYTES = 16, 12_000, 4_096
"""Of a target: inputs kept for their reach, their packed bytes together, and the bytes of one."""

Entry = tuple[str, bytes]
"""What the fuzzer found with the input, or "" where it only reaches far; the input."""


def entries(name: str, folder: Path = FOLDER) -> list[Entry]:
    """What is kept of a target; nothing of one without a corpus."""
    path = folder / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [(story, unpacked(said)) for said, _, story in (line.partition(" ") for line in lines)]


def packed(raw: bytes) -> str:
    """An input as it stands in a text."""
    return base64.b64encode(zlib.compress(raw, 9)).decode()


def unpacked(said: str) -> bytes:
    """The input again."""
    return zlib.decompress(base64.b64decode(said))


def keep(name: str, reaching: Iterable[bytes], folder: Path = FOLDER) -> int:
    """Write a corpus anew: finds stay, the rest are the smallest of those given, as many as there is room for.

    Returns:
        How many inputs it holds.
    """
    finds = [entry for entry in entries(name, folder) if entry[0]]
    known, left, kept = {raw for _, raw in finds}, KEPT_BYTES, []
    for raw in sorted(set(reaching) - known, key=lambda raw: (len(raw), raw)):
        said = packed(raw)
        left -= len(said)
        if len(raw) > INPUT_BYTES or left < 0 or len(kept) >= KEPT_INPUTS:
            break
        kept.append(("", raw))
    _write(name, [*finds, *kept], folder)
    return len(finds) + len(kept)


def add_find(name: str, story: str, raw: bytes, folder: Path = FOLDER) -> None:
    """Keep a find with its story, one line."""
    old = entries(name, folder)
    if raw not in {known for _, known in old}:
        _write(name, [*old, (" ".join(story.split()), raw)], folder)


def _write(name: str, said: list[Entry], folder: Path) -> None:
    finds = sorted(entry for entry in said if entry[0])
    rest = sorted((entry for entry in said if not entry[0]), key=lambda entry: (len(entry[1]), entry[1]))
    lines = [f"{packed(raw)} {story}".rstrip() for story, raw in (*finds, *rest)]
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    add_find(sys.argv[1].replace("/", "-"), sys.argv[3], Path(sys.argv[2]).read_bytes())
