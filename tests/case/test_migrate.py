"""A case of every earlier format opens, verifies, says its numbers and goes on; a migration can be cut off anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from cli.terminal import leakassay
from leakassay.case import case as cases
from leakassay.case import casefile
from leakassay.case.secret import read_secret
from leakassay.custody.listing import entries
from leakassay.model.errors import CaseExistsError, CaseKeyError

V1 = Path(__file__).parents[1] / "fixtures" / "cases" / "v1.tar.gz"


@pytest.fixture
def yesterday(tmp_path: Path) -> Path:
    """Cases of format 1, with the dump they were made from, moved here."""
    with tarfile.open(V1) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


def at_home(folder: Path, name: str) -> Path:
    """The case, told that its dump lies here now, on other inodes: a run goes on over the very files it listed only."""
    case = cases.open_case(folder / name, read_secret(folder / f"{name}.key"))
    found = [(" ".join(map(str, one.stamp)), at) for at, one in enumerate(entries(bytes(folder / "dump"), b""))]
    with case.ledger.transaction():
        case.ledger.execute("update source set root_sealed = ?", (case.keys.seal_name(bytes(folder / "dump")),))
        case.ledger.execute_many("update item set stamp = ? where parent_id is null and member_index = ?", found)
    case.close()
    return folder / name


def test_a_case_of_format_1_opens_and_is_of_this_format_afterwards(yesterday: Path) -> None:
    case = cases.open_case(yesterday / "whole", read_secret(yesterday / "whole.key"))
    assert case.shelf().table("item").num_rows == 10
    assert [entry["action"] for entry in case.audit.entries()] == ["reveal", "migrated"]
    case.close()
    assert casefile.read(yesterday / "whole")["format"] == casefile.FORMAT
    assert not (yesterday / "whole" / casefile.BEFORE).exists()


def test_its_key_and_no_other_opens_it(yesterday: Path) -> None:
    before = (yesterday / "whole" / "case.json").read_bytes()
    with pytest.raises(CaseKeyError, match="does not open"):
        cases.open_case(yesterday / "whole", bytes(32))
    assert (yesterday / "whole" / "case.json").read_bytes() == before


def test_it_is_not_migrated_under_a_run(yesterday: Path) -> None:
    with casefile.hold(yesterday / "whole"), pytest.raises(CaseExistsError, match="another run"):
        cases.open_case(yesterday / "whole", read_secret(yesterday / "whole.key"))


def test_it_verifies_and_says_its_numbers(yesterday: Path) -> None:
    said = json.loads((yesterday / "whole" / "summary.json").read_text())
    assert "Everything matches." in leakassay("verify", yesterday / "whole", yesterday / "dump").stdout
    assert "Every number is what the tables give." in leakassay("report", yesterday / "whole", "--verify").stdout
    assert json.loads(leakassay("summary", yesterday / "whole", "--json").stdout)["subjects"] == said["subjects"]


def test_a_run_goes_on_where_the_old_version_stopped(yesterday: Path) -> None:
    said = json.loads((yesterday / "whole" / "summary.json").read_text())
    half = at_home(yesterday, "half")
    leakassay("run", yesterday / "dump", "--case", half, "--engine", "serial", "--quiet")
    now = json.loads((half / "summary.json").read_text())
    for summary in (now, said):
        del summary["subjects"]["why"]  # words may change
    outcomes = said["coverage"]["outcomes"]
    outcomes["read_partly"] = outcomes.pop("unsupported")  # what nobody knows is searched for letters now
    assert (now["subjects"], now["coverage"]) == (said["subjects"], said["coverage"])
    assert now["case"]["seal"] == said["case"]["seal"]


_CUT_OFF = """
import os, sys
from pathlib import Path
from leakassay.case import case as cases
from leakassay.case.secret import read_secret
folder, left = Path(sys.argv[1]), [int(sys.argv[2])]
key = read_secret(Path(sys.argv[3]))
def hook(event, args):
    if event in {"os.link", "os.rename", "os.remove"} or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)):
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)
sys.addaudithook(hook)
cases.open_case(folder, key).close()
"""


@pytest.mark.parametrize("steps", range(1, 9))
def test_a_migration_cut_off_at_any_file_operation_is_taken_up_again(steps: int, yesterday: Path) -> None:
    """Killed for good before its Nth operation on a file; the next opening finishes it."""
    place, key = yesterday / "half", yesterday / "half.key"
    ended = subprocess.run([sys.executable, "-c", _CUT_OFF, place, str(steps), key], check=False)
    assert ended.returncode == 9, "the point lies behind the migration"
    case = cases.open_case(place, read_secret(key))
    assert (case.ledger.is_behind, case.shelf().table("item").num_rows) == (False, 7)
    case.close()
    assert casefile.read(place)["format"] == casefile.FORMAT
    assert not (place / casefile.BEFORE).exists()
