"""P24: seeded records. Found, they name the copy that leaked; their absence says nothing."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.attribute.evidence import ANOTHER, FABRICATED, PARTNER, SAME_SYSTEM, Evidence, Group
from leakassay.attribute.overlap import among
from leakassay.attribute.view import View

PER_CANARY = 3.0
"""Decades against every account that could not know the canary; a custodian may have passed one on."""
_PREFIX = "hmac-sha256:"
_SCHEMA = pa.schema([("value", pa.string()), ("token", pa.string()), ("owner", pa.string())])


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh the partitions in which a canary stands."""
    found = _found(view)
    if not found.num_rows:
        return
    for row in view.ask("canary_items", lent={"canary_value": found}):
        own, other = row["ours"], row["partner"]
        note = f"{own:,} canaries of our own copy and {other:,} of a recipient's copy stand in it."
        accounts: dict[Group, float] = {
            SAME_SYSTEM: -PER_CANARY * other,
            PARTNER: -PER_CANARY * own,
            ANOTHER: -PER_CANARY * (own + other),
            FABRICATED: -PER_CANARY * (own + other),
        }
        yield Evidence(row["partition"], accounts, note)


def _found(view: View) -> pa.Table:
    """Values of the dump whose token, under the secret of any roll, is a canary."""
    rows: list[dict[str, str]] = []
    secrets = sorted({roll.secret for roll in view.rolls})
    if view.profile.canary and secrets:
        values = view.shelf.sql("attribute", "seeded_value")["value"]
        texts = values.to_pylist()
        for canary in view.profile.canary:
            wanted = pa.array([bytes.fromhex(canary.token.removeprefix(_PREFIX))], pa.binary())
            owner = "ours" if canary.recipient in ("", *view.profile.organisation.ods_codes) else "partner"
            for secret in secrets:
                hit = pc.filter(values, among(secret, texts, wanted))
                rows += [{"value": value, "token": canary.token, "owner": owner} for value in hit.to_pylist()]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)
