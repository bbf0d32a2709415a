"""`case.json` and other small files: there wholly or not at all; a closed case says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from case.shop import fresh
from leakassay.case import casefile
from leakassay.model.errors import CaseExistsError, OperatorError


def test_what_is_written_is_read_again_and_is_the_owners_only(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    said = casefile.read(tmp_path / "case")
    casefile.write(tmp_path / "case", said)
    assert casefile.read(tmp_path / "case") == said
    assert (tmp_path / "case" / "case.json").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "case" / "case.json.new").exists()


def test_a_file_is_not_written_through_a_link_that_waits_there(tmp_path: Path) -> None:
    (tmp_path / "a.new").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OperatorError, match="cannot be written"):
        casefile.durable(tmp_path / "a", "text")
    assert not (tmp_path / "elsewhere").exists()


def test_a_closed_case_says_when_and_where_to_look(tmp_path: Path) -> None:
    fresh(tmp_path).close()
    place = tmp_path / "case"
    assert not casefile.is_closed(place)
    casefile.refuse_closed(place)
    casefile.write(place, {"format": 2, "case_id": "x", "closed": "2026-01-02"})
    assert casefile.is_closed(place)
    for ask in (casefile.read, casefile.refuse_closed):
        with pytest.raises(CaseExistsError, match=r"closed at 2026-01-02.*destruction\.json"):
            ask(place)


@pytest.mark.parametrize("said", [[], {}, {"format": 3}, {"format": 0}, {"format": "2"}, {"format": True}])
def test_a_format_that_is_not_known_is_refused(said: object, tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text(json.dumps(said))
    with pytest.raises(CaseExistsError):
        casefile.read(tmp_path)


def test_one_holds_a_case_at_a_time(tmp_path: Path) -> None:
    with casefile.hold(tmp_path), pytest.raises(CaseExistsError, match="another run"), casefile.hold(tmp_path):
        pass


def test_a_shredded_file_is_overwritten_before_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"secret" * 50_000)
    (tmp_path / "same").hardlink_to(path)
    assert casefile.shred(path)
    assert not path.exists()
    assert b"secret" not in (tmp_path / "same").read_bytes()
    assert not casefile.shred(path)


def test_a_folder_with_a_draft_and_nothing_else_is_one_whose_run_died(tmp_path: Path) -> None:
    """It may be taken over; anything else in it is somebody's."""
    assert not casefile.is_draft(tmp_path / "absent")
    assert not casefile.is_draft(tmp_path)
    (tmp_path / "case.json.new").touch()
    assert casefile.is_draft(tmp_path)
    (tmp_path / "letter.txt").touch()
    assert not casefile.is_draft(tmp_path)
