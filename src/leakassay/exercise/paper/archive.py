"""Containers around documents: zip, zip in zip, tar.gz, gz, 7z; those behind a password, those cut off."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Sequence

from leakassay.exercise.paper import seven_zip
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_crypto import PASSWORDS, sealed_zip

_ZIP_DATE = (2024, 6, 3, 0, 0, 0)
_TAR_TIME = 1_717_372_800


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


def seven_zip_of(name: str, members: Sequence[Document]) -> Document:
    """Returns a solid 7z archive of `members`."""
    data = seven_zip.in_memory((member.name, member.data) for member in members)
    return Document(name, "7z", data, members=tuple(members))


def encrypted(name: str, member: Document, password: str = PASSWORDS[0]) -> Document:
    """Returns a zip whose member is really behind a password (PKWARE's): its name can be read, its bytes cannot."""
    sealed = Document(member.name, member.format, b"", outcome="encrypted", reason="password")
    data = sealed_zip([member], password)
    return Document(name, "zip", data, members=(sealed,), outcome="encrypted", reason="password")


def encrypted_seven_zip(name: str, members: Sequence[Document], password: str = PASSWORDS[1]) -> Document:
    """Returns a 7z (AES-256) whose list of names is sealed too: without the password nobody knows of any member."""
    data = seven_zip.in_memory(((member.name, member.data) for member in members), password=password)
    return Document(name, "7z", data, outcome="encrypted", reason="password")


def truncated(name: str, whole: Document) -> Document:
    """Returns the first two thirds of an archive: its directory is gone, what is inside may still be read."""
    return Document(
        name, whole.format, whole.data[: len(whole.data) * 2 // 3], outcome="read_partly", reason="truncated"
    )
