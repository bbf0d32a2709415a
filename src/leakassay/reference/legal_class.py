"""Legal classes: the instruments that protect a kind of test, and whether they may be cited as law in force."""

from dataclasses import dataclass
from functools import cache

from leakassay.reference import table


@dataclass(frozen=True, slots=True)
class LegalClass:
    """One instrument: statute, regulation, or guidance."""

    key: str
    instrument: str
    in_force: bool
    """False for revoked instruments, which are listed so that nobody cites them by mistake."""
    status: str
    what: str
    source: str


@cache
def load() -> tuple[LegalClass, ...]:
    """Return every instrument in file order."""
    return tuple(
        LegalClass(row["key"], row["instrument"], row["in_force"] == "yes", row["status"], row["what"], row["source"])
        for row in table.rows("legal_class.csv")
    )


def by_key(key: str) -> LegalClass | None:
    """Return the instrument of a key of the test catalogue, or None.

    A catalogue key may carry a set (``RCGP-exclusion:STD``) or a condition (``UKGDPR-A10 (if for police/court)``).
    """
    bare = key.partition(" (")[0].partition(":")[0]
    return next((instrument for instrument in load() if instrument.key == bare), None)


def condition(key: str) -> str:
    """Return the condition a catalogue key carries (``if for police/court``), or an empty text."""
    return key.partition(" (")[2].removesuffix(")")
