"""Time stamps: made by an authority of openssl's, checked here; another seal or authority is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from case.stamping import answer, authority
from leakassay.case import timestamp
from leakassay.model.errors import IntegrityError, OperatorError

pytest.importorskip("rfc3161_client", reason="the extra 'custody' is not installed")
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Root of an authority, and its stamp on b"seal"."""
    folder = tmp_path_factory.mktemp("tsa")
    root = authority(folder / "tsa")
    (folder / "request").write_bytes(timestamp.request(b"seal"))
    return root, answer(folder / "tsa", folder / "request").read_bytes()


@needs_openssl
def test_a_stamp_on_this_seal_by_this_authority_holds(stamped: tuple[Path, bytes]) -> None:
    root, made = stamped
    assert timestamp.check(b"seal", made, timestamp.roots(root)).startswith("20")
    assert timestamp.check(b"seal", made, []).startswith("20")


@needs_openssl
def test_a_stamp_on_another_seal_or_by_another_authority_does_not(stamped: tuple[Path, bytes], tmp_path: Path) -> None:
    root, made = stamped
    with pytest.raises(IntegrityError, match="other bytes"):
        timestamp.check(b"seam", made, timestamp.roots(root))
    with pytest.raises(IntegrityError, match="authority"):
        timestamp.check(b"seal", made, timestamp.roots(authority(tmp_path / "other")))


def test_a_file_that_is_no_answer_or_no_certificate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="DER"):
        timestamp.check(b"seal", b"no answer", [])
    (tmp_path / "c").write_text("none")
    for path in (tmp_path / "c", tmp_path / "gone"):
        with pytest.raises(OperatorError, match="--tsa-cert"):
            timestamp.roots(path)
