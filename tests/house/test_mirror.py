"""Every module has its test in the same place of the other tree."""

from __future__ import annotations

from house.tree import PACKAGE, TESTS, modules, shown

ONE_TEST_FOR_ALL = {
    "model/tables/": "pure declarations; tests/house/test_tables.py walks them",
    "pipeline/catalogue/": "pure declarations; tests/catalogue walks them",
}
"""Folders of declarations without behaviour."""

EXEMPT: dict[str, str] = {
    "cli/__main__.py": "three lines; tests/cli start the installed command",
}
"""Single modules without a test of their own, each with its reason."""


def _needs_a_twin(path) -> bool:
    place = path.relative_to(PACKAGE).as_posix()
    return path.name != "__init__.py" and place not in EXEMPT and not place.startswith(tuple(ONE_TEST_FOR_ALL))


def test_every_module_has_a_twin_among_the_tests():
    """`read/mail/eml.py` is tested by `tests/read/mail/test_eml.py`."""
    twins = {path: TESTS / path.relative_to(PACKAGE).with_name(f"test_{path.name}") for path in modules()}
    missing = [shown(twin) for path, twin in twins.items() if _needs_a_twin(path) and not twin.is_file()]
    assert missing == []


def test_an_exemption_still_has_its_module():
    """A list of exceptions that outlives them hides the next one."""
    assert [name for name in EXEMPT if not (PACKAGE / name).is_file()] == []
    assert [name for name in ONE_TEST_FOR_ALL if not (PACKAGE / name).is_dir()] == []
