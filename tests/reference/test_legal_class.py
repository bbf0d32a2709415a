"""Legal classes: what may be cited, and what was revoked."""

from leakassay.reference import legal_class, test_catalogue


def test_every_key_of_the_catalogue_is_an_instrument_in_force():
    keys = {key for test in test_catalogue.load() for key in test.legal_class}
    assert keys
    assert all(legal_class.by_key(key) is not None and legal_class.by_key(key).in_force for key in keys)


def test_the_revoked_directions_are_listed_as_not_in_force():
    """They were revoked on 12 October 2023 and must not be cited as law."""
    directions = legal_class.by_key("STD-Directions-2000")
    assert not directions.in_force
    assert "12 Oct 2023" in directions.status


def test_conditions_and_sets_are_cut_from_the_key():
    assert legal_class.by_key("RCGP-exclusion:STD").key == "RCGP-exclusion"
    assert legal_class.condition("UKGDPR-A10 (if for police/court)") == "if for police/court"
    assert legal_class.condition("UKGDPR-A10") == ""
    assert legal_class.by_key("nothing") is None
