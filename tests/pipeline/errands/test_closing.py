"""Closing: no wrap and no key stays, the record does; a legal hold forbids it; cut off, it is taken up again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from leakassay.case import case as cases
from leakassay.case import casefile, signature
from leakassay.case.signature import Signer
from leakassay.model.errors import CaseExistsError, OperatorError
from leakassay.pipeline.errands import closing
from pipeline.corridor import OPERATOR, opened

REASON = "retention period ended"


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """A finished case with its key beside it."""
    shutil.copytree(finished / "case", tmp_path / "case")
    (tmp_path / "case.key").write_text(OPERATOR.hex() + "\n")
    return tmp_path


def test_no_key_stays_and_the_record_does(folder: Path) -> None:
    wrapped = casefile.read(folder / "case")["holders"][0]["wrapped"]
    by = Signer(Ed25519PrivateKey.generate())
    with opened(folder) as case:
        record = closing.close(case, REASON, by)
    place = folder / "case"
    assert not (folder / "case.key").exists()
    assert not any(wrapped.encode() in path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert not (place / "parts").exists()
    text = (place / "destruction.json").read_text()
    said = json.loads(text)
    assert (said["reason"], said["seal"], said["holders"]) == (REASON, record["seal"], record["holders"])
    assert said["counts"]["items"] > 3
    mark = bytes.fromhex((place / "destruction.sig").read_text())
    assert signature.is_valid((place / "destruction.pub").read_text(), mark, text.encode())
    with pytest.raises(CaseExistsError, match="was closed"):
        cases.open_case(place, OPERATOR)


def test_a_legal_hold_forbids_it_until_it_is_released(folder: Path) -> None:
    with opened(folder) as case:
        with pytest.raises(OperatorError, match="no legal hold"):
            closing.hold(case, REASON, release=True)
        closing.hold(case, "order of the court")
        before = (folder / "case" / "case.json").read_bytes()
        with pytest.raises(OperatorError, match="under legal hold"):
            closing.close(case, REASON, None)
        assert (folder / "case" / "case.json").read_bytes() == before
        closing.hold(case, "order lifted", release=True)
        closing.close(case, REASON, None)


def test_a_reason_is_asked_for(folder: Path) -> None:
    with opened(folder) as case:
        for wrong in (lambda: closing.close(case, "because", None), lambda: closing.hold(case, "   x    ")):
            with pytest.raises(OperatorError, match="--reason"):
                wrong()
        assert (folder / "case.key").exists()


def test_a_key_beside_the_case_that_is_not_its_own_is_left_alone(folder: Path) -> None:
    (folder / "case.key").write_text("ab" * 32)
    with opened(folder) as case:
        assert closing.close(case, REASON, None)["key_file_beside_the_case"] == "none of this case's"
    assert (folder / "case.key").read_text() == "ab" * 32


_CUT_OFF = """
import os, sys
from pathlib import Path
from leakassay.case import case as cases
from leakassay.pipeline.errands import closing
case, left = cases.open_case(Path(sys.argv[1]), bytes(range(32))), [int(sys.argv[2])]
def hook(event, args):
    if event in {"os.link", "os.rename", "os.remove", "shutil.rmtree"} or (
        event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)
    ):
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)
sys.addaudithook(hook)
closing.close(case, "retention period ended", None)
"""


@pytest.mark.parametrize("steps", [2, 5, 7, 8, 9, 10, 11, 12, 14, 16])
def test_a_closing_cut_off_at_any_file_operation_is_open_or_closed_and_ends_without_a_key(
    steps: int, folder: Path
) -> None:
    place = folder / "case"
    wrapped = casefile.read(place)["holders"][0]["wrapped"]
    ended = subprocess.run([sys.executable, "-c", _CUT_OFF, place, str(steps)], check=False, capture_output=True)
    assert ended.returncode == 9, ended.stderr
    if casefile.is_closed(place):
        closing.finish(place)
    else:
        with opened(folder) as case:
            closing.close(case, REASON, None)
    assert not (folder / "case.key").exists()
    assert not any(wrapped.encode() in path.read_bytes() for path in place.rglob("*") if path.is_file())
