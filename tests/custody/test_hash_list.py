"""Lists of hashes as NSRL, sha256sum and people write them; a line that holds none is named, never passed over."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody import hash_list
from leakassay.model.errors import OperatorError

A, B = (hashlib.sha256(word).hexdigest() for word in (b"a", b"b"))
SHA1, MD5 = "da39a3ee5e6b4b0d3255bfef95601890afd80709", "d41d8cd98f00b204e9800998ecf8427e"


def taken(folder: Path, text: str | bytes) -> tuple[str, list[str]]:
    path = folder / "list.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = hash_list.layout(path)
    digits = {"sha256": 64, "sha1": 40, "md5": 32}[found.kind]
    raw = b"".join(hash_list.digests(path, found)).hex()
    return found.kind, [raw[at : at + digits] for at in range(0, len(raw), digits)]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n{B}\n",
        f"{A.upper()}\r\n{B}",
        f"# software\n\n{A}  setup.exe\n; more\n{B} *C:\\a b, c.dll\n",
        f"\\{A}  a\\nname\n{B}  plain\n",
        f'"{A}"\n"{B}"\n',
        f"SHA256 (setup (1).exe) = {A}\nSHA256 (b) = {B}\n",
        f'"SHA-256","SHA-1","FileName"\n"{A}","{SHA1}","x"\n"{B}","{SHA1}","y"\n',
        f'"FileName","SHA-1","sha256"\n"a, ""b"".exe","{SHA1}","{A}"\nb,{SHA1},{B}\n',
        b"\xef\xbb\xbf" + f"name\tsha256\nx\t{A}\ny\t{B}\n".encode(),
    ],
)
def test_a_list_gives_its_best_hash(tmp_path: Path, text: str | bytes) -> None:
    assert taken(tmp_path, text) == ("sha256", [A, B])


def test_the_table_of_nsrl_is_read_by_sha1_and_one_of_md5_alone_by_md5(tmp_path: Path) -> None:
    head = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\n'
    row = f'"{SHA1.upper()}","{MD5}","00000000","empty, file",0,1,"WIN",""\n'
    assert taken(tmp_path, head + row) == ("sha1", [SHA1])
    assert taken(tmp_path, f"{MD5}\n") == ("md5", [MD5])


@pytest.mark.parametrize(
    ("text", "word"),
    [(f"{A}\n{SHA1}\n", "line 2"), (f"{A}\n\n# x\nsetup.exe\n", "line 4"), (f"{A}\n{A[:-1]}", "line 2")],
)
def test_a_line_without_the_hash_is_named_by_its_number_and_not_quoted(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(OperatorError, match=word) as said:
        taken(tmp_path, text)
    assert "setup" not in str(said.value)


@pytest.mark.parametrize("text", ["", "\n\n", "hello world\n", "name,size\nx,1\n", "abc123\n"])
def test_what_is_no_list_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(OperatorError, match="neither a hash nor headings"):
        taken(tmp_path, text)


def test_a_list_is_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_list, "BLOCK_BYTES", 100)
    assert taken(tmp_path, f"{A}\n{B}\n" * 50) == ("sha256", [A, B] * 50)
    with pytest.raises(OperatorError, match="line 101"):
        taken(tmp_path, f"{A}\n{B}\n" * 50 + "odd\n")


def test_a_missing_list_is_an_operators_error(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="cannot be read"):
        hash_list.layout(tmp_path / "none")
    with pytest.raises(OperatorError, match="cannot be read"):
        hash_list.sha256_of_list(tmp_path)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_every_hash_that_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, raw: list[bytes]) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert taken(folder, "".join(f"{one.hex()}  name\n" for one in raw))[1] == [one.hex() for one in raw]
