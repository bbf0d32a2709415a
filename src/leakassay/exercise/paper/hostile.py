"""Archives made to hurt whoever opens them, at a harmless size: bombs, traversal, overlaps, names in old code pages."""

import gzip
import io
import tarfile
from collections.abc import Sequence
from dataclasses import replace

from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_layout import archive_of, deflated

BOMB_BYTES = 11 << 20
"""Zeros in one member of a bomb; four of them stay below 50 MB, and deflate shrinks them a thousandfold."""

_PARTS = 4
_TAR_TIME = 1_717_372_800


def bomb(name: str) -> Document:
    """Returns a zip of four members that unpack to 46 MB of zeros: a reader refuses each by its ratio."""
    members = [_refused(f"lib/{letter}.dll", "limit_ratio") for letter in "abcd"[:_PARTS]]
    zeros = deflated(b"", bytes(BOMB_BYTES))
    packed = archive_of([replace(zeros, name=member.name.encode()) for member in members])
    return Document(name, "zip", packed, members=tuple(members))


def nested_bomb(name: str) -> Document:
    """Returns a zip of four equal zips of one such member each: kilobytes outside, 46 MB two levels down."""
    inner = archive_of([deflated(b"0.dll", bytes(BOMB_BYTES))])
    layers = [
        Document(f"lib {number}.zip", "zip", inner, members=(_refused("0.dll", "limit_ratio"),))
        for number in range(_PARTS)
    ]
    return Document(
        name, "zip", archive_of([deflated(layer.name.encode(), inner) for layer in layers]), members=tuple(layers)
    )


def gzip_bomb(name: str) -> Document:
    """Returns a gzip whose only member unpacks to 44 MB of zeros."""
    data = gzip.compress(bytes(_PARTS * BOMB_BYTES), mtime=_TAR_TIME)
    inner = name.rsplit("/", 1)[-1].removesuffix(".gz")
    return Document(name, "gzip", data, members=(_refused(inner, "limit_ratio"),))


def many_members(name: str, member: Document, parts: int) -> Document:
    """Returns a gzip in `parts` pieces of its own, as appended logs are: a reader that stops at the first loses most.

    Args:
        name: of the gzip; the member has the name without `.gz`.
        member: the document that all pieces make up together.
        parts: gzip streams in the file.
    """
    step = -(-len(member.data) // parts) or 1
    pieces = [member.data[at : at + step] for at in range(0, len(member.data), step)]
    data = b"".join(gzip.compress(piece, mtime=_TAR_TIME) for piece in pieces)
    return Document(name, "gzip", data, members=(replace(member, name=name.rsplit("/", 1)[-1].removesuffix(".gz")),))


def traversal_zip(name: str, note: bytes) -> Document:
    """Returns a zip whose members want to be written elsewhere; names are data, so each can be read.

    Args:
        name: of the archive.
        note: text of every member, to which its number is added.
    """
    names = (
        b"../../../../etc/cron.d/nightly", b"/var/tmp/absolute.txt", b"C:\\Windows\\Temp\\drive.txt",
        b"..\\..\\Startup\\run.txt", b"folder/../../sibling.txt", b"\\\\EXPATH-FS01\\share\\unc.txt",
    )  # fmt: skip
    members = _notes(names, note)
    packed = [deflated(raw, member.data) for raw, member in zip(names, members, strict=True)]
    return Document(name, "zip", archive_of(packed), members=members)


def traversal_tar(name: str, note: bytes) -> Document:
    """Returns a tar with links that lead out, a file to be written through one, and a device; only files have bytes."""
    sink = io.BytesIO()
    through, outside = _notes((b"out/through.txt", b"../../outside.txt"), note)
    links = (("out", tarfile.SYMTYPE, "/tmp"), ("shadow", tarfile.LNKTYPE, "/etc/shadow"))  # noqa: S108  a name, not a path of ours
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for link, kind, target in links:
            entry = _tar_entry(link)
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
        pipe = _tar_entry("queue")
        pipe.type = tarfile.FIFOTYPE
        archive.addfile(pipe)
        for member in (through, outside):
            entry = _tar_entry(member.name)
            entry.size = len(member.data)
            archive.addfile(entry, io.BytesIO(member.data))
    refused = (*(_refused(link, "symlink") for link, _, _ in links), _refused("queue", "special_file"))
    return Document(name, "tar", sink.getvalue(), members=(*refused, through, outside))


def overlapping(name: str, member: Document, entries: int) -> Document:
    """Returns a zip whose directory lists one and the same local file `entries` times: the first is honest.

    Args:
        name: of the archive.
        member: the only content.
        entries: lines of the directory.
    """
    again = [f"{member.name} ({number})" for number in range(2, entries + 1)]
    whole = archive_of([deflated(member.name.encode("utf-8"), member.data)], again=[(one.encode(), 0) for one in again])
    refused = (_refused(one, "limit_overlap") for one in again)
    return Document(name, "zip", whole, members=(member, *refused))


def odd_names(name: str, note: bytes) -> Document:
    """Returns a zip with names of 300 characters and names in the bytes of old code pages, without any UTF-8 flag.

    The key has them as the assay shows stored bytes: what is no UTF-8 as backslash escapes.
    """
    names = (
        b"archive of the referral letters " * 9 + b"to be kept.txt", "Prüfung Übersicht.txt".encode("cp437"),
        "résultats envoyés à la clinique.txt".encode("cp1252"), "検査結果一覧.txt".encode("shift_jis"),
        "результаты.txt".encode("cp866"),
    )  # fmt: skip
    members = _notes(names, note)
    packed = [deflated(raw, member.data) for raw, member in zip(names, members, strict=True)]
    return Document(name, "zip", archive_of(packed), members=members)


def _notes(names: Sequence[bytes], note: bytes) -> tuple[Document, ...]:
    return tuple(
        Document(raw.decode("utf-8", "backslashreplace"), "text", note + b" %d\n" % number)
        for number, raw in enumerate(names, start=1)
    )


def _refused(name: str, reason: str) -> Document:
    """Returns a member without bytes: nobody unpacked them, so nobody knows size or hash."""
    return Document(name, "binary", b"", outcome="refused", reason=reason)


def _tar_entry(name: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.mtime = _TAR_TIME
    return entry
