"""PKWARE encryption: the standard library and unzip open it with the password and refuse it without."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_crypto import PASSWORDS, encrypt, sealed_zip

NOTE = Document("folder/note.txt", "text", b"nothing personal in here " * 20)


@given(st.binary(max_size=300), st.text(min_size=1, max_size=12))
def test_the_standard_library_reads_what_was_sealed(data: bytes, password: str):
    sealed = sealed_zip([Document("a", "text", data)], password)
    with zipfile.ZipFile(io.BytesIO(sealed)) as opened:
        assert opened.read("a", pwd=password.encode("utf-8")) == data


def test_a_wrong_password_is_refused():
    with (
        zipfile.ZipFile(io.BytesIO(sealed_zip([NOTE], "right"))) as opened,
        pytest.raises(RuntimeError, match="password"),
    ):
        opened.read(NOTE.name, pwd=b"wrong")


def test_nothing_of_the_plain_bytes_stands_in_the_archive():
    random_like = bytes(range(256))
    sealed = sealed_zip([Document("a", "binary", random_like)], PASSWORDS[0])
    assert random_like[:16] not in sealed


def test_a_name_beyond_ascii_is_flagged_as_utf8():
    with zipfile.ZipFile(io.BytesIO(sealed_zip([Document("é.txt", "text", b"x")], "p"))) as opened:
        assert opened.namelist() == ["é.txt"]


def test_the_header_has_twelve_bytes():
    with pytest.raises(ValueError, match="12 are needed"):
        encrypt(b"x", b"p", b"short")


def test_unzip_opens_it_with_the_password_only(tmp_path: Path):
    if not (unzip := shutil.which("unzip")):
        pytest.skip("unzip is not installed")
    (tmp_path / "x.zip").write_bytes(sealed_zip([NOTE, Document("b", "text", b"")], PASSWORDS[1]))
    right = subprocess.run([unzip, "-tqP", PASSWORDS[1], tmp_path / "x.zip"], check=False, capture_output=True)
    wrong = subprocess.run([unzip, "-tqP", "wrong", tmp_path / "x.zip"], check=False, capture_output=True)
    assert right.returncode == 0
    assert wrong.returncode != 0


def test_the_same_member_gives_the_same_bytes():
    assert sealed_zip([NOTE], "p") == sealed_zip([NOTE], "p")
