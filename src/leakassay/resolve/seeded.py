"""Seeded records: values of the dump whose keyed token is a canary of the profile; they stand for nobody."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.model import keys
from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import Profile

SEEDED: Final = pa.schema([("value", pa.string())])
"""What `seeded` returns."""
AT_ONCE: Final = 500_000
"""Distinct values tokenised at once: about 60 MB of tokens."""
_PREFIX = "hmac-sha256:"


def seeded(shelf: Shelf, profile: Profile) -> pa.Table:
    """Find the canaries of a profile among the numbers and addresses of the sightings.

    Args:
        shelf: holds `sighting`; it is not read when the profile names no canary or no roll.
        profile: names the canaries, and the rolls whose secrets their tokens are made with.

    Returns:
        Distinct values by the schema `SEEDED`, in their order.

    Raises:
        ProfileError: a secret file cannot be read.
    """
    wanted = {bytes.fromhex(canary.token.removeprefix(_PREFIX)) for canary in profile.canary}
    if not wanted or not profile.roll:
        return SEEDED.empty_table()
    secrets = _secrets(profile)
    values: list[str] = shelf.sql("resolve", "seedable")["value"].to_pylist()
    found: list[str] = []
    for start in range(0, len(values), AT_ONCE):
        piece = values[start : start + AT_ONCE]
        hits = [False] * len(piece)
        for secret in secrets:
            hits = [hit or one in wanted for hit, one in zip(hits, keys.tokens(secret, piece), strict=True)]
        found += [value for value, hit in zip(piece, hits, strict=True) if hit]
    return pa.table({"value": pa.array(found, pa.string())}, schema=SEEDED)


def _secrets(profile: Profile) -> list[bytes]:
    secrets = set()
    for place, roll in enumerate(profile.roll):
        try:
            raw = profile.resolve(roll.secret_file).read_bytes()
        except OSError as error:
            raise ProfileError(
                f"roll[{place}].secret_file: the secret file cannot be read ({type(error).__name__}); put it there"
            ) from None
        secrets.add(raw.removesuffix(b"\n").removesuffix(b"\r"))
    return sorted(secrets)
