"""Seal: one file over the last version, signed and stamped; whatever is changed afterwards is seen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from case.stamping import answer, authority
from leakassay.case import version
from leakassay.case.case import Case
from leakassay.case.signature import Signer
from leakassay.model.errors import IntegrityError, OperatorError
from leakassay.pipeline.errands import seal
from pipeline.corridor import opened


@pytest.fixture
def own(finished: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(finished / "case", tmp_path / "case")
    with opened(tmp_path) as case:
        yield case


def signer() -> Signer:
    return Signer(Ed25519PrivateKey.generate())


def test_a_seal_says_what_the_last_run_recorded(own: Case) -> None:
    said = json.loads(seal.seal(own, None).read_text())
    last = version.latest(own.ledger)
    assert last is not None
    assert (said["version"]["ledger_root"], said["version"]["seal"]) == (last.ledger_root, own.ledger.meta("seal"))
    notes, wrong = seal.check_seals(own)
    assert wrong == []
    assert "none" in notes[1]


def test_a_signature_is_checked_and_names_its_key(own: Case) -> None:
    by = signer()
    seal.seal(own, by)
    notes, wrong = seal.check_seals(own)
    assert wrong == []
    assert "holds" in notes[1]


@pytest.mark.parametrize("name", ["seal.json", "seal.sig", "seal.pub"])
def test_a_changed_or_missing_file_of_a_seal_is_seen(name: str, own: Case) -> None:
    place = seal.seal(own, signer()).with_name(name)
    good = place.read_bytes()
    place.write_bytes(good[:-5] + bytes([good[-5] ^ 1]) + good[-4:])
    assert seal.check_seals(own)[1]
    if name != "seal.json":
        place.unlink()
        assert seal.check_seals(own)[1]


@pytest.mark.parametrize(
    "change", [{"version": []}, {"version": {"number": "1"}}, {"audit": 5}, {"audit": {"count": ""}}]
)
def test_a_seal_of_another_shape_is_said_to_be_changed(change, own: Case) -> None:
    place = seal.seal(own, None)
    place.write_text(json.dumps(json.loads(place.read_text()) | change))
    assert len(seal.check_seals(own)[1]) == 1


def test_a_seal_signed_by_somebody_else_in_its_place_is_seen(own: Case) -> None:
    place, by = seal.seal(own, signer()), signer()
    place.with_name("seal.pub").write_text(by.public)
    place.with_name("seal.sig").write_bytes(by.sign(place.read_bytes()))
    assert "signature" in seal.check_seals(own)[1][0]


def test_the_same_version_is_sealed_once_and_a_signature_is_added(own: Case) -> None:
    one = seal.seal(own, None).read_bytes()
    assert seal.seal(own, None).read_bytes() == one
    seal.seal(own, signer())
    assert (own.folder / "seal" / "version-1.1" / "seal.json").read_bytes() == one


def test_a_case_that_was_not_sealed_by_a_run_is_refused(own: Case) -> None:
    with own.ledger.transaction():
        version.begin(own.ledger)
    with pytest.raises(OperatorError, match="run it again"):
        seal.seal(own, None)


def test_the_audit_entry_that_a_seal_names_must_stay(own: Case) -> None:
    seal.seal(own, None)
    log = own.folder / "audit.log"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert "audit log" in seal.check_seals(own)[1][0]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_time_stamp_goes_out_by_hand_and_comes_back(own: Case, tmp_path: Path) -> None:
    pytest.importorskip("rfc3161_client", reason="the extra 'custody' is not installed")
    root = authority(tmp_path / "tsa")
    with pytest.raises(OperatorError, match="not sealed yet"):
        seal.request(own, tmp_path / "request")
    seal.seal(own, None)
    seal.request(own, tmp_path / "request")
    made = answer(tmp_path / "tsa", tmp_path / "request")
    assert "holds" in seal.attach(own, made, root)
    notes, wrong = seal.check_seals(own)
    assert (wrong, "authority checked" in notes[-1]) == ([], True)
    with pytest.raises(IntegrityError):
        seal.attach(own, made, authority(tmp_path / "other"))
