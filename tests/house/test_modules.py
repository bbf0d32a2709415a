"""Rules for every module of the package that no linter says."""

from __future__ import annotations

import ast

from house.tree import dotted, modules, shown, syntax

MAX_LINES = 400
LONGER: dict[str, str] = {}
"""Modules that may be longer, each with its reason. None so far."""

CATCH_ALL = {
    "leakassay.engine.guard": "the wall to hostile bytes",
    "leakassay.cli.main": "the last resort at the door",
    "leakassay.read.tabular.calamine_sheet": "a panic of the Rust library derives from BaseException and its class "
    "cannot be "
    "imported; it is known by name there, anything else is raised again",
}
"""Files that may catch everything, each with its reason."""

NEVER_CALLED = frozenset({
    "requests", "httpx", "aiohttp", "urllib3", "urllib", "http", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib",
    "xmlrpc", "paramiko", "asyncio", "webbrowser", "pickle", "shelve", "marshal", "dill",
})  # fmt: skip
ENGINE_ONLY = frozenset({"socket", "subprocess", "multiprocessing"})


def _lines(path, wanted) -> list[str]:
    return [f"{shown(path)}:{node.lineno}" for node in ast.walk(syntax(path)) if wanted(node)]


def _where(wanted, paths=None) -> list[str]:
    """Every place in the package where a node is as described."""
    return [place for path in paths or modules() for place in _lines(path, wanted)]


def test_there_are_modules():
    """A walk over nothing would be green."""
    assert len(modules()) > 200


def test_a_module_says_in_its_first_line_what_it_is():
    """Open a file and see one thing: the first docstring line, two words at least, at most 120 characters."""
    first = {path: ((ast.get_docstring(syntax(path)) or "").splitlines() or [""])[0] for path in modules()}
    assert [shown(path) for path, line in first.items() if len(line.split()) < 2 or len(line) > 120] == []


def test_a_package_file_is_speechless():
    """`__init__.py` holds a docstring and nothing else; knots start at front doors."""
    inits = [path for path in modules() if path.name == "__init__.py"]
    talking = [p for p in inits if len(syntax(p).body) != 1 or not isinstance(syntax(p).body[0], ast.Expr)]
    assert [shown(path) for path in talking] == []


def test_every_folder_with_modules_is_a_package():
    """A folder without `__init__.py` would be left out of nobody's sight but import-linter's."""
    assert [shown(p.parent) for p in modules() if not (p.parent / "__init__.py").is_file()] == []


def test_a_module_has_at_most_400_lines():
    """Longer ones stand in the list above with their reason."""
    long = {dotted(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > MAX_LINES}
    assert long == set(LONGER)


def _catches_all(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    broad = any(name is None or ast.unparse(name) in {"Exception", "BaseException"} for name in names)
    ends = node.body[-1]
    passes_on = isinstance(ends, ast.Raise) and ends.exc is None  # tidies up and lets the error pass: catches nothing
    return broad and not passes_on


def test_only_listed_files_catch_everything():
    """Catch what you can name."""
    assert _where(_catches_all, [path for path in modules() if dotted(path) not in CATCH_ALL]) == []


def test_nothing_is_printed():
    """Output goes through the command line's writer, where it is encoded; print() would bypass it."""
    assert _where(lambda n: isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print") == []


def test_imports_name_the_full_path():
    """`from leakassay.values.uk.nhs_number import canonical`, never `from . import`."""
    assert _where(lambda node: isinstance(node, ast.ImportFrom) and node.level > 0) == []


def test_an_unfinished_part_is_left_out():
    """A stub would pass for a feature."""
    assert _where(lambda n: isinstance(n, ast.Raise) and n.exc and "NotImplemented" in ast.unparse(n.exc)) == []


def _named(node: ast.AST) -> list[str]:
    """What a node imports, by statement or by a spelt-out name at run time."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
        return []
    at_run_time = ast.unparse(node.func).rsplit(".", 1)[-1] in {"import_module", "__import__"}
    return [str(node.args[0].value)] if at_run_time else []


def _imported(path) -> list[tuple[str, str]]:
    """Place and top-level name of everything that a module imports."""
    return [
        (f"{shown(path)}:{node.lineno}", name.split(".")[0]) for node in ast.walk(syntax(path)) for name in _named(node)
    ]


def test_the_product_calls_nobody():
    """No library that reaches out, nor one that unpickles, not even by a name at run time."""
    assert [found for path in modules() for found in _imported(path) if found[1] in NEVER_CALLED] == []


def test_sockets_and_processes_are_the_engines():
    """Only `engine` starts processes and joins them by sockets."""
    others = [path for path in modules() if not dotted(path).startswith("leakassay.engine.")]
    assert [found for path in others for found in _imported(path) if found[1] in ENGINE_ONLY] == []
