"""summary.json has the shape that others rely on, counts what the tables hold, and is equal for equal runs."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from leakassay.case.shelf import MemoryStore, Shelf
from leakassay.report import summary
from report.sample_shelf import FACTS, PARTS, instalments, sample, sample_rows, shelf, table

KEYS = {"schema", "provisional", "case", "dump", "coverage", "contents", "special", "events", "subjects", "controllers"}
KEYS |= {"verdict", "claims", "performance", "warnings", "sources"}


def _items(*rows: tuple[str, str, int, int, int | None]) -> dict:
    return {
        "item": [
            {
                "item_id": n,
                "outcome": outcome,
                "reason": reason,
                "own_bytes": own,
                "bytes_read": read,
                "duplicate_of": copy,
            }
            for n, (outcome, reason, own, read, copy) in enumerate(rows)
        ]
    }


def test_a_summary_has_the_keys_of_the_interface() -> None:
    built = summary.build(sample(50), FACTS, closes=True)
    assert set(built) == KEYS
    assert set(built["case"]) == {"id", "tool_version", "profile_sha256", "seal", "manifest_sha256"}
    assert set(built["subjects"]) == {"scope", "low", "best", "high", "why", "test_range", "by_origin"}
    assert set(built["performance"]) == {"seconds", "bytes_per_second", "stages", "peak_rss_bytes"}
    assert all({"category", "items", "sightings", "subjects"} <= set(row) for row in built["contents"])
    assert all({"test_class", "requested", "resulted", "subjects"} <= set(row) for row in built["special"])


def test_an_empty_shelf_gives_a_summary_of_nothing_and_no_verdict() -> None:
    built = summary.build(shelf({}), FACTS, closes=True)
    assert built["verdict"]["favours"] == "cannot tell"
    assert built["coverage"] == {"closes": True, "fraction_bytes": 0.0, "outcomes": {}}
    assert built["subjects"]["best"] == 0


def test_the_share_read_leaves_out_duplicates_and_strings_passes() -> None:
    built = summary.build(
        shelf(
            _items(
                ("read", "", 50, 50, None),
                ("read", "", 50, 50, 0),
                ("read_partly", "truncated", 20, 10, None),
                ("read_partly", "strings_only", 10, 10, None),
                ("encrypted", "password", 20, 0, None),
            )
        ),
        FACTS,
        closes=True,
    )
    assert built["coverage"]["fraction_bytes"] == 0.6
    assert built["coverage"]["outcomes"]["read"] == {"items": 2, "bytes": 100}
    assert built["dump"]["bytes_unpacked"] == 150
    assert built["dump"]["bytes_unique"] == 100


def test_all_but_one_byte_read_is_not_all_read() -> None:
    built = summary.build(shelf(_items(("read", "", 10**9, 10**9 - 1, None))), FACTS, closes=True)
    assert built["coverage"]["fraction_bytes"] < 1


def test_a_value_in_two_mentions_of_one_record_is_one_sighting() -> None:
    rows = {
        "sighting": [{"sighting_id": 5, "item_id": 1, "nhs_number": "9990000018"}],
        "mention": [{"mention_id": n, "sighting_id": 5, "item_id": 1, "kind": "nhs_number"} for n in (1, 2)],
    }
    contents = summary.build(shelf(rows), FACTS, closes=True)["contents"]
    assert [(row["category"], row["items"], row["sightings"], row["mentions"]) for row in contents] == [
        ("nhs_number", 1, 1, 2)
    ]


def test_a_request_and_a_result_are_counted_apart() -> None:
    events = [
        {"event_id": n, "item_id": 1, "test_class": "HIV", "tier": 4, "status": status}
        for n, status in enumerate(("requested", "resulted", "resulted", "negated"))
    ]
    row = summary.build(shelf({"event": events}), FACTS, closes=True)["special"][0]
    assert (row["requested"], row["resulted"], row["negated"]) == (1, 2, 1)


def test_fabricated_people_are_not_counted_among_the_affected() -> None:
    people = [
        {"subject_id": n, "person_type": "patient", "origin": o} for n, o in enumerate(("ours", "ours", "fabricated"))
    ]
    subjects = summary.build(shelf({"subject": people}), FACTS, closes=True)["subjects"]
    assert subjects["best"] == 2
    assert subjects["by_origin"]["fabricated"]["best"] == 1


def test_names_of_parts_are_masked_and_told_apart_by_id() -> None:
    parts = summary.build(sample(20), FACTS, closes=True)["verdict"]["partitions"]
    assert not {part["partition"] for part in parts} & set(PARTS)
    assert len({part["partition_id"] for part in parts}) == len(PARTS)


def test_the_verdict_on_the_whole_comes_from_its_own_row() -> None:
    verdict = summary.build(sample(20), FACTS, closes=True)["verdict"]
    assert (verdict["favours"], verdict["against"], verdict["log10_lr"]) == ("mixed", "ours", 3.1)


def test_an_open_end_is_null_and_not_infinity() -> None:
    claim = {"claim_id": "a", "verdict": "cannot tell", "measured_low": 1.0, "measured_high": float("inf")}
    measured = summary.build(shelf({"claim_result": [claim]}), FACTS, closes=True)["claims"][0]["measured"]
    assert measured == {"low": 1, "best": None, "high": None}


def test_two_runs_differ_in_performance_alone(tmp_path: Path) -> None:
    slower = replace(FACTS, seconds=99.0, peak_rss_bytes=1, stages=(("read", 98.0),))
    first, second = (summary.build(sample(60), facts, closes=True) for facts in (FACTS, slower))
    assert first.pop("performance") != second.pop("performance")
    assert json.dumps(first) == json.dumps(second)


def test_rows_in_another_order_give_the_same_summary() -> None:
    rows = sample_rows(60)
    turned = shelf({name: list(reversed(table)) for name, table in rows.items()})
    assert summary.build(shelf(rows), FACTS, closes=True) == summary.build(turned, FACTS, closes=True)


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    summary.write({"a": 1}, path)
    summary.write({"a": 2}, path)
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 2}
    assert list(tmp_path.iterdir()) == [path]


def test_a_number_that_is_none_never_reaches_the_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        summary.write({"a": float("nan")}, tmp_path / "summary.json")
    assert not (tmp_path / "summary.json").exists()


def test_dates_that_no_calendar_has_are_left_out_and_stop_nothing() -> None:
    seconds = [1704067200, 10**15, -(10**15)]
    events = table("event", [{"event_id": n, "item_id": 1} for n in range(3)])
    place = events.schema.get_field_index("collected_at")
    events = events.set_column(place, "collected_at", pa.array(seconds, pa.timestamp("s")))
    built = summary.build(Shelf(MemoryStore({"event": events})), FACTS, closes=True)
    assert built["events"] == {"count": 3, "first": "2024-01-01", "last": "2024-01-01"}


def test_the_reasons_of_an_interval_stand_one_by_one() -> None:
    row = {
        "quantity": "subjects",
        "stratum": "*",
        "low": 1.0,
        "best": 2.0,
        "high": 3.0,
        "driver": "two links; 5 GB unread",
    }
    assert summary.build(shelf({"estimate": [row]}), FACTS, closes=True)["subjects"]["why"] == [
        "two links",
        "5 GB unread",
    ]


def _sources(rows: dict, facts=FACTS) -> list[dict]:
    return summary.build(shelf(rows), facts, closes=True)["sources"]


def test_an_instalment_says_what_an_earlier_one_held() -> None:
    first, second = _sources(instalments())
    assert (first["ordinal"], first["source_id"], second["source_id"]) == (1, "000000000000000b", "0000000000000016")
    assert [first[name] for name in ("files", "files_known", "items", "items_known", "items_new")] == [2, 0, 3, 0, 3]
    assert [second[name] for name in ("files", "files_known", "items", "items_known", "items_new")] == [4, 2, 4, 2, 2]
    assert [second[name] for name in ("bytes", "bytes_unpacked", "bytes_known")] == [210, 210, 140]


def test_people_of_a_copied_file_and_of_a_copied_container_are_seen_in_it_and_not_new() -> None:
    first, second = _sources(instalments())
    assert first["subjects"] == {"linked": 4, "linked_new": 4}
    assert second["subjects"] == {"linked": 6, "linked_new": 2}
    assert [second[name] for name in ("sightings", "sightings_new", "events", "events_new")] == [9, 5, 9, 5]


def test_a_copied_container_speaks_for_members_that_are_copies_themselves() -> None:
    rows = instalments()
    rows["item"] = [
        {"item_id": 1, "source_id": 11, "own_bytes": 9},
        {"item_id": 2, "source_id": 11, "own_bytes": 5},
        {"item_id": 3, "source_id": 11, "parent_id": 2, "duplicate_of": 1, "own_bytes": 9},
        {"item_id": 4, "source_id": 22, "duplicate_of": 2, "own_bytes": 7},
    ]
    rows["sighting"] = [{"sighting_id": 0, "item_id": 1}]
    assert [one["subjects"]["linked"] for one in _sources(rows)] == [1, 1]


def test_what_is_new_adds_up_to_the_whole() -> None:
    rows = instalments()
    built = summary.build(shelf(rows), FACTS, closes=True)
    sources = built["sources"]
    assert sum(one["items"] for one in sources) == built["dump"]["items"]
    assert sum(one["bytes_unpacked"] for one in sources) == built["dump"]["bytes_unpacked"]
    assert sum(one["sightings_new"] for one in sources) == len(rows["sighting"])
    assert sum(one["events_new"] for one in sources) == built["events"]["count"]


def test_numbers_that_the_profile_sets_aside_are_nobody_in_an_instalment_too() -> None:
    assert _sources(instalments(), replace(FACTS, test_range="set_aside"))[1]["subjects"]["linked_new"] == 1


def test_the_order_of_adding_decides_and_not_who_is_whose_original() -> None:
    """A dump added before the first was read to its end may hold the originals; they and their members are known."""
    rows = instalments()
    rows["item"] = [
        {"item_id": 1, "source_id": 22, "own_bytes": 10, "outcome": "read"},
        {"item_id": 2, "source_id": 22, "parent_id": 1, "own_bytes": 60, "outcome": "read"},
        {"item_id": 3, "source_id": 11, "duplicate_of": 1, "own_bytes": 30, "outcome": "read"},
    ]
    rows["sighting"] = [{"sighting_id": 0, "item_id": 2}]
    first, second = _sources(rows)
    assert (first["items_known"], second["items_known"], second["items_new"]) == (0, 2, 0)
    assert (first["subjects"]["linked_new"], second["subjects"]) == (1, {"linked": 1, "linked_new": 0})


def test_a_copy_inside_one_instalment_is_no_news_of_another() -> None:
    rows = instalments()
    rows["item"][6] |= {"duplicate_of": 6, "own_bytes": 70}
    assert [one["items_known"] for one in _sources(rows)] == [0, 2]


def test_a_source_is_named_by_its_number_and_its_id_alone() -> None:
    assert "more" not in json.dumps(_sources(instalments()))


def test_signs_that_steer_a_terminal_are_escaped_and_mean_the_same(tmp_path: Path) -> None:
    """A folder's name stands in the summary; JSON would let C1 controls and turns of direction through."""
    said = {"folder": "a\x9b31m\u202egnp\u2028b"}
    summary.write(said, tmp_path / "summary.json")
    text = (tmp_path / "summary.json").read_text(encoding="utf-8")
    assert text.isascii()
    assert json.loads(text) == said
