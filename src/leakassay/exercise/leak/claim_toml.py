"""Public claims about a rehearsed leak: some true, some inflated, each with its truth."""

import json
from collections.abc import Mapping
from typing import Any

SAID: tuple[tuple[str, str, float, str], ...] = (
    ("bytes", "about", 1.0, "the volume of the published data"),
    ("bytes_unpacked", "at_least", 3.0, "more than it is after unpacking"),
    ("bytes_unpacked", "about", 1.0, "the volume after unpacking"),
    ("bytes", "about", 2.6, "the volume said to be taken, of which this was published"),
    ("items", "about", 1.02, "the number of files"),
    ("events", "at_least", 10.0, "ten times the tests that there are"),
    ("subjects", "at_least", 0.8, "people affected"),
    ("subjects", "exactly", 2.0, "twice the people"),
)
"""measure, sense, factor by which the claim differs from the truth, what it is about."""


def claims(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns the claims with `truth` (supported or contradicted) by the counts of the key."""
    made: list[dict[str, Any]] = []
    for number, (measure, sense, factor, about) in enumerate(SAID, start=1):
        value = int(counts[measure] * factor)
        claim = _claim(f"claim-{number}", f"{about}: {value}", measure, value, sense)
        made.append(claim | {"true": _holds(sense, value, counts[measure])})
    made.append(
        _claim("hiv", "results of HIV tests were published", "contains", "HIV", "contains")
        | {"true": "HIV" in counts["test_classes"]}
    )
    made.append(_claim("payroll", "no bank accounts are in it", "absent", "iban", "absent") | {"true": True})
    return made


def claims_text(made: list[dict[str, Any]]) -> str:
    """Returns the claims as TOML, without their truth."""
    lines = ["# SYNTHETIC: claims about a rehearsal."]
    for claim in made:
        lines.append("[[claim]]")
        # a JSON string or number is a TOML one
        lines += [f"{name} = {json.dumps(value)}" for name, value in claim.items() if name != "true"]
        lines.append("")
    return "\n".join(lines)


def _holds(sense: str, value: int, truth: int) -> bool:
    if sense == "at_least":
        return truth >= value
    # "about" in a newspaper: within a tenth
    return truth == value if sense == "exactly" else abs(value - truth) <= truth / 10


def _claim(claim_id: str, text: str, measure: str, value: int | str, sense: str) -> dict[str, Any]:
    return {
        "id": claim_id,
        "text": text,
        "source": "the gang's page",
        "measure": measure,
        "value": value,
        "sense": sense,
    }
