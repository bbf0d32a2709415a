"""Strings in binary records."""

from leakassay.read.tabular.wide_strings import narrow_strings, printer, wide_strings


def test_words_are_found_and_noise_is_not() -> None:
    raw = b"\x03\x00\x00" + "Smith 9990000018".encode("utf-16-le") + b"\xfe\xff\x00\xff" + "Łukasz".encode("utf-16-le")
    assert list(wide_strings(raw)) == ["Smith 9990000018", "Łukasz"]
    assert list(wide_strings("rId12".encode("utf-16-le"))) == []
    assert list(narrow_strings(b"\x00\x01Smith\x00ab\x00")) == ["Smith"]


def test_a_printer_is_named_at_the_front() -> None:
    assert printer("HP".encode("utf-16-le") + bytes(60)) == "HP"
    assert printer(b"\x01\x00\x02\x00" + bytes(60)) == ""
