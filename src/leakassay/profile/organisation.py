"""The organisation's profile: one TOML file, every key checked, every fault named with its place and the next step."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from leakassay.model.errors import ProfileError

OdsCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{3,6}$", description="ODS code, 3 to 6 letters and digits")]
Token = Annotated[str, Field(pattern=r"^hmac-sha256:[0-9a-f]{64}$", description="hmac-sha256: and 64 hex digits")]


class _Strict(BaseModel):
    """A key that is not known is a typing error, not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Strict):
    """Who may have lost the data."""

    name: str = Field(min_length=1)
    role: Literal["controller", "processor"] = "processor"
    ods_codes: tuple[OdsCode, ...] = ()
    email_domains: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    software: tuple[str, ...] = ()
    specimen_numbers: tuple[str, ...] = ()


class Numbers(_Strict):
    """How numbers of the 9xx test range are treated."""

    test_range: Literal["count", "set_aside"] = "count"


class Controller(_Strict):
    """An organisation that ordered tests and must tell its patients."""

    ods_code: OdsCode
    name: str = Field(min_length=1)
    client_codes: tuple[str, ...] = ()
    path_hints: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()


class SchemaFingerprint(_Strict):
    """A table of one of the organisation's systems."""

    system: str
    table: str
    columns: tuple[str, ...] = Field(min_length=2)


class Partner(_Strict):
    """A body that holds copies of the same people's data in systems of its own."""

    name: str
    hosts: tuple[str, ...] = ()
    software: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    specimen_numbers: tuple[str, ...] = ()
    schema_columns: tuple[tuple[str, ...], ...] = ()


class Roll(_Strict):
    """Patients of the organisation: keyed tokens (Parquet), or a plain CSV that is tokenised on load."""

    name: str
    path: Path
    secret_file: Path


class Canary(_Strict):
    """A seeded record, known by its token alone."""

    token: Token
    recipient: str = ""


class EarlierLeak(_Strict):
    """A leak that was published before."""

    name: str
    path: Path


class OwnDetector(_Strict):
    """A kind of value of the organisation's own."""

    name: str = Field(pattern=r"^[\w ]+$")
    pattern: str


class LocalTest(_Strict):
    """A local test code and what it stands for."""

    code: str
    name: str


class ReferenceFiles(_Strict):
    """The user's own extracts of national reference data."""

    gp_practices: Path | None = None
    trusts: Path | None = None


class Profile(_Strict):
    """Everything that the organisation says about itself.

    `folder` is where relative paths start; it is not a key of the file.
    """

    organisation: Organisation
    numbers: Numbers = Numbers()
    controller: tuple[Controller, ...] = ()
    table_schema: tuple[SchemaFingerprint, ...] = Field(default=(), alias="schema")
    partner: tuple[Partner, ...] = ()
    roll: tuple[Roll, ...] = ()
    canary: tuple[Canary, ...] = ()
    earlier_leak: tuple[EarlierLeak, ...] = ()
    detector: tuple[OwnDetector, ...] = ()
    test_code: tuple[LocalTest, ...] = ()
    reference: ReferenceFiles = ReferenceFiles()
    folder: Path = Field(default=Path(), exclude=True)

    @field_validator("controller")
    @classmethod
    def _codes_are_given_once(cls, value: tuple[Controller, ...]) -> tuple[Controller, ...]:
        seen: dict[str, int] = {}
        for place, controller in enumerate(value):
            if controller.ods_code in seen:
                raise ValueError(f"the ODS code stands twice, at controller {seen[controller.ods_code]} and {place}")
            seen[controller.ods_code] = place
        return value

    def resolve(self, path: Path) -> Path:
        """A path of the profile, made absolute against the profile's folder."""
        return path if path.is_absolute() else self.folder / path

    @property
    def sha256(self) -> str:
        """Hash of what the profile says, independent of layout and comments."""
        said = self.model_dump(mode="json", by_alias=True, exclude={"folder"})
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def files(self) -> list[Path]:
        """Every file that the profile names, as an absolute path."""
        return [self.resolve(path) for path in _paths(self.model_dump(exclude={"folder"}))]


def _paths(said: object) -> Iterator[Path]:
    if isinstance(said, Path):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _paths(value)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from _paths(value)


EMPTY = Profile(organisation=Organisation(name="not given", role="processor"))
"""What a run without --profile knows: nothing, so that attribution cannot tell."""


def load(path: Path) -> Profile:
    """Read and check a profile.

    Raises:
        ProfileError: the file cannot be read, is no TOML, or a key is wrong; the message names the key.
    """
    said = read_toml(path, "profile")
    try:
        return Profile.model_validate({**said, "folder": path.resolve().parent})
    except ValidationError as error:
        raise ProfileError(explain(path, error)) from None


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """Read a TOML file of the operator's.

    Raises:
        ProfileError: it is missing, unreadable, not UTF-8 or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProfileError(
            f"the {what} {path} does not exist; `leakassay profile new` writes one to start from"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"the {what} {path} cannot be read: {type(error).__name__}") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"the {what} {path} is not TOML: {error}") from None


def explain(path: Path, error: ValidationError) -> str:
    """One sentence about the first fault, with its place in the file and how many more there are."""
    faults = error.errors(include_url=False, include_input=False)
    first = faults[0]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    message = "this key is not known here" if first["type"] == "extra_forbidden" else first["msg"]
    more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{path.name}: {place}: {message}; put it right and run again{more}"
