"""The stage on toy dumps: every origin, mixtures, missing inputs, order and determinism."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from attribute import toy
from leakassay.attribute.weigh import attribute, check_profile
from leakassay.case.shelf import Shelf
from leakassay.model.errors import ProfileError
from leakassay.model.outcomes import Hypothesis
from leakassay.pipeline.catalogue.features import FEATURES
from leakassay.profile.organisation import EMPTY, Profile

PEOPLE = toy.people(400, seed=1)


def assess(shelf: Shelf, profile: Profile) -> dict[str, dict[str, object]]:
    attribute(shelf, profile, FEATURES)
    return {row["partition"]: row for row in shelf.table("assessment").to_pylist()}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the roll of the invented house."""
    toy.write_roll(tmp_path, PEOPLE)
    return tmp_path


@pytest.fixture
def leak_of_2019(house: Path) -> Path:
    """The same folder with an earlier leak in it."""
    folder = house / "earlier"
    folder.mkdir()
    (folder / "results.csv").write_text("".join(f"19L{at:06d},RESULT,5.2\r\n" for at in range(400)))
    return house


def test_our_own_extract_favours_ours(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:300])
    found = assess(dump.shelf(), toy.profile(house))
    assert found["disk1"]["favours"] == "ours"
    assert found["*"]["favours"] == "ours"
    assert float(found["disk1"]["log10_lr"]) >= 1
    assert "support" in str(found["disk1"]["words"])


def test_a_partners_copy_of_the_same_people_favours_partner(house: Path) -> None:
    dump = toy.Dump()
    toy.partner(dump, "disk1", PEOPLE[:300])
    assert assess(dump.shelf(), toy.profile(house))["disk1"]["favours"] == "partner"


def test_invented_people_with_borrowed_numbers_favour_fabricated(house: Path) -> None:
    dump = toy.Dump()
    toy.fabricated(dump, "disk1", PEOPLE[:200])
    assert assess(dump.shelf(), toy.profile(house))["disk1"]["favours"] == "fabricated"


def test_records_of_an_earlier_leak_favour_recycled(leak_of_2019: Path) -> None:
    dump = toy.Dump()
    toy.recycled(dump, "disk1", PEOPLE[:300])
    said = toy.profile(leak_of_2019, earlier_leak=[{"name": "2019 incident", "path": "earlier"}])
    assert assess(dump.shelf(), said)["disk1"]["favours"] == "recycled"


def test_people_of_nobody_we_know_favour_another_body(house: Path) -> None:
    dump = toy.Dump()
    toy.another(dump, "disk1", 300)
    assert assess(dump.shelf(), toy.profile(house))["disk1"]["favours"] == "another body"


def test_partitions_of_four_origins_make_a_mixed_dump(leak_of_2019: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:200])
    toy.partner(dump, "disk2", PEOPLE[100:300])
    toy.recycled(dump, "disk3", PEOPLE[:200])
    toy.fabricated(dump, "disk4", PEOPLE[:200])
    said = toy.profile(leak_of_2019, earlier_leak=[{"name": "2019 incident", "path": "earlier"}])
    found = assess(dump.shelf(), said)
    favoured = {name: row["favours"] for name, row in found.items()}
    assert favoured == {
        "*": "mixed", "disk1": "ours", "disk2": "partner", "disk3": "recycled", "disk4": "fabricated",
    }  # fmt: skip


def test_three_hundred_of_a_thousand_hits_are_a_mixture_and_not_ten_to_the_minus_275(house: Path) -> None:
    dump = toy.Dump()
    item = dump.part("disk1")
    dump.people(item, PEOPLE[:300] + toy.people(700, seed=99))
    found = assess(dump.shelf(), toy.profile(house))["disk1"]
    assert found["favours"] == "mixed"
    assert found["share"] == pytest.approx(0.32, abs=0.01)
    assert 0 < float(found["log10_lr"]) <= 3


def test_a_partner_who_shares_a_part_of_the_patients_is_no_mixture(house: Path) -> None:
    dump = toy.Dump()
    toy.partner(dump, "disk1", PEOPLE[:120] + toy.people(180, seed=99))
    assert assess(dump.shelf(), toy.profile(house))["disk1"]["favours"] == "partner"


def test_without_a_profile_it_cannot_tell_and_says_what_would_help() -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:300])
    found = assess(dump.shelf(), EMPTY)["disk1"]
    assert found["favours"] == "cannot tell"
    assert "a roll of your patients" in str(found["would_change"])


def test_without_a_profile_a_forgery_is_still_seen() -> None:
    dump = toy.Dump()
    toy.fabricated(dump, "disk1", PEOPLE[:300])
    assert assess(dump.shelf(), EMPTY)["disk1"]["favours"] == "fabricated"


def test_a_stripped_profile_takes_the_verdict_back(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:300])
    bare = toy.profile(house, organisation={"name": "Example Pathology"}, schema=None, partner=None)
    found = assess(dump.shelf(), bare)["disk1"]
    assert (found["favours"], found["against"]) == ("cannot tell", "partner")
    assert "headers of your systems" in str(found["would_change"])


