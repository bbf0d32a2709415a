"""The manifest: what may change a number is in it; nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from case.shop import add_item, add_source, fresh
from leakassay.engine.limits import Limits
from leakassay.model.plugin import Format
from leakassay.pipeline.manifest import manifest, reader_version, settings_of, settings_sha256, units_sha256, work_key

TEXT = Format("text", "text/plain", reader="document.plain")


def test_keys_of_signatures_change_the_work_of_readers_of_mail_only() -> None:
    settings = {"detect": {}, "dkim_keys": {"s._domainkey.a.example": "p=x"}}
    assert settings_of(TEXT, settings) == {"detect": {}}
    assert settings_of(replace(TEXT, reader="mail.eml"), settings) == settings


def test_a_work_key_changes_with_the_readers_version_and_the_settings_only() -> None:
    one = work_key(TEXT, settings_sha256({"a": 1, "b": 2}))
    assert work_key(TEXT, settings_sha256({"b": 2, "a": 1})) == one
    assert work_key(replace(TEXT, covers="other words"), settings_sha256({"a": 1, "b": 2})) == one
    assert work_key(replace(TEXT, version=2), settings_sha256({"a": 1, "b": 2})) != one
    assert work_key(TEXT, settings_sha256({"a": 2, "b": 2})) != one
    assert reader_version(TEXT).endswith("+text.1")


def test_it_names_versions_seed_limits_and_what_was_done(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    add_source(case, size=10)
    add_item(case, 1, seq=1)
    before = json.loads(manifest(units_sha256(case.ledger), {}, Limits(), 7, {"more": 1}))
    assert before["libraries"]["duckdb"]
    assert (before["seed"], before["more"], before["limits"]["members"]) == (7, 1, Limits().members)
    add_item(case, 2, seq=2)
    after = json.loads(manifest(units_sha256(case.ledger), {}, Limits(), 7, {"more": 1}))
    assert {name for name in after if after[name] != before[name]} == {"units_sha256"}
