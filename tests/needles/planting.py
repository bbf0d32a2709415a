"""Planting: a word and a number that occur nowhere else, another pair for each place of a format."""

from __future__ import annotations

import re
import zlib

from hostile.planted import nhs_number, token

_BLANK = re.compile(r"«([^»#~]+)([#~]?)»")
"""A place in a template: «body» takes word and number, «cell#» the number alone, «field~» the word alone."""


class Planting:
    """The needles of one format.

    Args:
        form: name in the catalogue.
        places: where its files can hide text; nowhere else may be planted.
    """

    def __init__(self, form: str, places: tuple[str, ...]) -> None:
        self.form = form
        self.places = places
        self.planted: dict[str, tuple[str, ...]] = {}

    def word(self, place: str) -> str:
        """The word of a place, planted alone."""
        return self.given(place, token(self.form, place))[0]

    def number(self, place: str) -> str:
        """The number of a place, of the test range, planted alone."""
        start = zlib.crc32(self.form.encode()) % 900_000
        return self.given(place, nhs_number(start + 13 * self.places.index(place)))[0]

    def __call__(self, place: str) -> str:
        """Word and number of a place."""
        word, number = self.word(place), self.number(place)
        return " ".join(self.given(place, word, number))

    def given(self, place: str, *pieces: str) -> tuple[str, ...]:
        """Say that these pieces were planted in a place, which must be listed."""
        assert place in self.places, f"{self.form}: {place} is not listed"
        self.planted[place] = pieces
        return pieces

    def fill(self, template: str) -> str:
        """A template with its places planted."""
        kinds = {"": self, "#": self.number, "~": self.word}
        return _BLANK.sub(lambda found: kinds[found[2]](found[1]), template)

    def missed(self, told: str) -> list[str]:
        """Places of which a piece is not in what was told, in the order of the list.

        Whether letters are capital is not looked at, for names are often printed in capitals.
        """
        assert set(self.planted) == set(self.places), f"{self.form}: {set(self.places) - set(self.planted)} not planted"
        lower = told.lower()
        return [place for place in self.places if not all(piece.lower() in lower for piece in self.planted[place])]
