"""`leakassay seal` and proofs, through the installed command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from case.stamping import answer, authority
from cli.terminal import leakassay, small_case
from leakassay.case.ledger import Ledger


@pytest.fixture
def case(tmp_path: Path) -> Path:
    shutil.copytree(small_case(), tmp_path / "case")
    shutil.copy(small_case().with_name("case.key"), tmp_path / "case.key")
    return tmp_path / "case"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_case_is_sealed_signed_stamped_and_verified(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("rfc3161_client", reason="the extra 'custody' is not installed")
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "signer.pem").write_bytes(key)
    leakassay("seal", case, "--sign", tmp_path / "signer.pem", "--timestamp-request", tmp_path / "request")
    root = authority(tmp_path / "tsa")
    leakassay("seal", case, "--timestamp", answer(tmp_path / "tsa", tmp_path / "request"), "--tsa-cert", root)
    said = leakassay("verify", case).stdout
    assert all(
        words in said for words in ("Signature:                 holds", "authority checked", "Everything matches.")
    )
    sealed = case / "seal" / "seal.json"
    sealed.write_text(sealed.read_text().replace('"signed_by"', '"signed_bx"'))
    found = leakassay("verify", case, check=False)
    assert (found.returncode, "seal:" in found.stdout) == (3, True)


def test_one_item_is_proven_without_the_case(case: Path, tmp_path: Path) -> None:
    ledger = Ledger(case / "ledger.sqlite")
    item = f"{ledger.one('select max(item_id) from item'):016x}"
    ledger.close()
    said = leakassay("verify", case, "--item", item, "--proof", tmp_path / "proof.json").stdout
    root = said.split("Ledger root: ")[1].strip()
    assert "The proof holds" in leakassay("verify", "--check-proof", tmp_path / "proof.json", "--root", root).stdout
    found = leakassay("verify", "--check-proof", tmp_path / "proof.json", "--root", "00" * 32, check=False)
    assert found.returncode == 3


@pytest.mark.parametrize(
    "words", [("verify",), ("verify", "--check-proof", "none"), ("verify", "none", "--item", "1"),
              ("seal", "none"), ("seal", "none", "--tsa-cert", "none"), ("seal", "none", "--sign", "none")]
)  # fmt: skip
def test_half_a_question_is_refused(words: tuple[str, ...]) -> None:
    assert leakassay(*words, check=False).returncode == 2
