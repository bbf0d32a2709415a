"""The command answers fast because nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "pyarrow",
    "duckdb",
    "splink",
    "numpy",
    "hyperscan",
    "altair",
    "pypdfium2",
    "sqlglot",
    "cryptography",
    "jinja2",
)
"""Pydantic is not among them: typer itself imports it as soon as an option is parsed."""

_ASK = """
import sys
from leakassay.cli.main import main
sys.argv = ["leakassay", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    code = end.code or 0
sys.stderr.write("\\n" + " ".join(sorted({name.split(".")[0] for name in sys.modules})))
sys.exit(code)
"""


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["--version"]], ids=" ".join)
def test_help_imports_no_heavy_library(words):
    """`leakassay --help` in under 0.3 s: counted in imports here, in seconds by `make bench`."""
    done = subprocess.run([sys.executable, "-c", _ASK, *words], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "leakassay" in loaded
    assert loaded.isdisjoint(HEAVY), sorted(loaded.intersection(HEAVY))
