"""result.json: every message a row, files by message; what is cut off or broken is text and a gap."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.leak.telegram_chat import Attachment, Haul, chat
from leakassay.exercise.leak.telegram_export import result_json
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.chat import telegram_json
from read.reading import read_bytes

HAUL = Haul(
    "Quiet Marrow", "Example Pathology", date(2024, 6, 20), 3, 10**6,
    [Attachment("files/leak.7z.001", "leak.7z.001", 9), Attachment("", "leak.7z.002", 9)],
    [Attachment("photos/p.jpg", "", 9, "image/jpeg", (9, 9))],
)  # fmt: skip
EXPORT = result_json("Quiet Marrow", 1_900_000_001, chat(HAUL, 3))


def test_every_message_is_a_row_and_every_byte_is_covered() -> None:
    found = read_bytes(telegram_json.read, EXPORT, "result.json")
    messages = json.loads(EXPORT)["messages"]
    assert [one["id"] for one in found.records if "date_unixtime" in one] == [str(one["id"]) for one in messages]
    assert (found.covered, found.gaps, found.fault) == (len(EXPORT), [], None)


def test_files_carry_the_id_and_date_of_their_message() -> None:
    found = read_bytes(telegram_json.read, EXPORT)
    message = next(one for one in json.loads(EXPORT)["messages"] if one.get("file") == "files/leak.7z.001")
    said = {one.name: one.value for one in found.properties if one.part == "files/leak.7z.001"}
    assert said == {"telegram_message_id": str(message["id"]), "telegram_date": message["date"]}
    assert [one.value for one in found.properties if one.name == "telegram_left_out"] == ["sample_01.7z", "leak.7z.002"]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_truncated_export_keeps_its_messages_and_counts_the_rest(cut: float) -> None:
    raw = EXPORT[: int(len(EXPORT) * cut)]
    found = read_bytes(telegram_json.read, raw)
    assert found.accounted == len(raw)
    assert found.reasons <= {Reason.TRUNCATED, Reason.MALFORMED}
    assert found.gaps
    assert found.records


def test_a_broken_export_shows_the_words_behind_the_fault() -> None:
    raw = EXPORT.replace(b'"messages": [', b'"messages": [{"id": 1}, oops NHS 999 000 0018,', 1)
    found = read_bytes(telegram_json.read, raw)
    assert "999 000 0018" in found.text
    assert found.reasons == {Reason.MALFORMED}
    assert found.accounted == len(raw)


def test_what_follows_the_last_brace_is_text_and_a_gap() -> None:
    found = read_bytes(telegram_json.read, EXPORT + b"\nNHS 999 000 0018")
    assert "999 000 0018" in found.text
    assert found.reasons == {Reason.TRAILING_BYTES}


def test_brackets_alone_are_blank() -> None:
    fault = read_bytes(telegram_json.read, b'{"messages": []}').fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.EMPTY, Reason.BLANK)


@settings(deadline=None)
@given(st.integers(0, len(EXPORT) - 1), st.binary(min_size=1, max_size=4))
def test_hostile_mutations_are_accounted_for(at: int, change: bytes) -> None:
    raw = EXPORT[:at] + change + EXPORT[at + len(change) :]
    found = read_bytes(telegram_json.read, raw)
    assert found.fault is not None or found.accounted == len(raw)


@pytest.mark.field
def test_exports_that_others_wrote_are_read(field_data: Path) -> None:
    for name, count in (("personal_chat.json", 5), ("supergroup_with_topics.json", 7)):
        raw = (field_data / "s24-telegram-json" / name).read_bytes()
        found = read_bytes(telegram_json.read, raw, name)
        assert len([one for one in found.records if "date_unixtime" in one]) == count
        assert found.accounted == len(raw)
