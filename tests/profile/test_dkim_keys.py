"""Records of keys from TOML, zone files and what dig prints."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.errors import ProfileError
from leakassay.profile import dkim_keys

NAME = "sel._domainkey.trust.example"
RECORD = "v=DKIM1; k=rsa; p=MIGf"


@pytest.mark.parametrize(
    ("name", "text", "record"),
    [
        ("keys.toml", f'"{NAME}" = "{RECORD}"\n', RECORD),
        ("keys.toml", f'sel._domainkey.trust.example = "{RECORD}"\n', RECORD),
        ("keys.txt", f'; asked\n{NAME.upper()}. 3600 IN TXT "v=DKIM1; " "p=MIGf"\n', '"v=DKIM1; " "p=MIGf"'),
        ("keys.txt", f"\ufeff# a comment\n\n{NAME} TXT {RECORD}\r\n", RECORD),
        ("keys", f"{NAME} = {RECORD}", RECORD),
    ],
)  # fmt: skip
def test_records_are_read_however_they_are_written(tmp_path: Path, name: str, text: str, record: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = dkim_keys.load(path)
    assert dict(found.records) == {NAME: record}
    assert found.as_json() == {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "records": 1}


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("keys.txt", b"example.org TXT v=DKIM1; p=x\n", "line 1: no record"),
        ("keys.txt", f"{NAME} TXT v=DKIM1\n".encode(), "line 1: no p="),
        ("keys.txt", b"# nothing\n", "holds no record"),
        ("keys.txt", b"\xff\xfe\x00", "cannot be read"),
        ("keys.toml", b"[broken", "is no TOML"),
        ("keys.toml", b"timeout = 3\n", "key timeout"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_named(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ProfileError, match=said):
        dkim_keys.load(path)


def test_a_file_that_is_not_there_or_too_long_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        dkim_keys.load(tmp_path / "none")
    (tmp_path / "long").write_bytes(b"#" * (dkim_keys.MAX_BYTES + 1))
    with pytest.raises(ProfileError, match="at most"):
        dkim_keys.load(tmp_path / "long")


@given(st.text(max_size=200), st.sampled_from(["keys.txt", "keys.toml"]))
@settings(deadline=None)
def test_any_text_gives_records_or_an_error(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    path = tmp_path_factory.mktemp("keys") / name
    path.write_text(text, encoding="utf-8")
    with contextlib.suppress(ProfileError):
        assert dkim_keys.load(path).records
