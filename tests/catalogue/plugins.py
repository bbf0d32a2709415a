"""What every walk over the catalogue asks of a plug-in: its module, its function, its docstring, its test, its row."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def module_of(room: str, dotted: str) -> ModuleType:
    """The module of a plug-in; every library it needs is installed where tests run."""
    return import_module(f"leakassay.{room}.{dotted}")


def has_function(module: ModuleType, name: str, parameters: int) -> bool:
    """True when the module offers a documented function that can be called with so many arguments."""
    function = getattr(module, name, None)
    if not inspect.isfunction(function) or not (function.__doc__ or "").strip():
        return False
    try:
        inspect.signature(function).bind(*range(parameters))
    except TypeError:
        return False
    return True


def twin(room: str, dotted: str) -> Path:
    """The test of a plug-in."""
    *folders, name = f"{room}.{dotted}".split(".")
    return ROOT.joinpath("tests", *folders, f"test_{name}.py")


def twin_names(room: str, dotted: str, *words: str) -> list[str]:
    """Words that the test of a plug-in does not name."""
    text = twin(room, dotted).read_text(encoding="utf-8").lower()
    return [word for word in words if word not in text]


def twin_text(room: str, dotted: str) -> str:
    """The test of a plug-in and those of its helpers in the same room, in lower case."""
    own = import_module(f"leakassay.{room}.{dotted}")
    helpers = sorted(set(re.findall(rf"from leakassay\.{re.escape(room)}\.([\w.]+) import", inspect.getsource(own))))
    found = [twin(room, name) for name in (dotted, *helpers)]
    return "\n".join(path.read_text(encoding="utf-8").lower() for path in found if path.is_file())


def row_of(page: str, cell: str) -> str:
    """The row of a reference page that starts with a cell; empty when there is none."""
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    return next((line for line in text.splitlines() if line.startswith(f"| {cell} |")), "")
