"""R09, R10, R11: two coordinators, another configuration, other slots, order, locale, zone and hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from hostile import judge, kill, record

pytestmark = pytest.mark.slow  # minutes; `make test-slow` runs them, and `make hostile` with everything else here


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump that keeps a coordinator busy for a while."""
    folder = tmp_path_factory.mktemp("resume") / "dump"
    folder.mkdir()
    kill.fill(folder, large_bytes=3 << 20)
    return folder


@pytest.fixture(scope="module")
def calm(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a plain run says."""
    base = judge.arena(tmp_path_factory.mktemp("plain"))
    kill.finish(base, dump)
    return kill.result(base)


@pytest.mark.timeout(1_200)
def test_a_second_coordinator_refuses_and_the_first_one_is_not_disturbed(
    dump: Path, calm: dict[str, Any], tmp_path: Path
) -> None:
    base = judge.arena(tmp_path)
    first = kill.start(base, dump)
    for _ in range(600):
        if (base / "case" / "lock").exists():
            break
        time.sleep(0.05)
    time.sleep(0.2)
    second = kill.start(base, dump)
    _, said = second.communicate(timeout=800)
    still_ran = first.poll() is None
    first.communicate(timeout=1_100)
    assert still_ran, "the first run was over before the second began: nothing was tried"
    assert second.returncode == 2
    assert b"another run holds the case" in said
    assert first.returncode == 0
    assert kill.differences(calm, kill.result(base)) == []
    record.note("kill", id="R09", what="two coordinators on one case", kills=0, runs=2, lost=0, twice=0)


PROFILE = """
[organisation]
name = "Example Pathology"
kind = "laboratory"
"""


@pytest.mark.timeout(1_200)
def test_another_dump_under_the_same_case_is_refused(dump: Path, tmp_path: Path) -> None:
    base = judge.arena(tmp_path)
    kill.finish(base, dump, "--stages", "custody")
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.csv").write_text("a,b\n1,2\n")
    with kill.start(base, other) as process:
        _, said = process.communicate(timeout=800)
    assert process.returncode == 2, said
    record.note("kill", id="R10", what="another dump under the same case", kills=0, runs=2, lost=0, twice=0)


@pytest.mark.timeout(2_400)
def test_a_run_cut_off_and_resumed_by_another_version_is_not_a_mixture(
    dump: Path, calm: dict[str, Any], tmp_path: Path
) -> None:
    """What another version read is read again: the work keys in the ledger say whose work it is."""
    import sqlite3

    base = judge.arena(tmp_path)
    kill.finish(base, dump)
    with sqlite3.connect(base / "case" / "ledger.sqlite") as ledger:
        ledger.execute("update item set work_key = 'another version', records = records + 7 where work_key <> ''")
    ledger.close()
    kill.finish(base, dump)
    assert kill.differences(calm, kill.result(base)) == []
    record.note("kill", id="R10", what="resumed by another version", kills=0, runs=2, lost=0, twice=0)


def locales() -> list[str]:
    """Locales of this machine that differ."""
    return ["C", "C.UTF-8", "POSIX"]


VARIATIONS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "one process": (("--engine", "serial"), {}),
    "one slot": (("--workers", "1"), {}),
    "three slots": (("--workers", "3"), {}),
    "hash seed 1": ((), {"PYTHONHASHSEED": "1"}),
    "hash seed 999": ((), {"PYTHONHASHSEED": "999"}),
    "plain locale": ((), {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    "zone of Kiritimati": ((), {"TZ": "Pacific/Kiritimati"}),
    "zone of Niue": ((), {"TZ": "Pacific/Niue"}),
}


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("name", VARIATIONS)
def test_the_same_bytes_give_the_same_result_whatever_is_around_them(
    name: str, dump: Path, calm: dict[str, Any], tmp_path: Path
) -> None:
    words, around = VARIATIONS[name]
    base = judge.arena(tmp_path)
    with kill.start(base, dump, *words, **around) as process:
        _, said = process.communicate(timeout=1_100)
    assert process.returncode == 0, said
    assert kill.differences(calm, kill.result(base)) == []
    record.note("kill", id="R11", what=name, kills=0, runs=1, lost=0, twice=0)


@pytest.mark.timeout(1_200)
def test_the_order_in_which_the_disk_lists_names_changes_nothing(
    dump: Path, calm: dict[str, Any], tmp_path: Path
) -> None:
    """The same files, written in the opposite order."""
    base = judge.arena(tmp_path)
    for path in sorted(dump.iterdir(), reverse=True):
        shutil.copy2(path, base / "dump" / path.name)
    os.sync()
    kill.finish(base, base / "dump")
    assert kill.differences(calm, kill.result(base)) == []
    subprocess.run(["rm", "-rf", str(base / "dump")], check=False)
    record.note("kill", id="R11", what="files written in the opposite order", kills=0, runs=1, lost=0, twice=0)
