"""The audit log: any change of it is seen, and an entry is there wholly or not at all."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.case.audit import AuditLog
from leakassay.model.errors import IntegrityError

KEY = bytes(32)


def log_of(path: Path, entries: int = 4) -> AuditLog:
    log = AuditLog(path, KEY)
    for number in range(entries):
        log.append("reveal", reason=f"reason {number}", why="line\nbreak \u2028 and é")
    return log


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_the_chain_is_read_again_as_it_was_written(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log")
    assert AuditLog(tmp_path / "log", KEY).head == log.head
    assert log.head[0] == 4
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_an_entry_says_who_when_and_why(tmp_path: Path) -> None:
    log_of(tmp_path / "log", 1)
    said = (tmp_path / "log").read_text()
    assert all(word in said for word in ('"who"', '"at"', '"n":1', '"action":"reveal"', "reason 0"))


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_any_changed_byte_is_seen(data: st.DataObject, tmp_path: Path) -> None:
    """Bytes that are no UTF-8, and line breaks that Unicode knows, too."""
    path = tmp_path / "log"
    if not (tmp_path / "good").exists():
        log_of(path)
        (tmp_path / "good").write_bytes(path.read_bytes())
    good = (tmp_path / "good").read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    path.write_bytes(good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :])
    with pytest.raises(IntegrityError):
        AuditLog(path, KEY)


def test_a_removed_moved_or_doubled_entry_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log_of(path)
    one, two, three, four = lines(path)
    for changed in ([one, three, four], [two, one, three, four], [one, two, two, three, four], [two, three, four]):
        path.write_bytes(b"".join(changed))
        with pytest.raises(IntegrityError, match="changed"):
            AuditLog(path, KEY)


def test_a_cut_tail_is_seen_against_a_checkpoint(tmp_path: Path) -> None:
    """Whole entries at the end can go unseen by the chain alone; the head kept elsewhere tells."""
    path = tmp_path / "log"
    checkpoint = log_of(path).head
    path.write_bytes(b"".join(lines(path)[:-1]))
    assert AuditLog(path, KEY).head != checkpoint


def test_an_entry_cut_in_the_middle_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log_of(path)
    for cut in (1, 10, 70):
        path.write_bytes(path.read_bytes()[:-cut])
        with pytest.raises(IntegrityError):
            AuditLog(path, KEY)


def test_another_key_does_not_verify(tmp_path: Path) -> None:
    log_of(tmp_path / "log")
    with pytest.raises(IntegrityError):
        AuditLog(tmp_path / "log", bytes([1]) * 32)


def test_two_open_logs_continue_one_chain(tmp_path: Path) -> None:
    """Two exports at once must not look like a forgery."""
    one, two = AuditLog(tmp_path / "log", KEY), AuditLog(tmp_path / "log", KEY)
    one.append("first")
    two.append("second")
    one.append("third")
    assert AuditLog(tmp_path / "log", KEY).head[0] == 3


def test_a_link_in_the_logs_place_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "log").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        AuditLog(tmp_path / "log", KEY).append("reveal")


def test_an_entry_that_does_not_fit_is_not_begun(tmp_path: Path) -> None:
    """No half entry stays: the next one would seem forged."""
    path = tmp_path / "log"
    log = log_of(path, 1)
    size = path.stat().st_size
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, size + 20))
        code = 1
        try:
            log.append("reveal")
        except OSError:
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert path.stat().st_size == size
    assert AuditLog(path, KEY).head[0] == 1


@pytest.mark.parametrize("damage", ["cut", "zeros", "garbage"])
@pytest.mark.parametrize("size", [1, 64, 300, 4096])
def test_a_damaged_tail_is_refused_and_mending_keeps_the_whole_entries_before_it(
    damage: str, size: int, tmp_path: Path
) -> None:
    """Power loss: a prefix stays, what came after it is set aside, the log says so, and there is never a hole."""
    path = tmp_path / "log"
    log_of(path, 9)
    whole = path.read_bytes()
    size = min(size, len(whole))
    rest = {"cut": b"", "zeros": bytes(size), "garbage": os.urandom(size)}[damage]
    path.write_bytes(whole[:-size] + rest)
    if not (damage == "cut" and size == len(whole)):
        with pytest.raises(IntegrityError):
            AuditLog(path, KEY)
    log = AuditLog(path, KEY, mend="the power went")
    *before, last = list(log.entries()) or [{}]
    assert [entry["n"] for entry in before] == list(range(1, len(before) + 1))
    assert whole.startswith(b"".join(lines(path)[: len(before)]))
    aside = sorted(tmp_path.glob("log.torn-*"))
    if aside:
        assert (last["action"], last["after"], last["reason"]) == ("tail_set_aside", len(before), "the power went")
        assert aside[0].read_bytes() == (whole[:-size] + rest)[len(b"".join(lines(path)[: len(before)])) :]
    assert AuditLog(path, KEY).head == log.head


def test_an_undamaged_log_is_left_as_it_is_by_mending(tmp_path: Path) -> None:
    head = log_of(tmp_path / "log").head
    assert AuditLog(tmp_path / "log", KEY, mend="to be sure").head == head
    assert [one.name for one in tmp_path.iterdir()] == ["log"]
