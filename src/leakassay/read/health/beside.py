"""Values of messages that no row has a column for: told once a batch beside the rows, so that nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leakassay.model.batch import Property, Reading
from leakassay.read.health.record_rows import RecordRows, Texts

VALUE_CHARACTERS = 16 << 10
"""Characters of numbers told in one property."""


class Beside:
    """Values seen since the last batch, each once.

    Words go to a TEXT batch. What has no letter (times, control numbers, counters) becomes a property: ten digits of a
    counter would look like the number of a person.

    Args:
        part: that the batches name.
    """

    def __init__(self, part: str = "beside records") -> None:
        self._seen: dict[str, None] = {}
        self._texts = Texts(part)
        self._told = 0

    def add(self, values: Iterable[str]) -> None:
        """Take values in, some of which rows may tell."""
        self._seen |= dict.fromkeys(values)

    def taken(self, rows: RecordRows) -> Iterator[Reading]:
        """Hand over what the rows waiting in `rows` do not tell; nothing is carried over."""
        told = rows.told()
        left = [value for value in dict.fromkeys(map(str.strip, self._seen)) if len(value) > 1 and value not in told]
        self._seen.clear()
        words = [value for value in left if any(map(str.isalpha, value))]
        self._texts.add("\n".join(words))
        yield from self._texts.take()
        numbers = " ".join(value for value in left if not any(map(str.isalpha, value)))
        for at in range(0, len(numbers), VALUE_CHARACTERS):
            yield Property("numbers_beside_records", numbers[at : at + VALUE_CHARACTERS], row=self._told)
            self._told += 1
