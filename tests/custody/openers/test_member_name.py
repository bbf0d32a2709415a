"""Members without a name of their own are called after their container."""

from leakassay.custody.openers.member_name import without_suffix


def test_the_last_suffix_goes_and_short_forms_are_spelt_out() -> None:
    assert without_suffix("a.log.gz", {}) == b"a.log"
    assert without_suffix("A.TGZ", {".tgz": ".tar"}) == b"A.tar"
    assert without_suffix("", {}) == b"content"


def test_names_that_are_no_utf8_survive() -> None:
    assert without_suffix(b"caf\xe9.gz".decode("utf-8", "surrogateescape"), {}) == b"caf\xe9"
