"""What a fuzz target is: a parser of ours under a name, the modules that make it up, seeds, and how it is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fuzz.contract import Run
from house.tree import PACKAGE

SEED_BYTES = 1 << 16
"""A longer seed is left out: the fuzzer could not hold it."""


@dataclass(frozen=True)
class Target:
    """A parser of ours.

    Attributes:
        name: of it.
        modules: globs under the package; a module stands with one target, and its lines count for that one.
        seeds: makes good inputs.
        make: imports the parser and gives what runs it.
    """

    name: str
    modules: tuple[str, ...]
    seeds: Callable[[], Sequence[bytes]]
    make: Callable[[], Run]

    @property
    def files(self) -> list[str]:
        """Its modules, as paths under the package."""
        found = {path.relative_to(PACKAGE).as_posix() for glob in self.modules for path in PACKAGE.glob(glob + ".py")}
        return sorted(found)

    @property
    def lines(self) -> int:
        """Lines of its modules."""
        return sum(len((PACKAGE / file).read_text(encoding="utf-8").splitlines()) for file in self.files)

    def good(self) -> list[bytes]:
        """Seeds that are short enough."""
        return [seed for seed in self.seeds() if 0 < len(seed) <= SEED_BYTES]


def check(run: Run, raw: bytes) -> None:
    """Twice the same bytes, twice the same answer, and nothing that the contract forbids.

    Raises:
        AssertionError: the contract is broken; so it is by whatever else is raised.
    """
    assert run(raw) == run(raw), "the same bytes were told in two ways"
