"""Words are found in bytes of no known order."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.document.compound import Compound, searched, words


def test_wide_words_are_found_at_even_and_odd_places_and_narrow_ones_where_wanted() -> None:
    wide = "Müller 9990000018".encode("utf-16-le")
    assert "Müller 9990000018" in words(b"\1\2" + wide)
    assert "Müller 9990000018" in words(b"\1" + wide)
    assert words(b"\1narrow words\2") == []
    assert words(b"\1narrow words\2", is_wide_only=False) == ["narrow words"]


def test_what_is_no_compound_file_is_malformed() -> None:
    with pytest.raises(ItemError) as broken:
        Compound(in_memory(b"text"))
    assert broken.value.reason is Reason.MALFORMED
    with pytest.raises(ItemError):
        list(searched(in_memory(b"text of some length"), Reason.MALFORMED))


@pytest.mark.field
@pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")
def test_properties_of_a_field_document_are_told() -> None:
    path = next((Path(os.environ["LEAKASSAY_FIELD_DATA"]) / "s11-tika-documents").rglob("testWORD.doc"))
    with closing(Compound(in_memory(path.read_bytes()))) as file:
        told = {found.name: found.value for found in file.properties()}
        assert file.has("WordDocument")
        assert not file.has("nothing")
    assert told["title"] == "Sample Word Document"
    assert told["author"] == "Keith Bennett"
