"""F12, F24 to F29: wrong extensions, special files, links, names, depths, files that change or cannot be read."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from hostile.build.tables import workbook
from hostile.case import Bait, HostileCase, Seen
from hostile.judge import command, environment, rows_of, sightings
from hostile.planted import table

DEPTH = 2_000
"""Folders in folders; with names of nine letters the path is five times what the kernel takes at once."""


def extensions(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A workbook called text, a program called PDF."""
    (dump / f"{bait.name}.txt").write_bytes(workbook(bait.people))
    (dump / "letter.pdf").write_bytes(b"MZ\x90\0" + bytes(range(256)) * 20)
    return {f"{bait.name}.txt": "read:", "letter.pdf": "unsupported:no_reader|unsupported:executable"}


def told_by_content(seen: Seen, bait: Bait) -> None:
    """The format is what the bytes say."""
    assert seen.at(f"{bait.name}.txt")["format"] == "xlsx"
    assert seen.at("letter.pdf")["format"] == "exe"


def special(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A pipe that blocks whoever opens it, a socket, and a device where we may make one."""
    os.mkfifo(dump / bait.name)
    home = Path.cwd()
    os.chdir(dump)  # a socket's address holds 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind("socket.csv")
    finally:
        os.chdir(home)
    due = {bait.name: "refused:special_file", "socket.csv": "refused:special_file"}
    try:
        os.mknod(dump / "zero.csv", 0o600 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pass
    else:
        due["zero.csv"] = "refused:special_file"
    (dump / "people.csv").write_text(table(bait.people))
    return {**due, "people.csv": "read:"}


def links(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Links to a secret beside the dump, to the shadow file, in a circle, to nowhere, upwards, and a hard link out."""
    (dump.parent / "secret.csv").write_text(table([bait.people[-1]]) + bait.outside)
    hard = dump.parent / "hard.csv"
    hard.write_text(table(bait.people[:-1]))
    os.link(hard, dump / "hard.csv")
    where = {"secret": "../secret.csv", "shadow": "/etc/shadow", "circle": "circle", bait.name: "nowhere", "up": ".."}
    for name, target in where.items():
        (dump / name).symlink_to(target)
    return {"hard.csv": "read:", **dict.fromkeys(where, "refused:symlink")}


def target_is_not_read(seen: Seen, bait: Bait) -> None:
    """What a link leads to is not ours to read."""
    found = {row["nhs_number"] for row in sightings(seen.base)}
    assert found == {person.nhs_number for person in bait.people[:-1]}


def names(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Names that turn round, ring bells, break lines, fill 255 bytes, are no text, are twins, or look like orders."""
    odd = [
        b"\xe2\x80\xaefdp.exe", b"\x1b[2J\x1b]0;owned\x07", b"two\nlines", b"x" * 251 + b".csv", b"\xff\xfe\x80.csv",
        "é.csv".encode(), "e\u0301.csv".encode(), b"Case.csv", b"case.csv", b"CON", b"dot.", b"-rf", b"=cmd|' '!A1",
        b" ", b"%s%n", b"a\rb", "\u202e\u2066".encode(), bait.name.encode(),
    ]  # fmt: skip
    root = os.fsencode(dump)
    for number, name in enumerate(odd):
        who = bait.people[number % len(bait.people)]
        with open(root + b"/" + name, "w", encoding="utf-8") as file:  # noqa: PTH123  names that are no text
            file.write(table([who]) + f"# {number}\n")
    return {}


def deep(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A path longer than the kernel takes at once, with people at its end."""
    at = os.open(dump, os.O_RDONLY | os.O_DIRECTORY)
    for _ in range(DEPTH):
        os.mkdir("abcdefghi", dir_fd=at)
        below = os.open("abcdefghi", os.O_RDONLY | os.O_DIRECTORY, dir_fd=at)
        os.close(at)
        at = below
    fd = os.open(f"{bait.name}.csv", os.O_WRONLY | os.O_CREAT, dir_fd=at)
    os.write(fd, table(bait.people).encode())
    os.close(fd)
    os.close(at)
    return {"/".join(["abcdefghi"] * DEPTH + [f"{bait.name}.csv"]): "read:"}


def restless(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Files that will grow, shrink and be replaced while they are read; one that stays."""
    for name in ("grows.csv", "shrinks.csv", "swaps.csv"):
        (dump / name).write_text(table(bait.people * 2_000))
    (dump / f"{bait.name}.csv").write_text(table(bait.people))
    moving = "read:|refused:changed_during_run|refused:vanished"
    due = dict.fromkeys(("grows.csv", "shrinks.csv", "swaps.csv"), moving)
    return {**due, f"{bait.name}.csv": "read:"}


def disturb(base: Path, ended: Callable[[], bool]) -> None:
    """Grow, shrink and replace until the run ends."""
    dump = base / "dump"
    whole = (dump / "swaps.csv").read_bytes()
    other = base / "temp" / "other"
    number = 0
    while not ended():
        number += 1
        with (dump / "grows.csv").open("ab") as file:
            file.write(whole[:400])
        os.truncate(dump / "shrinks.csv", max(1_000, len(whole) - number * 300))
        other.write_bytes(whole[: len(whole) - number % 50])
        other.replace(dump / "swaps.csv")
        time.sleep(0.002)


def hash_is_of_what_was_read(seen: Seen, bait: Bait) -> None:
    """An item that counts as read has a hash; one that changed does not claim one of bytes that nobody read."""
    for row in seen.rows:
        assert (row["outcome"] == "read") == bool(row["bytes_read"])
    assert seen.outcome("grows.csv").startswith("refused:")


UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""As root a mode of 000 hides nothing; without these two powers it does."""


def unreadable(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A file and a folder that may not be opened."""
    (dump / f"{bait.name}.csv").write_text(table(bait.people))
    (dump / "open.csv").write_text(table(bait.people[:1]))
    (dump / f"{bait.name}.csv").chmod(0)
    return {f"{bait.name}.csv": "refused:unreadable", "open.csv": "read:"}


def is_read_once_it_may(seen: Seen, bait: Bait) -> None:
    """The same command picks up what could not be read before."""
    (seen.dump / f"{bait.name}.csv").chmod(0o600)
    words = command(seen.base, "--engine", "serial", stages="custody,read")
    subprocess.run(words, check=True, capture_output=True, env=environment(seen.base))
    again = {row["item_path"]: row["outcome"] for row in rows_of(seen.base)}
    assert again == {f"{bait.name}.csv": "read", "open.csv": "read"}


CASES = (
    HostileCase("F12", "a workbook named .txt, a program named .pdf", extensions, people=5, check=told_by_content),
    HostileCase("F24", "pipe, socket and device in the tree", special, people=5, seconds=30),
    HostileCase("F25", "links out, in circles, upwards; a hard link out", links, people=4, check=target_is_not_read),
    HostileCase("F26", "names that turn, ring, break, are no text or twins", names, people=5),
    HostileCase("F27", f"a path of {DEPTH:,} folders", deep, people=5),
    HostileCase("F28", "files that grow, shrink and are replaced", restless, people=5, during=disturb, steady=False,
                check=hash_is_of_what_was_read),
    HostileCase("F29", "a file that may not be opened, then may", unreadable, people=1, wrap=UNPRIVILEGED,
                check=is_read_once_it_may),
)  # fmt: skip
