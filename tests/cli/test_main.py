"""The front door: help, version, and errors as one sentence with an exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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


def test_a_plain_locale_ends_no_command() -> None:
    """Signs that it does not know are shown as escapes."""
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    script = "import sys; from leakassay.cli import main; main.app = lambda: sys.stdout.write('\\u2026'); main.main()"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, env=plain, check=False)
    assert (found.returncode, found.stdout) == (0, b"\\u2026")


INTERRUPTED = """
import os, signal
from leakassay.cli import main
def app():
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        raise {error} from None
main.app = app
main.main()
"""


@pytest.mark.parametrize(
    ("error", "code"),
    [("ImportError('numpy could not be loaded')", 130), ("OSError(4, 'interrupted')", 130), ("MemoryError", 130)],
)
def test_ctrl_c_that_a_library_turned_into_its_own_error_is_ctrl_c(error: str, code: int) -> None:
    """It came while something was loading."""
    found = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(error=error)], capture_output=True, text=True, check=False
    )
    assert (found.returncode, "run the same command again" in found.stderr) == (code, True)
    assert "Traceback" not in found.stderr
