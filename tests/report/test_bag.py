"""A bag: `sha256sum -c` agrees with it, and it is not written over anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.model.errors import OperatorError
from leakassay.report import bag

needs_sha256sum = pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")


@needs_sha256sum
def test_others_check_it(tmp_path: Path) -> None:
    size = bag.write(tmp_path / "b", {"a.csv": [b"one", b"two"], "b.json": []}, {"External-Description": "two\nlines"})
    assert size == 6
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "-c", "--strict", name], cwd=tmp_path / "b", check=True, capture_output=True)
    info = (tmp_path / "b" / "bag-info.txt").read_text()
    assert "Payload-Oxum: 6.2\n" in info
    assert "External-Description: two lines\n" in info
    assert (tmp_path / "b" / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OperatorError, match="--out"):
        bag.write(tmp_path / "b", {}, {})
    with pytest.raises(OperatorError, match="--out"):
        bag.write(tmp_path / "none" / "b", {}, {})


@needs_sha256sum
@given(
    name=st.binary(min_size=1, max_size=20).filter(lambda name: not {0, 47} & set(name) and name not in {b".", b".."})
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_a_line_of_the_source_manifest_names_any_file(name: bytes, tmp_path: Path) -> None:
    import hashlib
    import os

    with open(bytes(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123  a name of bytes
        file.write(b"content")
    line = bag.checksum_line(hashlib.sha256(b"content").hexdigest(), name)
    found = subprocess.run(["sha256sum", "-c", "--strict"], cwd=tmp_path, input=line, check=False, capture_output=True)
    os.unlink(bytes(tmp_path) + b"/" + name)  # noqa: PTH108  a name of bytes
    assert found.returncode == 0, (found.stderr, line)
