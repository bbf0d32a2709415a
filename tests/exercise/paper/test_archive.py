"""Containers open with the standard library; the broken ones fail in the way they promise."""

import gzip
import io
import tarfile
import zipfile

import pytest

from leakassay.exercise.paper import archive
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_crypto import PASSWORDS

INNER = Document("folder/note.txt", "text", b"nothing personal in here, only words to fill a page " * 9)


def test_a_zip_in_a_zip_opens_twice():
    outer = archive.zip_of("a.zip", [archive.zip_of("b.zip", [INNER])])
    with zipfile.ZipFile(io.BytesIO(outer.data)) as first, zipfile.ZipFile(io.BytesIO(first.read("b.zip"))) as second:
        assert second.read(INNER.name) == INNER.data
    assert outer.members[0].members == (INNER,)


def test_a_tar_gz_is_a_gzip_that_holds_a_tar():
    document = archive.tar_gz("x/queues.tar.gz", [INNER])
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(document.data))) as opened:
        member = opened.extractfile(INNER.name)
        assert member is not None
        assert member.read() == INNER.data
    assert [one.name for one in document.members] == ["queues.tar"]


def test_a_gzip_holds_one_document():
    assert gzip.decompress(archive.gz("x.gz", INNER).data) == INNER.data


def test_an_encrypted_zip_asks_for_a_password_and_opens_with_it():
    sealed = archive.encrypted("x.zip", INNER)
    with zipfile.ZipFile(io.BytesIO(sealed.data)) as opened:
        with pytest.raises(RuntimeError, match="password"):
            opened.read(INNER.name)
        assert opened.read(INNER.name, pwd=PASSWORDS[0].encode()) == INNER.data
    assert sealed.outcome == "encrypted"
    assert [(member.name, member.data) for member in sealed.members] == [(INNER.name, b"")]


def test_a_seven_zip_holds_its_members():
    py7zr = pytest.importorskip("py7zr")
    document = archive.seven_zip_of("x.7z", [INNER])
    with py7zr.SevenZipFile(io.BytesIO(document.data)) as opened:
        assert opened.getnames() == [INNER.name]
        assert opened.testzip() is None
    assert document.members == (INNER,)


def test_a_sealed_seven_zip_tells_no_names():
    py7zr = pytest.importorskip("py7zr")
    document = archive.encrypted_seven_zip("x.7z", [INNER])
    with pytest.raises(py7zr.exceptions.PasswordRequired):
        py7zr.SevenZipFile(io.BytesIO(document.data))
    with py7zr.SevenZipFile(io.BytesIO(document.data), password=PASSWORDS[1]) as opened:
        assert opened.getnames() == [INNER.name]
    assert (document.members, document.outcome, document.reason) == ((), "encrypted", "password")


def test_a_truncated_zip_has_no_directory():
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(archive.truncated("x.zip", archive.zip_of("y.zip", [INNER])).data))


def test_the_same_members_give_the_same_bytes():
    assert archive.tar_gz("x.tar.gz", [INNER]).data == archive.tar_gz("x.tar.gz", [INNER]).data
