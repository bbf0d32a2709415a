"""Facts about a run that do not lie on the shelf: who, with what, how long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RunFacts:
    """What the summary and the dossier say about the run itself.

    Attributes:
        case_id: random id of the case, hexadecimal.
        tool_version: version of the product.
        organisation: name in the profile.
        profile_sha256: hash of what the profile says; "" without one.
        seal: acquisition seal, Merkle root in hexadecimal; "" while open.
        manifest_sha256: hash of settings, versions, seed and units done.
        provisional: True while an item is pending.
        test_range: "count" or "set_aside", as in the profile.
        warnings: sentences for the dossier's first page (the key lies beside the case …).
        seconds: wall clock of all runs of this case.
        stages: wall clock per stage, in order.
        peak_rss_bytes: largest resident size of any process of the run.
    """

    case_id: str
    tool_version: str
    organisation: str = "not given"
    profile_sha256: str = ""
    seal: str = ""
    manifest_sha256: str = ""
    provisional: bool = False
    test_range: str = "count"
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    stages: tuple[tuple[str, float], ...] = ()
    peak_rss_bytes: int = 0
