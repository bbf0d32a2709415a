"""Exports of Telegram are told from other JSON and other pages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.identify import identify
from leakassay.custody.sniff.chat import telegram_html, telegram_json
from leakassay.exercise.leak.telegram_chat import Haul, chat
from leakassay.exercise.leak.telegram_export import messages_html, result_json
from leakassay.pipeline.catalogue.formats import FORMATS

MESSAGES = chat(Haul("Brass Tern", "Example", date(2024, 6, 20), 1, 10, (), ()), 3)


def told(raw: bytes, name: str) -> str:
    found = identify(raw[:65536], raw[-65536:], name, len(raw), FORMATS)
    return found.name if found else ""


def test_exports_are_told_by_their_content() -> None:
    assert told(result_json("Brass Tern", 7, MESSAGES), "anything.txt") == "telegram_json"
    assert told(messages_html("Brass Tern", MESSAGES), "messages.html") == "telegram_html"
    account = {"about": "Here is the data you requested. Remember: …", "personal_information": {}, "chats": {}}
    assert told(json.dumps(account, ensure_ascii=False).encode(), "result.json") == "telegram_json"


@pytest.mark.parametrize(
    "raw",
    [b'{"messages": [{"type": "message"}]}', b'[{"type": "personal_chat", "messages": []}]', b'{"type": "bot_chat"}'],
)
def test_other_json_stays_json(raw: bytes) -> None:
    assert told(raw, "result.json") == "json"


def test_other_pages_are_no_export() -> None:
    assert telegram_html(b"<title>Exported Data</title><p>x</p>", b"", "messages.html", 40) == 0
    assert telegram_html(b'<div class="message default">', b"", "messages.html", 40) == 0


@given(st.binary(max_size=200))
def test_any_bytes_have_a_score(raw: bytes) -> None:
    assert telegram_json(raw, raw, "result.json", len(raw)) in {0, 88}


@pytest.mark.field
def test_exports_that_others_wrote_are_told(field_data: Path) -> None:
    for path in sorted((field_data / "s24-telegram-json").glob("*.json")):
        assert told(path.read_bytes(), path.name) == "telegram_json"
