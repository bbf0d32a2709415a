"""Containers around documents: zip, zip in zip, tar.gz, gz; and the broken ones a leak always holds."""

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Sequence

from leakassay.exercise.paper.document import Document

_ZIP_DATE = (2024, 6, 3, 0, 0, 0)
_TAR_TIME = 1_717_372_800
_ENCRYPTED_BIT = 0x1


def zip_of(name: str, members: Sequence[Document]) -> Document:
    """Returns a zip archive of `members`, deflated, with fixed dates."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, member.data)
    return Document(name, "zip", sink.getvalue(), members=tuple(members))


def tar_gz(name: str, members: Sequence[Document]) -> Document:
    """Returns a gzip that holds a tar of `members`."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member in members:
            entry = tarfile.TarInfo(member.name)
            entry.size, entry.mtime = len(member.data), _TAR_TIME
            archive.addfile(entry, io.BytesIO(member.data))
    inner = name.rsplit("/", 1)[-1].removesuffix(".gz")
    return gz(name, Document(inner, "tar", sink.getvalue(), members=tuple(members)))


def gz(name: str, member: Document) -> Document:
    """Returns a gzip of one document, which is its only member."""
    return Document(name, "gzip", gzip.compress(member.data, mtime=_TAR_TIME), members=(member,))


def encrypted(name: str, member: Document) -> Document:
    """Returns a zip whose member says it is encrypted and whose bytes are nothing without a password."""
    data = bytearray(zip_of(name, [member]).data)
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    for position in (local + 6, central + 8):
        flags = struct.unpack_from("<H", data, position)[0]
        struct.pack_into("<H", data, position, flags | _ENCRYPTED_BIT)
    body = local + 30 + len(member.name.encode("utf-8"))
    data[body:central] = bytes(255 - byte for byte in data[body:central])
    sealed = Document(member.name, member.format, b"", outcome="encrypted", reason="password")
    return Document(name, "zip", bytes(data), members=(sealed,), outcome="encrypted", reason="password")


def truncated(name: str, whole: Document) -> Document:
    """Returns the first two thirds of an archive: its directory is gone, what is inside may still be read."""
    return Document(
        name, whole.format, whole.data[: len(whole.data) * 2 // 3], outcome="read_partly", reason="truncated"
    )
