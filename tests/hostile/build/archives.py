"""F01 to F11: bombs, overlaps, nests, crowds, padded streams, names that lead out, links, devices, passwords."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hostile.case import Bait, HostileCase, Seen
from hostile.planted import table
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.seven_zip import in_memory
from leakassay.exercise.paper.zip_crypto import sealed_zip
from leakassay.exercise.paper.zip_layout import archive_of, deflated

BLOCK = bytes(1 << 20)
DEEPEST = 16
"""Nested containers that are opened (`pipeline/commit.py`)."""
NEST = 40


def zip_bomb(dump: Path, bait: Bait) -> Mapping[str, str]:
    """One member of 300 MiB of zeros."""
    with (
        zipfile.ZipFile(dump / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(bait.name, "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(BLOCK)
    return {"bomb.zip": "read:|read_partly:*", f"bomb.zip!/{bait.name}": "refused:limit_ratio"}


def overlapping_zip(dump: Path, bait: Bait) -> Mapping[str, str]:
    """One local header, 2,000 lines of the directory."""
    data = table(bait.people).encode()
    names = [f"{bait.name} {number:04d}.csv" for number in range(2_000)]
    again = [(name.encode(), 0) for name in names[1:]]
    (dump / "overlap.zip").write_bytes(archive_of([deflated(names[0].encode(), data)], again=again))
    due = {f"overlap.zip!/{name}": "refused:limit_overlap" for name in names[1:]}
    return {**due, "overlap.zip": "read:|read_partly:*", f"overlap.zip!/{names[0]}": "read:"}


def nest(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A zip in a zip, forty times."""
    data = table(bait.people).encode()
    for number in range(NEST):
        name = f"{bait.name}.csv" if number == 0 else f"{number}.zip"
        data = archive_of([deflated(name.encode(), data)])
    (dump / "nest.zip").write_bytes(data)
    path, due = "nest.zip", {"nest.zip": "read:|read_partly:*"}
    for depth in range(1, DEEPEST + 1):
        path += f"!/{NEST - depth}.zip"
        due[path] = "read:|read_partly:*" if depth < DEEPEST else "refused:limit_depth"
    return due


def deepest_is_hashed(seen: Seen, bait: Bait) -> None:
    """The blob where it ended is kept by its hash."""
    (last,) = [row for row in seen.rows if row["reason"] == "limit_depth"]
    assert last["sha256"]
    assert len(seen.rows) == DEEPEST + 1


def crowd(dump: Path, bait: Bait, members: int) -> Mapping[str, str]:
    """Empty members without number, and one that has people in it."""
    with zipfile.ZipFile(dump / "crowd.zip", "w") as archive:
        for number in range(members):
            archive.writestr(f"{bait.name}/{number}", b"")
        archive.writestr("people.csv", table(bait.people))
    return {"crowd.zip": "read:", "crowd.zip!/people.csv": "read:"}


def crowd_is_counted(members: int, seconds: float):
    """Every row, in bounded memory, at 20,000 rows a second once the process stands."""

    def check(seen: Seen, bait: Bait) -> None:
        assert len(seen.rows) == members + 2
        assert seen.peak_rss_bytes < 1 << 30
        assert seen.seconds < seconds

    return check


def gzip_bomb(dump: Path, bait: Bait) -> Mapping[str, str]:
    """600 MB of zeros."""
    with gzip.open(dump / f"{bait.name}.gz", "wb") as stream:
        for _ in range(573):
            stream.write(BLOCK)
    return {f"{bait.name}.gz": "*", f"{bait.name}.gz!/{bait.name}": "refused:limit_ratio"}


def small_on_disk(seen: Seen, bait: Bait) -> None:
    """A bomb leaves no crater: the case is small, and nothing waits in the spool."""
    from hostile.walk import entries

    assert sum(found.st_size for _, found in entries(seen.case)) < 20 << 20
    assert not list((seen.case / "spool").glob("*"))


