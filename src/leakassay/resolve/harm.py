"""Severity of a disclosure by ENISA's method: SE = DPC x EI + CB.

Source: ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches (2013), as the
table of the domain pages states it; bands: below 2 low, below 3 medium, below 4 high, else very high.
"""

from __future__ import annotations

from typing import Final

SEVERITY: Final[dict[str, float]] = {
    # data processing context: ENISA's own examples for a laboratory
    "dpc_biographical": 1.0,  # name and contact, no test
    "dpc_general": 1.0,  # the fact of a general blood test
    "dpc_specific": 3.0,  # a test for a specific disease was requested, or spoken of
    "dpc_result": 4.0,  # an actual result
    # ease of identification
    "ei_negligible": 0.25,  # a name in a large population, a laboratory number
    "ei_limited": 0.5,  # a name with part of what tells two people apart
    "ei_significant": 0.75,  # name and date of birth, or a national number alone
    "ei_maximum": 1.0,  # name and date of birth, and a number or an address
    # circumstances: published to an unknown number of recipients (0.5), with malice (0.5)
    "circumstances": 1.0,
}
"""Parameters of `sql/subject.sql`."""
SPECIFIC_TIER: Final = 2
"""Tier of the test catalogue from which a test is one for a specific disease rather than a general one."""
