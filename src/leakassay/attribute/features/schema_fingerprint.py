"""P11: tables with the headers of a system of ours, or of a partner's. A schema names the vendor, not the customer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import pyarrow as pa

from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Evidence, Group
from leakassay.attribute.view import View

CONTAINMENT = 0.8
"""Share of a known system's headers that a table must bear: extracts leave columns out."""
_SCHEMA = pa.schema([("owner", pa.string()), ("number", pa.int64()), ("header", pa.string())])

P_OURS: dict[Group, float] = {SAME_SYSTEM: 0.9, PARTNER: 0.3, ANOTHER: 0.1, FABRICATED: 0.03}
"""That our headers are met: at home, at another customer of the vendor, elsewhere, with a forger who copies."""
P_OURS_RIVAL = 0.05
"""That our headers are met at a partner whose own headers are known and differ."""
P_PARTNER: dict[Group, float] = {SAME_SYSTEM: 0.05, PARTNER: 0.9, ANOTHER: 0.05, FABRICATED: 0.01}
P_NEITHER: dict[Group, float] = {SAME_SYSTEM: 0.35, PARTNER: 0.7, ANOTHER: 0.9, FABRICATED: 0.9}
"""That tables with people bear neither: we write other extracts too."""


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the tables of every partition, when the profile knows a schema of ours."""
    known = _known(view)
    if not any(row["owner"] == "ours" for row in known):
        return
    partner_known = any(row["owner"] == "partner" for row in known)
    lent = {"schema_column": pa.Table.from_pylist(known, schema=_SCHEMA)}
    for row in view.ask("schema_match", {"containment": CONTAINMENT}, lent):
        note = (
            f"Of {row['tables']:,} tables with people {row['ours']:,} bear the headers of a system of ours, "
            f"{row['partner']:,} those of a partner's."
        )
        likelihood = _judge(row["ours"], row["partner"], partner_known=partner_known)
        yield Evidence(row["partition"], likelihood, note)


def plain(header: str) -> str:
    """A header as it is compared: small letters and digits only, as in the SQL page."""
    return re.sub(r"[^a-z0-9]+", "", header.lower())


def _known(view: View) -> list[dict[str, object]]:
    own: list[tuple[str, Sequence[str]]] = [("ours", one.columns) for one in view.profile.table_schema]
    others: list[tuple[str, Sequence[str]]] = [
        ("partner", columns) for one in view.profile.partner for columns in one.schema_columns
    ]
    return [
        {"owner": owner, "number": number, "header": plain(header)}
        for number, (owner, headers) in enumerate(own + others)
        for header in headers
        if plain(header)
    ]


def _judge(ours: int, partner: int, *, partner_known: bool) -> dict[Group, float]:
    """Tables of one system depend on each other: a kind of header speaks once, by its share of the matches."""
    if ours + partner == 0:
        return {group: math.log10(p) for group, p in P_NEITHER.items()}
    p_ours = P_OURS | ({PARTNER: P_OURS_RIVAL} if partner_known else {})
    weight = ours / (ours + partner)
    return {group: weight * math.log10(p_ours[group]) + (1 - weight) * math.log10(P_PARTNER[group]) for group in p_ours}
