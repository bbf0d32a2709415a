"""Origin of a data subject: the most serious verdict among the partitions in which somebody stands."""

from __future__ import annotations

from typing import Any, Final

from leakassay.model.outcomes import Verdict

ORIGINS: Final = tuple(
    verdict.value
    for verdict in (
        Verdict.OURS,
        Verdict.PARTNER,
        Verdict.RECYCLED,
        Verdict.CANNOT_TELL,
        Verdict.ANOTHER_BODY,
        Verdict.FABRICATED,
    )
)
"""From the most serious: somebody who stands in several partitions takes the first that applies."""


def parameters() -> dict[str, Any]:
    """Parameters of the pages that rank verdicts: `origins`, and the rank of a partition without a verdict."""
    return {"origins": list(ORIGINS), "unknown": ORIGINS.index(Verdict.CANNOT_TELL.value) + 1}  # SQL counts from 1
