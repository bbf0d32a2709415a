"""The front door: help, version, and errors as one sentence with an exit code."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import leakassay


def test_help_names_every_command() -> None:
    said = leakassay("--help").stdout
    for command in ("demo", "plan", "run", "status", "verify", "summary", "report", "explain", "export", "doctor"):
        assert f"\n  {command} " in said


def test_the_version_is_the_installed_one() -> None:
    assert leakassay("--version").stdout.startswith("leakassay 0.")


def test_an_unknown_command_is_the_operators_to_put_right() -> None:
    assert leakassay("crawl", check=False).returncode == 2


def test_an_operator_error_is_one_sentence_on_standard_error(tmp_path: Path) -> None:
    found = leakassay("summary", tmp_path, check=False)
    assert found.returncode == 2
    assert found.stdout == ""
    assert found.stderr.startswith("leakassay: ")
    assert found.stderr.count("\n") == 1
