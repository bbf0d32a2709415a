"""The dossier's words: how numbers, sizes and shares are printed, and what our closed lists mean in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from leakassay.model.outcomes import Outcome, Reason, Verdict

_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        Outcome.READ: "Read",
        Outcome.READ_PARTLY: "Read in part",
        Outcome.PENDING: "Not yet read",
        Outcome.REFUSED: "Refused as unsafe",
        Outcome.FAILED: "Could not be read",
        Outcome.ENCRYPTED: "Encrypted",
        Outcome.UNSUPPORTED: "No reader for its kind",
        Outcome.KNOWN_FILE: "Known harmless file",
        Outcome.EMPTY: "Empty",
    }
)

_REASONS: Mapping[str, str] = MappingProxyType(
    {
        Reason.NONE: "",
        Reason.INTERRUPTED: "the run was interrupted",
        Reason.STAGE_NOT_RUN: "its stage has not run",
        Reason.SAMPLED_OUT: "not in the sample",
        Reason.OCR_BUDGET: "waits for character recognition",
        Reason.LIMIT_DEPTH: "containers nested too deeply",
        Reason.LIMIT_RATIO: "unpacks to far more than it is",
        Reason.NO_TEXT: "gave neither text nor rows",
        Reason.CRASHED: "the reader crashed",
        Reason.TIMED_OUT: "the reader took too long",
        Reason.PASSWORD: "protected by a password",
        Reason.NO_READER: "no reader for this format",
        Reason.EXECUTABLE: "executable: recorded, never run",
        Reason.LISTED_HASH: "on the list of known files",
        Reason.MISSING_MEDIA: "named by an export, not in the dump",
        Reason.STRINGS_ONLY: "searched for readable strings only",
        Reason.READER_NOT_INSTALLED: "its reader is not installed",
        Reason.IMAGE_ONLY_PAGES: "has pages that are images",
        Reason.SYMLINK: "a link, not followed",
    }
)

ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {
        Verdict.OURS: "the data came from this organisation’s own systems",
        Verdict.PARTNER: "the data came from a partner that holds copies of the same people’s records",
        Verdict.RECYCLED: "the data was published before, in an earlier leak",
        Verdict.FABRICATED: "the data was made up or padded",
        Verdict.ANOTHER_BODY: "the data came from another body altogether",
        Verdict.MIXED: "parts of the data come from different places",
        Verdict.CANNOT_TELL: "the findings do not say where the data came from",
    }
)

_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "nhs_number": "NHS number",
        "chi_number": "CHI number (Scotland)",
        "hc_number": "H&C number (Northern Ireland)",
        "hospital_number": "Hospital number",
        "gp_practice": "GP practice",
        "iban": "Bank account (IBAN)",
        "nino": "National Insurance number",
        "card_number": "Payment card",
        "passport_number": "Passport number",
        "driving_licence": "Driving licence",
        "utr": "Taxpayer reference",
        "vat_number": "VAT number",
        "company_number": "Company number",
        "gmc_number": "Doctor's GMC number",
        "gmp_code": "GP's code",
        "consultant_code": "Consultant's code",
        "nmc_pin": "Nurse's NMC PIN",
        "ip_address": "IP address",
        "username": "User name",
        "HIV": "HIV",
        "STI": "Sexually transmitted infection",
        "HEPATITIS": "Viral hepatitis",
        "PREGNANCY": "Pregnancy and reproduction",
        "TOXICOLOGY": "Drugs and alcohol",
        "GENDER": "Gender",
    }
)


def thousands(count: int) -> str:
    """A count with thousands separators."""
    return f"{count:,}"


def size(count: int) -> str:
    """Bytes in the decimal unit in which disks are sold and leaks are reported."""
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{count} {_UNITS[0]}" if unit == 0 else f"{value:.3g} {_UNITS[unit]}"


def share(value: float) -> str:
    """A share in per cent, cut and never rounded up: what is not all is not printed as all."""
    return "100 %" if value >= 1 else f"{int(value * 1000) / 10:.1f} %"


def outcome(word: str) -> str:
    """An outcome in plain English."""
    return OUTCOMES.get(word, spaced(word))


def reason(word: str) -> str:
    """A reason in plain English."""
    return _REASONS.get(word, spaced(word).lower())


def account(word: str) -> str:
    """A verdict or hypothesis as a clause."""
    return ACCOUNTS.get(word, spaced(word))


def category(word: str) -> str:
    """A kind of value or class of tests as a table names it."""
    return _CATEGORIES.get(word, spaced(word))


def spaced(word: str) -> str:
    """A word of a closed list with blanks, and one capital in front."""
    text = word.replace("_", " ").lower() if word.isupper() else word.replace("_", " ")
    return text[:1].upper() + text[1:]
