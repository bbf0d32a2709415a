"""Checkpoints: every way to tamper with the log is seen, a cut tail and a fork against what was kept elsewhere."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.case import checkpoint
from leakassay.case.audit import AuditLog
from leakassay.case.signature import Signer
from leakassay.model.errors import IntegrityError, OperatorError

KEY, ID, ENTRIES, TRIALS = bytes(32), "00ff", 20, 200


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """A log of twenty entries, and its checkpoint."""
    path = tmp_path_factory.mktemp("log") / "audit.log"
    log = AuditLog(path, KEY)
    for number in range(ENTRIES):
        log.append("reveal", what=f"row {number}", reason="because I must")
    return path.read_bytes(), checkpoint.text(ID, log)


def is_seen(path: Path, content: bytes, kept: str) -> bool:
    """True when the chain breaks, or the checkpoint shows a difference."""
    path.write_bytes(content)
    try:
        return checkpoint.differences(AuditLog(path, KEY), ID, checkpoint.parse(kept.encode())) != []
    except IntegrityError:
        return True


def flip(lines: list[bytes], draw: random.Random) -> bytes:
    whole = bytearray(b"".join(lines))
    whole[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
    return bytes(whole)


def delete(lines: list[bytes], draw: random.Random) -> bytes:
    at = draw.randrange(len(lines))
    return b"".join(lines[:at] + lines[at + 1 :])


def swap(lines: list[bytes], draw: random.Random) -> bytes:
    one, two = draw.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def replay(lines: list[bytes], draw: random.Random) -> bytes:
    lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))
    return b"".join(lines)


def cut_tail(lines: list[bytes], draw: random.Random) -> bytes:
    return b"".join(lines[: draw.randrange(len(lines))])


@pytest.mark.parametrize("tamper", [flip, delete, swap, replay, cut_tail], ids=lambda one: one.__name__)
def test_tampering_is_seen_every_time(tamper, good: tuple[bytes, str], tmp_path: Path) -> None:
    """200 of 200, seeded."""
    content, kept = good
    draw = random.Random(7)
    tampered = (tamper(content.splitlines(keepends=True), draw) for _ in range(TRIALS))
    assert sum(is_seen(tmp_path / "log", one, kept) for one in tampered) == TRIALS


def test_a_log_that_only_grew_agrees_with_every_earlier_checkpoint(good: tuple[bytes, str], tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(good[0])
    log = AuditLog(tmp_path / "log", KEY)
    log.append("later")
    assert checkpoint.differences(log, ID, checkpoint.parse(good[1].encode())) == []


def test_a_fork_by_one_who_holds_the_key_is_seen(good: tuple[bytes, str], tmp_path: Path) -> None:
    """Cut and written anew to the same length: the chain is whole, the checkpoint is not met."""
    (tmp_path / "log").write_bytes(b"".join(good[0].splitlines(keepends=True)[:-3]))
    log = AuditLog(tmp_path / "log", KEY)
    for _ in range(5):
        log.append("nothing to see")
    said = checkpoint.differences(log, ID, checkpoint.parse(good[1].encode()))
    assert "forked" in said[0]


def test_a_checkpoint_of_another_case_is_said_to_be_one(good: tuple[bytes, str], tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(good[0])
    said = checkpoint.differences(AuditLog(tmp_path / "log", KEY), "ff00", checkpoint.parse(good[1].encode()))
    assert "another case" in said[0]


def test_a_signed_checkpoint_names_its_signer_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "log", KEY)
    log.append("first")
    said = checkpoint.text(ID, log, Signer(Ed25519PrivateKey.generate()))
    assert len(checkpoint.parse(said.encode()).signer) == 64
    for name, value in (("count", 0), ("head", "00"), ("case_id", "x"), ("at", ""), ("signature", "zz")):
        with pytest.raises(OperatorError, match="signature"):
            checkpoint.parse(json.dumps(json.loads(said) | {name: value}).encode())


@given(st.binary(max_size=60) | st.builds(lambda said: json.dumps(said).encode(), st.dictionaries(
    st.sampled_from(["schema", "case_id", "count", "head", "signature", "public_key"]),
    st.none() | st.integers() | st.text() | st.just(checkpoint.SCHEMA))))  # fmt: skip
@settings(deadline=None)
def test_any_file_is_a_checkpoint_or_refused(data: bytes) -> None:
    try:
        found = checkpoint.parse(data)
    except OperatorError:
        return
    assert found.count >= 0


def test_the_event_log_holds_one_every_hundred_entries(tmp_path: Path) -> None:
    from case.shop import fresh

    case = fresh(tmp_path)
    for number in range(201):
        case.audit.append("reveal", what=str(number))
    found = checkpoint.noted(case.folder / "events.log")
    assert [(one.count, one.head) for one in found] == [(n, case.audit.head_at(n)) for n in (100, 200)]
    (case.folder / "events.log").write_bytes(b'{"event": "audit_checkpoint", "cou\n\xff\n')
    assert checkpoint.noted(case.folder / "events.log") == []
    assert checkpoint.noted(tmp_path / "none") == []
