"""The wall around cells: a layer that cannot be had stops a run, unless accepted by name, and is noted then."""

from __future__ import annotations

from collections.abc import Iterable

from leakassay.case.case import Case
from leakassay.engine.confine import ACCEPTABLE, LAYERS
from leakassay.engine.probe import missing_layers
from leakassay.engine.zygote import OPTION
from leakassay.model.errors import SandboxError

_META = "weaker_sandbox"


def parse(text: str) -> tuple[str, ...]:
    """Layers that an operator accepts to be missing, from the words of the option.

    Raises:
        SandboxError: a word is no layer, or one that nobody may do without.
    """
    named = [word.strip() for word in text.split(",") if word.strip()]
    for name in named:
        if name not in ACCEPTABLE:
            why = "can be had on every Linux and is never left out" if name in LAYERS else "is no layer"
            known = ", ".join(layer for layer in LAYERS if layer in ACCEPTABLE)
            raise SandboxError(f"{OPTION}: '{name}' {why}; one or more of {known} were expected")
    return _in_order(named)


def check(accepted: Iterable[str]) -> tuple[str, ...]:
    """Try the layers before anything is read.

    Returns:
        Accepted layers that are really missing, in their order; accepted ones that can be had are in force.

    Raises:
        SandboxError: a layer is missing that was not accepted.
    """
    return _in_order(missing_layers(frozenset(accepted)))


def note(case: Case, missing: Iterable[str]) -> None:
    """Keep in the ledger which layers have been missing in any run of this case."""
    all_runs = _in_order({*missing, *case.ledger.meta(_META).split()})
    if all_runs:
        with case.ledger.transaction():
            case.ledger.set_meta(_META, " ".join(all_runs))


def warnings(case: Case) -> tuple[str, ...]:
    """What the first page has to say about it; nothing when no layer was ever missing."""
    missing = case.ledger.meta(_META).split()
    if not missing:
        return ()
    layers = "layer" if len(missing) == 1 else "layers"
    said = f"files of the dump were read behind a weaker wall: {layers} {', '.join(missing)} missing"
    return (f"{said}, accepted by the operator; a hostile file could have reached further",)


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    found = set(names)
    return tuple(layer for layer in LAYERS if layer in found)
