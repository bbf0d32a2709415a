"""A word in a letterhead, a header, a list of codes or a remark is nobody's test: few of those who read it had it."""

from __future__ import annotations

from collections import Counter

NUMBERS = [
    "9990000018",
    "9990000026",
    "9990000034",
    "9990000042",
    "9990000050",
    "9990000069",
    "9990000077",
    "9990000085",
]
PEOPLE = [("Ann", "Jones"), ("John", "Smith"), ("Mary", "Brown"), ("Peter", "Khan"), ("Ruth", "Green"), ("Omar", "Ali"),
          ("Jane", "White"), ("Paul", "Young")]  # fmt: skip

HEAD = "Directorate of HIV and Sexual Health\nHIV clinic, third floor. Ask us about HIV testing.\n\n"
FOOT = "\nThis laboratory takes part in the national HIV quality scheme. HIV results are never given by telephone.\n"


def letter(at, body):
    forename, surname = PEOPLE[at]
    return f"{HEAD}Re: {forename} {surname}, DOB 03/02/197{at}, NHS No: {NUMBERS[at]}\n\n{body}\n{FOOT}"


PAPERS = [
    letter(0, "Sodium: 138 mmol/L. An HIV test was offered and declined."),
    letter(1, "HIV 1/2 Ag/Ab: Not detected"),
    letter(2, "Potassium: 4.1 mmol/L. His brother is HIV positive."),
    letter(3, "Please send an HIV viral load with the next sample."),
    letter(4, "Haemoglobin: 134 g/L. She asked for our leaflet about HIV."),
    letter(5, "Ferritin: 40 ug/L"),
    letter(6, "The HIV test was positive."),
    letter(7, "Creatinine: 80 umol/L. HIV test not done: sample haemolysed."),
]
"""Eight papers that all say HIV; three people had or will have the test, of two it is said that they had not."""


def statuses(emitted, test_class):
    rows = [row for row in emitted["event"].to_pylist() if row["test_class"] == test_class]
    return Counter(row["status"] for row in rows)


def test_of_eight_papers_that_say_it_three_are_of_people_who_had_it(assay, text):
    seen = Counter()
    for paper in PAPERS:
        seen += statuses(assay(text(paper)), "HIV")
    assert seen == {"resulted": 2, "requested": 1, "negated": 2}


def test_a_list_of_codes_is_nobodys_test(assay, table):
    rows = [("HIVC", "HIV 1/2 Ag/Ab", "VIRO"), ("HIVL", "HIV viral load", "VIRO"), ("NAA", "Sodium", "CHEM")] * 5
    assert statuses(assay(table(("TESTCODE", "TESTNAME", "SECTION"), rows)), "HIV") == {}


def test_a_header_that_says_it_is_no_test_of_the_rows_below(assay, table):
    rows = [(number, surname, "138", "") for number, (_, surname) in zip(NUMBERS, PEOPLE, strict=True)]
    emitted = assay(table(("NHS No", "Surname", "Sodium", "HIV consent form"), rows))
    assert emitted["sighting"].num_rows == len(rows)
    assert statuses(emitted, "HIV") == {}
