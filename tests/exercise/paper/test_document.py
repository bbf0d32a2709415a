"""A document says what it shows and what a careful reader must report of it."""

from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper.document import EVERYTHING, Document


def test_a_document_shows_everything_and_is_readable_unless_it_says_otherwise():
    document = Document("x.csv", "csv", b"a,b")
    assert document.shows == EVERYTHING == set(IDENTITY) - {"chi_number"}
    assert (document.outcome, document.records, document.members) == ("read", None, ())
