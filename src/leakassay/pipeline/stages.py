"""The order of the rooms, and what each stage needs before it."""

from __future__ import annotations

from leakassay.model.errors import OperatorError

STAGES = ("custody", "read", "attribute", "resolve", "claims", "report")
"""Detection runs inside `read`, in the same cell; `attribute` is before `resolve`, whose subjects bear an origin."""


def parse(words: str) -> tuple[str, ...]:
    """Stages from a comma-separated list, in their order.

    Raises:
        OperatorError: a word is no stage.
    """
    asked = [word.strip() for word in words.split(",") if word.strip()]
    unknown = [word for word in asked if word not in STAGES]
    if unknown:
        raise OperatorError(f"--stages: '{unknown[0]}' is no stage; there are {', '.join(STAGES)}")
    return tuple(stage for stage in STAGES if stage in asked)
