"""A case: made once, opened with its key only, held by one run at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.shop import OPERATOR, SALT, add_item, add_source, fresh, rows
from leakassay.case import case as cases
from leakassay.case.secret import Passphrase
from leakassay.model.errors import CaseExistsError, CaseKeyError, OperatorError


def test_a_case_opens_again_with_its_key(tmp_path: Path) -> None:
    made = fresh(tmp_path)
    made.close()
    again = cases.open_case(tmp_path / "case", OPERATOR)
    assert (again.case_id, again.keys.master) == (made.case_id, made.keys.master)
    again.close()


def test_a_case_is_for_nobody_elses_eyes(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    assert (tmp_path / "case").stat().st_mode & 0o777 == 0o700


def test_a_wrong_key_is_said_to_be_one(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    with pytest.raises(CaseKeyError, match="does not open"):
        cases.open_case(tmp_path / "case", bytes(32))


def test_a_passphrase_opens_its_case(tmp_path: Path) -> None:
    from leakassay.case.keys import from_passphrase

    key = from_passphrase("a long passphrase", SALT)
    cases.create(tmp_path / "case", key, by="passphrase", salt=SALT).close()
    cases.open_case(tmp_path / "case", Passphrase("a long passphrase")).close()
    with pytest.raises(CaseKeyError, match="does not open"):
        cases.open_case(tmp_path / "case", Passphrase("another passphrase"))


def test_a_folder_with_other_things_in_it_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "thesis.txt").write_text("mine")
    with pytest.raises(CaseExistsError):
        fresh(tmp_path)
    assert [path.name for path in (tmp_path / "case").iterdir()] == ["thesis.txt"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match="--case"):
        fresh(tmp_path / "file")


def test_a_missing_case_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseExistsError, match="holds no case"):
        cases.open_case(tmp_path, OPERATOR)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_a_case_file_with_a_changed_byte_opens_as_it_was_or_is_refused(data: st.DataObject, tmp_path: Path) -> None:
    """Never another error, never another key."""
    if not (tmp_path / "case").exists():
        fresh(tmp_path).close()
        (tmp_path / "good").write_bytes((tmp_path / "case" / "case.json").read_bytes())
    good = (tmp_path / "good").read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    (tmp_path / "case" / "case.json").write_bytes(bad)
    try:
        found = cases.open_case(tmp_path / "case", OPERATOR)
    except OperatorError:
        return
    assert len(found.keys.master) == 32
    found.close()


@pytest.mark.parametrize(
    "said",
    [
        [],
        {"format": 1},
        {"format": 2},
        {"format": 3},
        {"format": True},
        {"format": 1, "key": 5, "case_id": "x"},
        {"format": 1, "key": {}},
    ],
)
def test_a_case_file_of_another_shape_is_refused(said: object, tmp_path: Path) -> None:
    fresh(tmp_path).close()
    (tmp_path / "case" / "case.json").write_text(json.dumps(said))
    with pytest.raises(OperatorError):
        cases.open_case(tmp_path / "case", OPERATOR)


def test_one_run_holds_a_case(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    other = cases.open_case(tmp_path / "case", OPERATOR)
    with case.lock(), pytest.raises(CaseExistsError, match="another run"), other.lock():
        pass
    with other.lock():
        pass


def test_a_derived_table_takes_its_predecessors_place(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    for name in ("one", "two"):
        case.shelf().put("figure", rows("figure", {"name": name}, {"name": name}))
    assert case.shelf().table("figure").num_rows == 2
    assert len(list((case.parts / "figure").iterdir())) == 1


def test_what_no_row_owns_is_swept_and_the_rest_stays(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    case.shelf().put("figure", rows("figure", {}))
    add_source(case, size=10)
    add_item(case, 1, done=0, outcome="", spool="waiting")
    case.spool.mkdir()
    for path in (case.parts / "figure" / "half.new", case.spool / "orphan", case.spool / "waiting"):
        path.write_bytes(b"x")
    assert case.sweep() == 2
    assert [path.name for path in case.spool.iterdir()] == ["waiting"]
    assert case.shelf().table("figure").num_rows == 1


def test_the_key_lies_beside_the_case_not_in_it(tmp_path: Path) -> None:
    assert cases.key_path(tmp_path / "a.case").parent == tmp_path
