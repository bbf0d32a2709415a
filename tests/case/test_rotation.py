"""Rotation: everything opens under the new key and nothing under the old; cut off anywhere, the case is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from case.shop import OPERATOR, add_item, add_source, fresh, rows
from leakassay.case import case as cases
from leakassay.case import casefile, rotation, spool
from leakassay.case.case import Case
from leakassay.model.errors import CaseExistsError, CaseKeyError, IntegrityError, SpaceError
from leakassay.pipeline.errands import keys as errand

ROTATE = """
import os, sys
from pathlib import Path
from leakassay.case import case as cases
from leakassay.pipeline.errands import keys
case, left = cases.open_case(Path(sys.argv[1]), bytes(range(32))), [int(sys.argv[2])]
def hook(event, args):
    if event in {"os.mkdir", "os.rename", "os.rmdir", "shutil.rmtree"} or (
        event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)
    ):
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)
sys.addaudithook(hook)
keys.rotate(case, bytes(range(32)), drop=False)
"""


def furnished(folder: Path) -> Path:
    """A case with a part, names, a sealed fact and an entry that waits in the spool."""
    case = fresh(folder)
    case.shelf().put("figure", rows("figure", {"figure_id": "one"}, {"figure_id": "two"}))
    add_source(case, size=10)
    add_item(case, 1, name=b"first name")
    add_item(case, -5, name=b"second name", done=0, outcome="", spool="waiting")
    with case.ledger.transaction():
        case.ledger.set_meta("profile_sealed", case.keys.seal_name(b'{"a": 1}').hex())
    writer = spool.SpoolWriter(case.spool, case.keys.spool, "waiting")
    writer.write(b"bytes of a member")
    writer.close()
    case.audit.append("first")
    case.close()
    return folder / "case"


def content(case: Case) -> tuple[object, ...]:
    """All that lies under the case key."""
    names = [case.keys.open_name(row[0]) for row in case.ledger.rows("select name_sealed from item order by item_id")]
    kept = case.keys.open_name(bytes.fromhex(case.ledger.meta("profile_sealed")))
    held = b"".join(spool.chunks(case.spool, case.keys.spool, "waiting"))
    return names, kept, held, case.shelf().table("figure")["figure_id"].to_pylist()


WHOLE = ([b"second name", b"first name"], b'{"a": 1}', b"bytes of a member", ["one", "two"])


def test_everything_opens_under_the_new_key_and_nothing_under_the_old(tmp_path: Path) -> None:
    place = furnished(tmp_path)
    old = cases.open_case(place, OPERATOR)
    done = errand.rotate(old, OPERATOR, drop=False)
    old.close()
    new = cases.open_case(place, OPERATOR)
    assert (done.parts, done.epoch, done.lost) == (1, 2, ())
    assert new.keys.master != old.keys.master
    assert content(new) == WHOLE
    with pytest.raises(CaseKeyError):
        old.keys.open_name(new.ledger.one("select name_sealed from item"))
    with pytest.raises(IntegrityError):
        list(spool.chunks(new.spool, old.keys.spool, "waiting"))
    assert sorted(path.name for path in place.iterdir() if path.is_dir()) == ["parts", "spool"]


def test_the_audit_chain_goes_on_and_its_earlier_heads_still_hold(tmp_path: Path) -> None:
    place = furnished(tmp_path)
    case = cases.open_case(place, OPERATOR)
    before = case.audit.head
    for _ in range(2):
        errand.rotate(case, OPERATOR, drop=False)
        case.close()
        case = cases.open_case(place, OPERATOR)
    case.audit.append("last")
    assert case.audit.head_at(before[0]) == before[1]
    assert [entry["action"] for entry in case.audit.entries()] == ["first", "key_rotation", "key_rotation", "last"]


def test_who_knows_the_old_key_only_can_neither_add_an_entry_nor_change_one(tmp_path: Path) -> None:
    from leakassay.case.audit import AuditLog

    place = furnished(tmp_path)
    old = cases.open_case(place, OPERATOR)
    errand.rotate(old, OPERATOR, drop=False)
    cases.open_case(place, OPERATOR).audit.append("under the new key")
    forged = AuditLog(tmp_path / "forged", old.keys.audit)
    for _ in range(2):
        forged.append("forged")
    lines = (place / "audit.log").read_bytes().splitlines(keepends=True)
    (place / "audit.log").write_bytes((tmp_path / "forged").read_bytes() + lines[2])
    with pytest.raises(IntegrityError, match="entry 3"):
        cases.open_case(place, OPERATOR)


def test_a_command_that_was_open_meanwhile_adds_nothing_under_the_old_key(tmp_path: Path) -> None:
    place = furnished(tmp_path)
    bystander, case = cases.open_case(place, OPERATOR), cases.open_case(place, OPERATOR)
    errand.rotate(case, OPERATOR, drop=False)
    with pytest.raises(CaseExistsError, match="rotated meanwhile"):
        bystander.audit.append("reveal")
    cases.open_case(place, OPERATOR).audit.append("reveal")


@pytest.mark.parametrize("steps", range(1, 23, 2))
def test_a_rotation_cut_off_at_any_file_operation_leaves_a_whole_case(steps: int, tmp_path: Path) -> None:
    """Killed for good before its Nth operation on a file: under one key or the other, never between."""
    place = furnished(tmp_path)
    ended = subprocess.run([sys.executable, "-c", ROTATE, place, str(steps)], check=False, capture_output=True)
    assert ended.returncode == 9, ended.stderr
    case = cases.open_case(place, OPERATOR)
    assert content(case) == WHOLE
    with case.lock():
        case.sweep()
    case.audit.append("afterwards")
    assert "next" not in casefile.read(place)
    assert {path.name for path in place.iterdir() if path.is_dir()} == {"parts", "spool"}
    case.close()
    assert content(cases.open_case(place, OPERATOR)) == WHOLE


def test_without_room_for_a_second_set_nothing_is_changed(tmp_path: Path) -> None:
    place = furnished(tmp_path)
    case = cases.open_case(place, OPERATOR)
    with case.ledger.transaction():
        case.ledger.execute("update part set bytes = ?", (1 << 60,))
    before = (place / "case.json").read_bytes()
    with pytest.raises(SpaceError):
        errand.rotate(case, OPERATOR, drop=False)
    assert (place / "case.json").read_bytes() == before
    assert content(case) == WHOLE


def test_every_sealed_column_of_the_ledger_is_known(tmp_path: Path) -> None:
    """A column of names that does not end in `_sealed` would be left under the old key."""
    case = fresh(tmp_path)
    found = {(table, column) for table, _, column in rotation._sealed_columns(case.ledger)}
    blobs = {
        (table, row["name"])
        for table in ("item", "source", "partition", "part", "meta", "range", "stage")
        for row in case.ledger.rows("select name, type from pragma_table_info(?)", (table,))
        if row["type"] == "BLOB"
    }
    assert blobs == found
    assert len(found) == 4


def test_a_part_that_does_not_open_stops_it_before_anything_is_changed(tmp_path: Path) -> None:
    place = furnished(tmp_path)
    part = next((place / "parts").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-20])
    case = cases.open_case(place, OPERATOR)
    with pytest.raises(IntegrityError, match="verify"):
        errand.rotate(case, OPERATOR, drop=False)
    assert "next" not in json.loads((place / "case.json").read_text())
