"""Masks show what the kind allows and nothing else; an unknown kind shows nothing."""

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.disclosure.mask import _MASKS, DOTS, mask, mask_column, mask_table
from leakassay.disclosure.plain_word import is_plain
from leakassay.model.tables.registry import TABLES


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("nhs_number", "9434765919", "943 ••• ••••"),
        ("nhs_number", "943476591", "•••"),
        ("surname", "TESTER", "T•••"),
        ("surname", "NG", "•••"),
        ("date_of_birth", "1957-03-08", "1957"),
        ("date_of_birth", "8 March 1957", "•••"),
        ("postcode", "SE1 7EH", "SE• •••"),
        ("telephone", "02079460018", "02•••"),
        ("email", "pat.tester@example.test", "p•••@•••"),
        ("item_path", "batch1.zip!/SMITH John/x.eml!/report.pdf", "batch1.zip!/S•••/•••.eml!/report.pdf"),
        ("item_path", "letters/letter.smith", "letters/l•••"),
        ("item_path", "c\\9990000018.csv", "c\\•••.csv"),
        ("locator", "0:Sheet of SMITH:12", "0:•••:12"),
        ("locator", "4096::7", "4096::7"),
        ("credential", "hunter2", "•••"),
        ("address", "1 Test Street", "•••"),
        ("", "", ""),
    ],
)
def test_a_mask_shows_what_its_kind_allows(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


def test_a_kind_that_nobody_declared_shows_nothing() -> None:
    assert mask("mother_maiden_name", "TESTER") == DOTS


def _shared_run(one: str, other: str) -> int:
    return max(
        (end - start for start in range(len(one)) for end in range(start + 1, len(one) + 1) if one[start:end] in other),
        default=0,
    )


_VALUES = st.text(max_size=24) | st.from_regex(
    r"[0-9]{10}|[A-Z]{2}[0-9]{1,2} [0-9][A-Z]{2}|[A-Z]{3,12}", fullmatch=True
)
_SHOWS_MORE = ("date_of_birth", "date", "item_path", "path", "partition", "label", "locator")


@given(
    st.sampled_from([*sorted(set(_MASKS) - set(_SHOWS_MORE)), "other"]), _VALUES.filter(lambda text: "•" not in text)
)
def test_no_mask_keeps_more_than_three_characters_in_a_row(kind: str, value: str) -> None:
    assert _shared_run(value, mask(kind, value)) <= min(3, len(value) - 1) if value else mask(kind, value) == ""


@given(st.lists(st.from_regex(r"[A-Za-z0-9_ ]{3,12}(\.[a-z]{2,5})?", fullmatch=True), min_size=1, max_size=4))
def test_no_component_of_a_path_survives(components: list[str]) -> None:
    masked = mask("item_path", "/".join(components)).split("/")
    assert all(
        _shared_run(part.rpartition(".")[0] or part, shown.partition(".")[0]) <= 1
        for part, shown in zip(components, masked, strict=True)
        if not is_plain(part.rpartition(".")[0] or part)
    )


@given(st.dates(dt.date(1880, 1, 1), dt.date(2025, 1, 1)))
def test_a_date_of_birth_keeps_its_year_only(day: dt.date) -> None:
    assert mask("date_of_birth", day.isoformat()) == str(day.year)


@given(st.lists(st.none() | _VALUES, max_size=20), st.sampled_from(sorted(_MASKS)))
def test_a_column_is_masked_value_by_value(values: list[str | None], kind: str) -> None:
    masked = mask_column(pa.chunked_array([pa.array(values, pa.string())]), kind)
    assert masked.to_pylist() == [None if value is None else mask(kind, value) for value in values]


def test_a_mention_is_masked_by_the_kind_of_its_own_row() -> None:
    table = pa.table({"kind": ["nhs_number", "iban"], "value": ["9434765919", "GB00TEST"]})
    assert mask_table(table, TABLES["mention"].sensitive)["value"].to_pylist() == ["943 ••• ••••", "•••"]


def test_a_date_column_becomes_its_years() -> None:
    table = pa.table({"date_of_birth": pa.array([dt.date(1957, 3, 8), None]), "sightings": [1, 2]})
    masked = mask_table(table, TABLES["subject"].sensitive)
    assert masked.to_pydict() == {"date_of_birth": ["1957", None], "sightings": [1, 2]}