def test_a_wrong_secret_is_said_and_not_read_as_no_overlap(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:300])
    right = assess(dump.shelf(), toy.profile(house))["disk1"]
    import pyarrow.parquet as pq

    from leakassay.attribute.roll import tokenise

    pq.write_table(tokenise(house / "patients.csv", b"another secret"), house / "tokens.parquet")
    wrong = toy.profile(house, roll=[{"name": "tokens", "path": "tokens.parquet", "secret_file": "roll.secret"}])
    shelf = dump.shelf()
    found = assess(shelf, wrong)["disk1"]
    assert "secret does not fit" in str(found["would_change"])
    assert "secret" not in str(right["would_change"])
    assert not {"P03", "P04"} & set(shelf.table("evidence")["feature"].to_pylist())
    assert found["favours"] != "another body"


def test_a_planted_canary_turns_the_verdict_to_its_recipient(house: Path) -> None:
    from leakassay.model import keys

    dump = toy.Dump()
    canary = toy.valid_numbers(1, seed=4242)[0]
    dump.people(dump.part("disk1"), [*PEOPLE[:60], (canary, PEOPLE[0][1])])
    token = "hmac-sha256:" + keys.token(toy.SECRET, canary).hex()
    without = assess(dump.shelf(), toy.profile(house))["disk1"]
    theirs = assess(dump.shelf(), toy.profile(house, canary=[{"token": token, "recipient": "X41"}]))["disk1"]
    assert without["favours"] == "cannot tell"
    assert theirs["favours"] == "partner"


def test_a_partition_of_which_nothing_was_read_cannot_be_told(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:100])
    dump.part("disk2", outcome="encrypted", bytes_read=0)
    found = assess(dump.shelf(), toy.profile(house))
    assert found["disk2"]["favours"] == "cannot tell"
    assert "Only 0.0% of its bytes" in str(found["disk2"]["would_change"])


def test_copies_of_files_are_judged_by_their_originals(house: Path) -> None:
    dump = toy.Dump()
    original = toy.partner(dump, "disk1", PEOPLE[:300])
    dump.part("disk2", duplicate_of=original)
    found = assess(dump.shelf(), toy.profile(house))
    assert found["disk2"]["favours"] == "partner"


def test_a_folder_named_star_is_not_the_whole_dump(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "*", PEOPLE[:300])
    assert set(assess(dump.shelf(), toy.profile(house))) == {"*", "./*"}


def test_an_empty_dump_gives_one_row_that_cannot_tell() -> None:
    found = assess(toy.Dump().shelf(), EMPTY)
    assert found["*"]["favours"] == "cannot tell"
    assert list(found) == ["*"]


def test_the_order_of_rows_does_not_matter(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE[:200])
    toy.fabricated(dump, "disk2", PEOPLE[:150])
    tables: list[list[pa.Table]] = []
    for seed in (None, 1, 2):
        shelf = dump.shelf(shuffle=seed)
        assess(shelf, toy.profile(house))
        tables.append([shelf.table("evidence"), shelf.table("assessment")])
    assert tables[0] == tables[1] == tables[2]


def test_every_feature_speaks_of_every_hypothesis_and_shows_no_value(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "Hadiza Quillfeather", PEOPLE[:200])
    shelf = dump.shelf()
    assess(shelf, toy.profile(house))
    rows = shelf.table("evidence").to_pylist()
    spoken = {(row["partition"], row["feature"]) for row in rows}
    assert len(rows) == len(spoken) * len(Hypothesis)
    assert {feature for _, feature in spoken} >= {"P01", "P03", "P04", "P06", "P11", "P25", "P26", "P34"}
    notes = " ".join(row["note"] for row in rows)
    assert not any(number in notes for number, _ in PEOPLE)
    assert "Hadiza" not in notes


def test_no_assessment_claims_more_than_the_calibration_allows(house: Path) -> None:
    dump = toy.Dump()
    toy.ours(dump, "disk1", PEOPLE)
    toy.fabricated(dump, "disk2", PEOPLE)
    found = assess(dump.shelf(), toy.profile(house))
    assert all(0 <= float(row["log10_lr"]) <= 4 for row in found.values())
    assert all(row["would_change"] for row in found.values())


@pytest.mark.parametrize("gone", ["patients.csv", "roll.secret", "earlier/results.csv", "earlier"])
def test_inputs_that_are_not_there_are_refused_before_the_run(leak_of_2019: Path, gone: str) -> None:
    said = toy.profile(leak_of_2019, earlier_leak=[{"name": "2019 incident", "path": "earlier/results.csv"}])
    check_profile(said)
    target = leak_of_2019 / gone
    target.rename(leak_of_2019 / "elsewhere")
    with pytest.raises(ProfileError):
        check_profile(said)
