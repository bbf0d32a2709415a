"""Public claims: what was said about the leak, by whom, in which unit."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import _Strict, explain, read_toml


class Claim(_Strict):
    """One claim.

    Attributes:
        measure: what is to be measured: a name of the catalogue of claim checks.
        value: the number claimed (bytes, items, records, events, subjects …), or a category for contains/absent.
        sense: how the number is meant.
    """

    id: str = Field(pattern=r"^[\w.-]+$")
    text: str
    source: str = ""
    measure: str = Field(pattern=r"^[a-z_]+$")
    value: float | str | None = None
    sense: Literal["about", "at_least", "at_most", "exactly", "contains", "absent"] = "about"


class Claims(_Strict):
    """The claims file."""

    claim: tuple[Claim, ...] = ()

    @field_validator("claim")
    @classmethod
    def _ids_are_given_once(cls, value: tuple[Claim, ...]) -> tuple[Claim, ...]:
        ids = [claim.id for claim in value]
        twice = next((place for place, name in enumerate(ids) if name in ids[:place]), None)
        if twice is not None:
            raise ValueError(f"the id of claim {twice} was given before")
        return value


def load(path: Path) -> Claims:
    """Read and check a claims file.

    Raises:
        ProfileError: the file cannot be read or a key is wrong; the message names the key.
    """
    try:
        return Claims.model_validate(read_toml(path, "claims file"))
    except ValidationError as error:
        raise ProfileError(explain(path, error)) from None
