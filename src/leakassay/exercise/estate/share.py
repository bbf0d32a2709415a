"""How often things happen in the lives of an estate: every share in one table, each with its reason."""

from typing import NamedTuple


class Share(NamedTuple):
    """A fraction and why it is so high."""

    value: float
    reason: str


# Registers are not published, so most are orders of magnitude from general knowledge: a rehearsal needs some of each.
_OF_PEOPLE = {
    "partner": Share(0.75, "second members of a household who are a partner, not a child"),
    "same_surname": Share(0.80, "members of a household under its surname"),
    "twin": Share(0.03, "pairs of brothers and sisters born on one day: about 1.5 % of births are twins"),
    "junior": Share(0.06, "sons named as their father and daughters as their mother: rare, and the worst to link"),
    "baby": Share(0.03, "households with a newborn in the years of the history: one birth per 25 of them"),
    "double_barrelled": Share(0.025, "surnames of two, joined by a hyphen"),
    "extra_name": Share(0.06, "names of data/names.csv: particles, accents, spellings that no shipped list knows"),
    "first_of_january": Share(0.02, "people whose birthday nobody knew; real registers show about two in a hundred"),
    "renamed": Share(0.06, "women who took another surname within the years of the history or before"),
    "moved": Share(0.08, "people who moved within the years: one in ten moves every year, most within the area"),
    "renumbered": Share(0.02, "people whose two NHS numbers were merged into one"),
    "scotland": Share(0.01, "people who came from Scotland with a CHI number"),
    "scotland_only": Share(0.5, "of them: not registered in England, so without an NHS number"),
    "northern_ireland": Share(0.005, "people who came from Northern Ireland with an H&C number"),
    "staff": Share(0.015, "adults who work for the laboratory or its clients: about 1 worker in 25 works for the NHS"),
}
_OF_SPECIMENS = {
    "typo": Share(0.015, "a name mistyped at the desk: swapped, lost, doubled or neighbouring letters"),
    "swap": Share(0.005, "surname and forename in each other's field"),
    "default": Share(0.010, "the laboratory's default number, one on many people"),
    "no_number": Share(0.040, "no number on the request: emergencies, sexual health, visitors"),
    "relative": Share(0.001, "the number of somebody of the same household"),
    "previous": Share(0.004, "the earlier surname long after the change"),
    "birthday": Share(0.004, "day and month exchanged, or the year off by one or ten"),
    "number_typo": Share(0.003, "two neighbouring digits of the NHS number exchanged: the check digit shows it"),
    "postcode_typo": Share(0.002, "a postcode whose last two letters are exchanged: another, valid one"),
}
_OF_VISITS = {
    "same_visit": Share(0.35, "specimens taken together with the one before"),
    "newborn_number": Share(0.7, "specimens of a newborn under the mother's number; the others have none yet"),
    "not_resulted": Share(0.03, "tests that were ordered and never resulted"),
}
SHARES: dict[str, Share] = _OF_PEOPLE | _OF_SPECIMENS | _OF_VISITS
"""Name to share; `QUIRKS` in `history` draws the specimens', `person` and `household` the people's."""


def of(name: str) -> float:
    """Returns one share, 0 to 1."""
    return SHARES[name].value
