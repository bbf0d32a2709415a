"""The project as files: what the house tests walk over. No version control is asked, a tarball passes as well."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "leakassay"
TESTS = ROOT / "tests"

_NOT_OURS = frozenset({
    ".git", ".venv", ".venv-ci", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache",
    ".pytest_cache", "dist", "build", "demo", ".bench", ".fuzz", "node_modules",
})  # fmt: skip


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the package, sorted."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def dotted(path: Path) -> str:
    """`leakassay.read.mail.eml` for its path."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(path: Path) -> str:
    """A path as it stands in the project."""
    return path.relative_to(ROOT).as_posix()


def project_files() -> Iterator[Path]:
    """Every file that is ours: neither environments, caches nor products."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in _NOT_OURS and not name.endswith(".egg-info"))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.endswith((".pyc", ".case.key")) and path.is_file():
                yield path


def project_texts() -> Iterator[tuple[Path, str]]:
    """Every text file that is ours, with its text; pictures and other binary files are left out."""
    for path in project_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
