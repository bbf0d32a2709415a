"""Budgets: what ran into one is taken up again by a run that allows more, and by no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.engine.limits import Limits
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_crypto import sealed_zip
from leakassay.model.errors import OperatorError
from leakassay.model.outcomes import Reason
from leakassay.pipeline import budget
from leakassay.pipeline.cellwork import formats_by_name
from pipeline.corridor import CSV, LIMITS, go, outcomes, zipped


@pytest.fixture
def case(tmp_path: Path):
    found = fresh(tmp_path)
    add_source(found, size=1000)
    yield found
    found.close()


def test_limits_are_read_with_their_units() -> None:
    found = budget.parse_limits(["depth=40", "member_bytes=8G", "wall_seconds=1k"])
    assert (found.depth, found.member_bytes, found.wall_seconds) == (40, 8 * 10**9, 1000)
    assert found == replace(Limits(), depth=40, member_bytes=8 * 10**9, wall_seconds=1000)


@pytest.mark.parametrize(
    "word", ["depth", "depth=", "depth=0", "depth=-1", "depth=1.5", "width=3", "depth=9999T999", "depth=²"]
)
def test_a_limit_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(OperatorError, match="--limit"):
        budget.parse_limits([word])


def test_every_reason_with_a_limit_names_one_that_exists() -> None:
    assert all(budget.limit_of(reason, Limits()) > 0 for reason in budget.LIMITED_BY)
    assert budget.limit_of(Reason.MALFORMED, Limits()) == budget.limit_of("", Limits()) == 0


def test_only_a_larger_limit_takes_an_item_up_again(case) -> None:
    add_item(case, 1, outcome="refused", reason="limit_depth", budget=16)
    add_item(case, 2, outcome="failed", reason="malformed")
    assert budget.take_up(case, Limits()) == 0
    assert budget.take_up(case, replace(Limits(), depth=17)) == 1
    assert [row[0] for row in case.ledger.rows("select done from item order by item_id")] == [0, 1]


def test_another_password_list_takes_up_what_was_locked_and_the_same_one_does_not(case) -> None:
    add_item(case, 1, outcome="encrypted", reason="password")
    assert budget.take_up_locked(case, ()) == 0
    assert budget.take_up_locked(case, ("one",)) == 1
    with case.ledger.transaction():
        case.ledger.execute("update item set done = 1, outcome = 'encrypted'")
    assert budget.take_up_locked(case, ("one",)) == 0
    assert "one" not in case.ledger.meta("passwords_token")


def deep(levels: int) -> bytes:
    content = zipped({"note.txt": b"A note at the bottom.\n"})
    for level in range(levels):
        content = zipped({f"{level}.zip": content})
    return content


def test_a_nest_too_deep_is_taken_up_by_a_run_that_allows_more(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    (at / "nest.zip").write_bytes(deep(5))
    go(tmp_path, at, limits=replace(LIMITS, depth=3))
    assert max(said[:2] for said in outcomes(tmp_path).values()) == ("refused", "limit_depth")
    go(tmp_path, at, limits=replace(LIMITS, depth=9))
    said = outcomes(tmp_path)
    assert {one[0] for one in said.values()} == {"read"}
    assert len(said) == 7


def test_a_bomb_is_refused_and_read_where_the_ratio_is_allowed(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    (at / "bomb.zip").write_bytes(zipped({"rows.csv": b"a,b\n1,2\n" * 400_000}))
    go(tmp_path, at)
    assert outcomes(tmp_path)["bomb.zip!/rows.csv"][:2] == ("refused", "limit_ratio")
    go(tmp_path, at, limits=replace(LIMITS, member_ratio=5000))
    assert outcomes(tmp_path)["bomb.zip!/rows.csv"][0] == "read"


def test_a_total_that_is_used_up_shuts_the_rest_of_the_container_for_a_larger_one(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    (at / "many.zip").write_bytes(zipped({f"{n}.txt": b"note %d " % n * 9000 for n in range(40)}))
    small = replace(LIMITS, root_ratio=2, root_floor_bytes=1 << 18, spool_bytes=1 << 18)
    go(tmp_path, at, limits=small)
    said = outcomes(tmp_path)
    assert said["many.zip"][:2] == ("read_partly", "limit_total")
    assert len(said) < 41
    go(tmp_path, at, limits=replace(small, root_ratio=10_000))
    said = outcomes(tmp_path)
    assert len(said) == 41
    assert {one[0] for one in said.values()} == {"read"}


def test_a_password_list_keeps_its_order_and_no_line_twice(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\ufeffb\n\na b\nb\n", encoding="utf-8")
    assert budget.read_passwords(path) == ("b", "a b")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OperatorError, match="--passwords"):
        budget.read_passwords(path)


def test_another_catalogue_takes_up_what_it_can_read_now(case) -> None:
    """What was not recognised is identified anew; what still has no reader is left."""
    formats = formats_by_name()
    budget.take_up_unread(case, formats)
    unread = next(entry for entry in formats.values() if not entry.reader and not entry.opener and not entry.quarantine)
    for number, form in ((1, "text"), (2, unread.name), (3, "")):
        add_item(case, number, format=form, outcome="unsupported", reason="no_reader", hashed=1, ready=1)
    assert budget.take_up_unread(case, formats) == 0
    fewer = {name: entry for name, entry in formats.items() if name != "zip"}
    assert budget.take_up_unread(case, fewer) == 2
    assert [row[0] for row in case.ledger.rows("select hashed from item order by item_id")] == [0, 1, 0]


def test_a_locked_archive_is_opened_by_a_run_with_the_password(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    (at / "locked.zip").write_bytes(sealed_zip([Document("people.csv", "csv", CSV.encode())], "open sesame"))
    go(tmp_path, at)
    assert outcomes(tmp_path)["locked.zip!/people.csv"][:2] == ("encrypted", "password")
    go(tmp_path, at, passwords=("wrong", "open sesame"))
    assert outcomes(tmp_path)["locked.zip!/people.csv"][0] == "read"