def gzip_members(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Five gzip members, one person each, and four bytes that belong to none."""
    lines = table(bait.people).encode().splitlines(keepends=True)
    pieces = [lines[0] + lines[1], *lines[2:]]
    (dump / "log.csv.gz").write_bytes(b"".join(gzip.compress(piece, mtime=1) for piece in pieces) + b"tail")
    return {"log.csv.gz": "read_partly:trailing_bytes", "log.csv.gz!/log.csv": "read:"}


def tail_is_counted(seen: Seen, bait: Bait) -> None:
    """The four bytes are the container's own, and unread."""
    row = seen.at("log.csv.gz")
    assert (row["own_bytes"], row["bytes_read"]) == (4, 0)
    assert seen.at("log.csv.gz!/log.csv")["records"] == len(bait.people)


def tar_of(*entries: tuple[str, bytes, str, bytes]) -> bytes:
    """A tar of (name, type, link name, data) as they are said."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, kind, link, data in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size, entry.mtime = kind, link, len(data), 1_717_372_800
            archive.addfile(entry, io.BytesIO(data))
    return sink.getvalue()


def traversal(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Names that lead out; each holds another person."""
    names = ("../../outside.csv", "/absolute.csv", "C:\\drive.csv", "..\\..\\backslash.csv", f"{bait.name}/../up.csv")
    parts = [(name, table([who]).encode()) for name, who in zip(names, bait.people, strict=True)]
    (dump / "out.tar").write_bytes(tar_of(*[(name, tarfile.REGTYPE, "", data) for name, data in parts]))
    return {"out.tar": "read:", **{f"out.tar!/{name}": "read:" for name in names}}


def link_and_file(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A link to a folder, then a file through it."""
    data = table(bait.people).encode()
    through = (f"{bait.name}/x.csv", tarfile.REGTYPE, "", data)
    (dump / "link.tar").write_bytes(tar_of((bait.name, tarfile.SYMTYPE, str(dump.parent), b""), through))
    return {
        "link.tar": "read:|read_partly:some_members_refused",
        f"link.tar!/{bait.name}": "refused:symlink",
        f"link.tar!/{bait.name}/x.csv": "read:",
    }


def hard_links(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Hard links to an absolute path and to what comes later."""
    later = ("later.csv", tarfile.REGTYPE, "", table(bait.people).encode())
    links = (("absolute", tarfile.LNKTYPE, "/etc/hostname", b""), ("forward", tarfile.LNKTYPE, "later.csv", b""))
    (dump / "hard.tar").write_bytes(tar_of(*links, later))
    due = {f"hard.tar!/{name}": "refused:symlink" for name in ("absolute", "forward")}
    return {"hard.tar": "read:|read_partly:some_members_refused", "hard.tar!/later.csv": "read:", **due}


def devices(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Devices and a pipe in the headers."""
    kinds = {"pipe": tarfile.FIFOTYPE, "char": tarfile.CHRTYPE, "block": tarfile.BLKTYPE}
    real = ("people.csv", tarfile.REGTYPE, "", table(bait.people).encode())
    (dump / "dev.tar").write_bytes(tar_of(*[(name, kind, "", b"") for name, kind in kinds.items()], real))
    due = {f"dev.tar!/{name}": "refused:special_file" for name in kinds}
    return {"dev.tar": "read:|read_partly:some_members_refused", "dev.tar!/people.csv": "read:", **due}


def locked_zip(dump: Path, bait: Bait) -> Mapping[str, str]:
    """The two ways of sealing a member of a zip; names stay legible."""
    data = table(bait.people).encode()
    (dump / "old.zip").write_bytes(sealed_zip([Document(f"{bait.name}.csv", "csv", data)], "a long password"))
    aes = bytearray(archive_of([deflated(b"aes.csv", data)]))
    for head, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        at = aes.index(head)
        aes[at + flags] |= 1
        aes[at + method : at + method + 2] = (99).to_bytes(2, "little")
    (dump / "aes.zip").write_bytes(aes)
    due = dict.fromkeys(("old.zip", "aes.zip"), "read:|read_partly:*|encrypted:password")
    return {**due, f"old.zip!/{bait.name}.csv": "encrypted:password", "aes.zip!/aes.csv": "encrypted:password"}


def locked_documents(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A document of an office suite and a PDF, each behind a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    inside = (Stream("EncryptionInfo", b"\4\0\4\0\x40\0\0\0" + bytes(600)), Stream("EncryptedPackage", bytes(5_000)))
    (dump / f"{bait.name}.docx").write_bytes(compound_file(Storage("Root Entry", inside)))
    page = Canvas(str(dump / "locked.pdf"), encrypt=StandardEncryption("a long password", strength=128), invariant=1)
    page.drawString(72, 700, bait.people[0].row)
    page.save()
    return {f"{bait.name}.docx": "encrypted:password", "locked.pdf": "encrypted:password"}


def locked_7z(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A 7z whose names and contents are sealed."""
    (dump / f"{bait.name}.7z").write_bytes(in_memory([("people.csv", table(bait.people).encode())], password="secret"))
    return {f"{bait.name}.7z": "encrypted:password"}


def nothing_of_it_is_read(seen: Seen, bait: Bait) -> None:
    """What is behind a password counts as unread, with its hash."""
    locked = [row for row in seen.rows if row["outcome"] == "encrypted"]
    assert locked
    assert all(row["bytes_read"] == 0 for row in locked)
    assert all(row["sha256"] for row in locked if row["depth"] == 0)


CASES = (
    HostileCase("F01", "flat zip bomb, 300 MiB of zeros", zip_bomb, check=small_on_disk),
    HostileCase("F02", "overlapping entries of a zip, 2,000 on one", overlapping_zip, people=5),
    HostileCase("F03", "forty zips in each other", nest, check=deepest_is_hashed),
    HostileCase("F04a", "20,000 empty members", lambda d, b: crowd(d, b, 20_000), others="empty:no_bytes", people=5,
                check=crowd_is_counted(20_000, 45)),
    HostileCase("F04b", "2,000,000 empty members", lambda d, b: crowd(d, b, 2_000_000), others="empty:no_bytes",
                people=5, check=crowd_is_counted(2_000_000, 1_500), long=True, seconds=1_800),
    HostileCase("F05", "gzip bomb, 600 MB of zeros", gzip_bomb, check=small_on_disk),
    HostileCase("F06", "gzip of five members, junk at the end", gzip_members, people=5, check=tail_is_counted),
    HostileCase("F07", "tar with names that lead out", traversal, people=5),
    HostileCase("F08", "tar with a link and a file through it", link_and_file, people=5),
    HostileCase("F09", "tar with hard links out and forward", hard_links, people=5),
    HostileCase("F10", "tar with devices and a pipe", devices, people=5),
    HostileCase("F11a", "zip members behind passwords", locked_zip, people=0, check=nothing_of_it_is_read),
    HostileCase("F11b", "docx and PDF behind passwords", locked_documents, people=0, check=nothing_of_it_is_read),
    HostileCase("F11c", "7z behind a password", locked_7z, people=0, check=nothing_of_it_is_read),
)  # fmt: skip
