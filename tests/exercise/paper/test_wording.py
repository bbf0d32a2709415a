"""Letters and mails say of themselves what they show, and enough of them do without the usual labels."""

import re
import tomllib
from importlib import resources

import pytest

from leakassay.exercise.paper.wording import SHOWN_BY, Wording, chosen, wordings

LABELS = re.compile(
    r"\bre:|\bnhs\b|d\.?o\.?b\b|\bborn\b|\bbirth\b|\bpatient\b|\bname\b|\bsurname\b|hospital no|address", re.IGNORECASE
)
BARE = re.compile(r"\{\w+\}")
ROW = {"value": "5.1", "status": "resulted", "test_class": "GENERAL", "specimen_id": "24L000123"}


def every() -> list[Wording]:
    return [*wordings("letters"), *wordings("mails")]


def test_there_are_at_least_twelve_letters_and_names_are_unique():
    names = [one.id for one in every()]
    assert len(wordings("letters")) >= 12
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", ["letters", "mails"])
def test_a_quarter_of_the_wordings_has_no_label(kind: str):
    bare = [one.id for one in wordings(kind) if not LABELS.search(BARE.sub("", one.text + one.line))]
    assert len(bare) >= len(wordings(kind)) / 4


@pytest.mark.parametrize("wording", every(), ids=lambda one: one.id)
def test_what_a_wording_tells_agrees_with_its_placeholders(wording: Wording):
    assert ("test" in wording.fields) == (wording.tells != "nothing")
    assert ("finding" in wording.fields) == (wording.tells == "recorded")
    assert ("{list}" in wording.text) == bool(wording.line) == (wording.people == 3)
    assert {"surname", "forename"} <= wording.shows


@pytest.mark.parametrize("wording", every(), ids=lambda one: one.id)
def test_the_second_version_changes_one_sentence(wording: Wording):
    first, second = wording.version(1).splitlines(), wording.version(2).splitlines()
    assert len(first) == len(second)
    assert sum(one != other for one, other in zip(first, second, strict=True)) == 1


def test_shown_columns_follow_from_the_placeholders():
    sexual_health = next(one for one in every() if one.id == "sexual-health")
    assert sexual_health.shows == {"forename", "surname", "date_of_birth", "hospital_number"}
    assert all(SHOWN_BY.values())


def test_a_clinic_for_sexual_health_names_no_practice():
    text = next(one for one in every() if one.id == "sexual-health").text
    assert not re.search(r"\bGP\b|surgery|practice|\{client\}", text)


@pytest.mark.parametrize("status", ["requested", "resulted", "negated"])
@pytest.mark.parametrize("people", [1, 2, 3])
def test_some_letter_fits_whatever_became_of_the_test(status: str, people: int):
    row = ROW | {"status": status}
    assert [one for one in wordings("letters") if one.fits(row, people)]


def test_a_report_in_words_is_wanted_where_the_letter_quotes_one():
    report = ROW | {"value": "MICROSCOPY: " + "chronic gastritis " * 5}
    wanting = [one for one in wordings("letters") if one.narrative]
    assert not any(one.fits(ROW, 1) for one in wanting)
    assert all(one.fits(report, 1) for one in wanting)


def test_the_same_specimen_gets_the_same_wording_and_all_are_used():
    fitting = [one for one in wordings("letters") if one.fits(ROW, 1)]
    drawn = [chosen(ROW | {"specimen_id": f"24L{number:06d}"}, fitting).id for number in range(400)]
    again = [chosen(ROW | {"specimen_id": f"24L{number:06d}"}, fitting).id for number in range(400)]
    assert drawn == again
    assert set(drawn) == {one.id for one in fitting}


def test_traps_say_in_a_comment_that_they_are_some():
    text = resources.files("leakassay.exercise").joinpath("data/letters/letters.toml").read_text("utf-8")
    traps = [one for one in tomllib.loads(text)["letter"] if one["id"] in {"family-history", "offered-declined"}]
    assert [one["tells"] for one in traps] == ["nothing", "nothing"]
    assert text.count("# Trap: ") == 2
