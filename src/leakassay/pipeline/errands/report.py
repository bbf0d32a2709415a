"""Report again: rebuild the summary and the dossier from the tables, or hold the old summary against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leakassay.case import laws
from leakassay.case.case import Case
from leakassay.model.errors import OperatorError
from leakassay.pipeline.kept import kept_profile
from leakassay.pipeline.reporting import facts, write_dossier, write_summary
from leakassay.report import summary

_LATER = {"sources"}
"""Numbers that summaries of case format 1 lack."""


def rebuild(case: Case, form: str, out: Path | None) -> Path:
    """Write the dossier (html) or the summary (json) again.

    Returns:
        The file.
    """
    profile, shelf = kept_profile(case), case.shelf()
    said = write_summary(case, shelf, profile)
    if form == "html":
        return write_dossier(case, shelf, said, profile, out)
    if out is None:
        return case.folder / "summary.json"
    out.mkdir(parents=True, exist_ok=True)
    summary.write(said, out / "summary.json")
    return out / "summary.json"


def compare(case: Case) -> list[str]:
    """Places at which summary.json is not what the tables give; performance apart."""
    try:
        kept = json.loads((case.folder / "summary.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise OperatorError(
            f"{case.folder}/summary.json is missing or no JSON; `leakassay report` writes it anew"
        ) from None
    closes = laws.check(case.ledger).closes
    built = json.loads(json.dumps(summary.build(case.shelf(), facts(case, kept_profile(case)), closes=closes)))
    for key in _LATER & set(built) - set(kept):  # written before there was such a number
        del built[key]
    return list(_differences("", _without_times(kept), _without_times(built)))


def _without_times(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != "performance"}


def _differences(place: str, kept: Any, built: Any) -> list[str]:
    if isinstance(kept, dict) and isinstance(built, dict):
        keys = sorted(set(kept) | set(built))
        return [
            found for key in keys for found in _differences(f"{place}.{key}".lstrip("."), kept.get(key), built.get(key))
        ]
    if isinstance(kept, list) and isinstance(built, list) and len(kept) == len(built):
        pairs = enumerate(zip(kept, built, strict=True))
        return [found for number, (one, two) in pairs for found in _differences(f"{place}[{number}]", one, two)]
    return [] if kept == built else [place]
