"""What would change a verdict: missing inputs, doubts about given ones, and the finding to look for, in sentences."""

from __future__ import annotations

from leakassay.attribute.verdict import LEAST_COVERAGE, Finding
from leakassay.attribute.view import View
from leakassay.model.outcomes import Hypothesis, Verdict

TURNS: dict[Hypothesis, str] = {
    Hypothesis.OURS: "records that only our own systems number and name (laboratory numbers, hosts, headers, canaries)",
    Hypothesis.PARTNER: "headers, hosts, laboratory numbers or a canary of a partner's copy",
    Hypothesis.RECYCLED: "matches with an earlier leak, or records that end well before the theft",
    Hypothesis.FABRICATED: "check digits, dates of birth or flags that fail in records not yet read",
    Hypothesis.ANOTHER_BODY: "people who are on no roll of ours, or the systems of another body",
}
"""Finding that would speak for each account."""


def would_change(finding: Finding, view: View) -> str:
    """The sentences for one assessment; never empty, no values of the dump."""
    said = [_first(finding), *view.faults]
    wanted = _wanted(finding, view)
    if wanted:
        said.append("It would help to have " + ", and ".join(wanted) + ".")
    return " ".join(said)


def _first(finding: Finding) -> str:
    if finding.coverage < LEAST_COVERAGE:
        return f"Only {finding.coverage:.1%} of its bytes were read: reading more may give a verdict."
    if not finding.weighed:
        return "Nothing in it speaks for or against any account: records of people or tests would."
    if finding.favours is Verdict.MIXED:
        return (
            f"It is not of one origin; judging its parts one by one may tell which is which. A single origin "
            f"({finding.against}) would need the other parts to turn out alike."
        )
    turn = f"{TURNS[finding.against]} would speak for {_named(finding.against)}."
    if finding.favours is Verdict.CANNOT_TELL:
        lean = f"The findings fit '{finding.leading}' best, but hardly better than '{finding.against}'. "
        for_leading = f"For '{finding.leading}' would speak {TURNS[finding.leading]}; "
        return f"{lean}{for_leading}for '{finding.against}' {TURNS[finding.against]}."
    return turn[0].upper() + turn[1:]


def _named(hypothesis: Hypothesis) -> str:
    return f"the nearest rival account, '{hypothesis}'"


def _wanted(finding: Finding, view: View) -> list[str]:
    """Inputs that the profile lacks and that bear on the pair in question."""
    pair = {finding.leading, finding.against}
    profile = view.profile
    wanted = []
    if not profile.roll and pair & {Hypothesis.FABRICATED, Hypothesis.ANOTHER_BODY, Hypothesis.OURS}:
        wanted.append("a roll of your patients as keyed tokens")
    if Hypothesis.PARTNER in pair and not profile.organisation.specimen_numbers:
        wanted.append("the format of your laboratory numbers")
    if Hypothesis.PARTNER in pair and not profile.table_schema:
        wanted.append("the headers of your systems' tables")
    if Hypothesis.PARTNER in pair and not profile.organisation.hosts:
        wanted.append("the names of your servers and domains")
    if Hypothesis.PARTNER in pair and not profile.partner:
        wanted.append("the same of your partners")
    if Hypothesis.RECYCLED in pair and not profile.earlier_leak:
        wanted.append("earlier leaks to compare with")
    if profile.canary and not profile.roll:
        wanted.append("a roll with its secret, without which canaries cannot be looked for")
    return wanted
