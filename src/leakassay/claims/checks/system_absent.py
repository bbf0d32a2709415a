"""Whether a system of the organisation is in the dump, by the headers of its tables: "our LIMS was not touched"."""

from __future__ import annotations

import re

import pyarrow as pa

from leakassay.claims.measured import Measured, presence
from leakassay.claims.view import ClaimView
from leakassay.model.errors import ProfileError
from leakassay.model.outcomes import ClaimVerdict
from leakassay.profile.claim import Claim

CONTAINMENT = 0.8
"""Share of a table's known headers that must stand over a table of the dump: extracts leave columns out."""
_SCHEMA = pa.schema([("number", pa.int64()), ("header", pa.string())])


def check(claim: Claim, view: ClaimView) -> Measured:
    """Look for tables of the system that the claim's value names; the sense is absent unless it says contains.

    Raises:
        ProfileError: the value is not the name of a system.
    """
    if not isinstance(claim.value, str):
        raise ProfileError(f"claim '{claim.id}': the name of a system of the profile was expected as value")
    tables = [schema for schema in view.facts.schemas if schema.system == claim.value]
    if not tables:
        said = "The profile knows no table headers of this system: it cannot be recognised."
        return Measured(None, None, None, said, ClaimVerdict.CANNOT_TELL)
    rows = [
        {"number": number, "header": re.sub(r"[^a-z0-9]+", "", column.lower())}
        for number, schema in enumerate(tables)
        for column in schema.columns
    ]
    lent = {"schema_column": pa.Table.from_pylist(rows, schema=_SCHEMA)}
    (found,) = view.ask("system_tables", {"containment": CONTAINMENT}, lent)
    evidence = (
        f"{found['tables']:,} tables in {found['items']:,} items bear the headers of {len(tables):,} known tables of "
        f"the system; a system may also be there under other headers."
    )
    sense = "contains" if claim.sense == "contains" else "absent"
    verdict = presence(found["tables"], sense=sense, complete=view.facts.complete)
    count = float(found["tables"])
    return Measured(count, count, None if view.open_end else count, evidence, verdict)
