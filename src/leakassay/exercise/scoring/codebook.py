"""Numbers for texts: what is compared a million times is compared as an integer, and both sides use one book."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

BLANK = 0
"""The number of the empty text, and of null."""


class Codebook:
    """Numbers texts in the order in which they are first met.

    Args:
        kind: how texts are made comparable before they are numbered (see `comparable`).
    """

    def __init__(self, kind: str = "") -> None:
        self._kind = kind
        self._words: pa.Array = pa.array([""], pa.string())

    def encode(self, column: pa.ChunkedArray | pa.Array) -> pa.Array:
        """Returns a number for each value (int32), new texts being entered."""
        flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        packed = flat.dictionary_encode()
        words = comparable(self._kind, packed.dictionary)
        fresh = pc.unique(words.filter(pc.invert(pc.is_in(words, self._words))))
        if len(fresh):
            self._words = pa.concat_arrays([self._words, fresh])
        numbers = pc.index_in(words, value_set=self._words).take(packed.indices)
        return pc.fill_null(numbers, BLANK)

    def words(self) -> list[str]:
        """Returns the texts by their numbers."""
        return list(self._words.to_pylist())

    def find(self, texts: Sequence[str]) -> pa.Array:
        """Returns the numbers of those texts that are in the book (int32, in their order)."""
        found = pc.index_in(comparable(self._kind, pa.array(texts, pa.string())), value_set=self._words)
        return found.drop_null()


def comparable(kind: str, words: pa.Array) -> pa.Array:
    """Returns texts so that equal values are equal: dates as ISO, upper case, no outer spaces, never null.

    Args:
        kind: `nhs_number` and `postcode` lose inner spaces, of `sex` the first letter counts; "" changes nothing.
        words: text or dates.
    """
    text = pc.fill_null(words.cast(pa.string()), "")
    if not kind:
        return text
    text = pc.utf8_trim_whitespace(pc.utf8_upper(text))
    if kind in {"nhs_number", "postcode"}:
        return pc.replace_substring(text, " ", "")
    # F, female and FEMALE say the same
    return pc.utf8_slice_codeunits(text, 0, 1) if kind == "sex" else text
