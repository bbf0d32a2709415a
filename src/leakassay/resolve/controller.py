"""Controllers: which organisation ordered a record, by the codes in it, then by the names around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.model.errors import ProfileError
from leakassay.profile.organisation import Profile
from leakassay.reference import ods

CONFIDENCE: Final[dict[str, float]] = {
    "site_code": 0.99,
    "client_code": 0.97,
    "requester": 0.9,  # doctors work in several trusts
    "authority": 0.95,
    "path": 0.7,  # folder, file name or mail domain
    "registration": 0.8,  # inferred: the registered practice is not always the requester
}
"""Precision of each rule, a proposal of the domain pages until records where several rules agree teach it."""
CODE: Final = pa.schema([("kind", pa.string()), ("value", pa.string()), ("controller", pa.string())])
"""Code table: kind (ods, client, hint, domain), value in the form in which it is compared, ODS code."""

_NOT_WORDS = re.compile("[^a-z0-9]+")
_CONTROLLER_KINDS = frozenset({"practice", "trust", "provider"})


def controller_map(shelf: Shelf, profile: Profile) -> pa.Table:
    """Map every event, and every sighting without one, to a controller or to UNMAPPED.

    Raises:
        ProfileError: an ODS extract that the profile names cannot be read.
    """
    return shelf.sql("resolve", "controller_map", CONFIDENCE, {"code": codes(profile)})


def codes(profile: Profile) -> pa.Table:
    """The code table of a profile and of the ODS reference, by the schema `CODE`.

    A value that stands for two controllers stands for none: two systems may use one code for different clients.
    """
    controllers: dict[tuple[str, str], set[str]] = {}
    for kind, value, controller in (*_of_profile(profile), *_of_reference(profile)):
        if value:
            controllers.setdefault((kind, value), set()).add(controller)
    rows = [
        {"kind": kind, "value": value, "controller": next(iter(named))}
        for (kind, value), named in sorted(controllers.items())
        if len(named) == 1
    ]
    return pa.Table.from_pylist(rows, schema=CODE)


def _of_profile(profile: Profile) -> Iterator[tuple[str, str, str]]:
    for controller in profile.controller:
        code = controller.ods_code
        yield "ods", code, code
        yield from (("client", text.strip().upper(), code) for text in controller.client_codes)
        yield from (("domain", text.strip().lower().removeprefix("@"), code) for text in controller.email_domains)
        yield from (("hint", _words(text), code) for text in (*controller.path_hints, controller.name))


def _of_reference(profile: Profile) -> Iterator[tuple[str, str, str]]:
    own = frozenset(profile.organisation.ods_codes) if profile.organisation.role == "processor" else frozenset()
    for organisation in _organisations(profile):
        if organisation.kind in _CONTROLLER_KINDS and organisation.code not in own:
            yield "ods", organisation.code.upper(), organisation.code.upper()


def _organisations(profile: Profile) -> Iterable[ods.Organisation]:
    known = dict(ods.load_small())
    for path, load in (
        (profile.reference.gp_practices, ods.load_epraccur),
        (profile.reference.trusts, ods.load_etr),
    ):
        if path is None:
            continue
        try:
            known.update(load(profile.resolve(path)))
        except ods.OdsFileError as error:
            raise ProfileError(f"reference: {error}") from None
        except OSError as error:
            raise ProfileError(f"reference: the ODS extract {path} cannot be read: {error.strerror}") from None
    return known.values()


def _words(text: str) -> str:
    """Words of a hint, each between spaces, so that EGH is not found in LEGHORN."""
    words = _NOT_WORDS.sub(" ", text.lower()).strip()
    return f" {words} " if words else ""
