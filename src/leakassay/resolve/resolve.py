"""Resolve: sightings to data subjects, what of theirs is out, who must tell them, and how many they are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.model.keys import row_ids, structural_id
from leakassay.profile.organisation import Profile
from leakassay.resolve import origin
from leakassay.resolve.controller import controller_map
from leakassay.resolve.estimate import UNCLASSIFIED, estimates
from leakassay.resolve.harm import SEVERITY, SPECIFIC_TIER
from leakassay.resolve.join import members
from leakassay.resolve.seeded import seeded

_SUBJECTS = structural_id("subject")


def resolve(shelf: Shelf, profile: Profile) -> None:
    """Fill membership, subject, exposure, controller_map and estimate from sighting, event, item and the verdicts.

    Args:
        shelf: holds sighting, event, item, partition and assessment.
        profile: names the controllers, and says what happens to numbers of the test range.

    Raises:
        ProfileError: an ODS extract or a secret file that the profile names cannot be read.
    """
    part, member = members(shelf)
    member = _with_subject_ids(member)
    lent = {"member": member, "part": part}
    shelf.put("controller_map", controller_map(shelf, profile))
    shelf.put("membership", shelf.sql("resolve", "membership", lent=lent))
    params = {
        **origin.parameters(),
        "specific_tier": SPECIFIC_TIER,
        **SEVERITY,
    }
    subject = shelf.sql("resolve", "subject", params, {**lent, "seeded": seeded(shelf, profile)})
    shelf.put("subject", subject)
    shelf.put("exposure", shelf.sql("resolve", "exposure", {"unclassified": UNCLASSIFIED}, {"member": member}))
    shelf.put("estimate", estimates(shelf, profile, member, subject))


def _with_subject_ids(member: pa.Table) -> pa.Table:
    """Mix the smallest sighting of each subject into an id of its own: ids come from structure, never from values."""
    smallest = member["subject"].to_numpy().view(np.int64)
    return member.append_column("subject_id", pa.array(row_ids(_SUBJECTS, smallest), pa.uint64()))
