"""The profile, the roll and the canaries that go with a rehearsal."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from leakassay.exercise.estate.house import OURS, PARTNER, House, house_from
from leakassay.exercise.estate.test_menu import menu
from leakassay.reference.ods import Organisation

ROLL = ("nhs_number", "surname", "forename", "date_of_birth", "postcode", "gp_practice")
ROLL_COVERAGE = 0.95
"""Share of real people whom the organisation's own register knows."""
CANARIES = (
    (OURS.ods_code, "ours"), (OURS.ods_code, "ours"), ("X41", "partner"), (OURS.ods_code, "ours"), ("X42", "partner"),
)  # fmt: skip
"""Whose copy each canary was planted in, and in which true kind it turns up."""


def canary_values(numbers: Sequence[str]) -> list[tuple[str, str, str]]:
    """Returns (value, recipient, true kind) of each canary; `numbers` are valid and belong to nobody."""
    return [(value, recipient, kind) for value, (recipient, kind) in zip(numbers, CANARIES, strict=True)]


def write_rolls(folder: Path, people: pa.Table, seed: int) -> bytes:
    """Writes patients.csv and roll.secret; returns the secret without a newline."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, 11])
    known = (rng.random(people.num_rows) < ROLL_COVERAGE) & ~people["test_patient"].to_numpy()
    csv.write_csv(people.filter(pa.array(known)).select(ROLL), folder / "patients.csv")
    secret = hashlib.sha256(f"rehearsal {seed}".encode()).hexdigest().encode("ascii")
    (folder / "roll.secret").write_bytes(secret + b"\n")
    return secret


def profile_text(
    secret: bytes,
    canaries: Sequence[tuple[str, str, str]],
    *,
    earlier: bool,
    reference: Mapping[str, Organisation] | None = None,
) -> str:
    """Returns the profile as TOML, by the keys of the interface page.

    Args:
        secret: of the roll, which keys the tokens of the canaries.
        canaries: as `canary_values` returns them.
        earlier: whether a leak was published before.
        reference: organisations that take the place of the invented clients, as for `kind.parts`.
    """
    ours = house_from(reference or {}, OURS)
    lines = [*_organisation(ours), *_controllers(ours), *_schema(ours), *_partner(PARTNER)]
    lines += ["[[roll]]", 'name = "patients"', 'path = "rolls/patients.csv"', 'secret_file = "rolls/roll.secret"', ""]
    for value, recipient, _ in canaries:
        token = hmac.new(secret, value.encode("ascii"), hashlib.sha256).hexdigest()
        lines += ["[[canary]]", f"token = {_text('hmac-sha256:' + token)}", f"recipient = {_text(recipient)}", ""]
    if earlier:
        lines += ["[[earlier_leak]]", 'name = "2019 incident"', 'path = "earlier/"', ""]
    # an organisation hands over half of its code table at most: the other half must be recognised by name
    for line in menu()[::2]:
        lines += ["[[test_code]]", f"code = {_text(line.code)}", f"name = {_text(line.name)}", ""]
    return "\n".join(lines)


def _organisation(house: House) -> list[str]:
    return [
        "# SYNTHETIC: written by `leakassay exercise write`; every person and organisation is invented.",
        "[organisation]", f"name = {_text(house.name)}", 'role = "processor"', f"ods_codes = {_list([house.ods_code])}",
        f"email_domains = {_list([house.email_domain])}", f"hosts = {_list([house.host])}",
        f"software = {_list([house.software])}", r"specimen_numbers = ['\d{2}[A-Z]\d{6}']", "",
        "[numbers]", 'test_range = "count"', "",
    ]  # fmt: skip


def _controllers(house: House) -> list[str]:
    lines: list[str] = []
    codes: dict[str, list[str]] = {}
    for client in house.clients:
        codes.setdefault(client.ods_code, []).append(client.code)
    names = {client.ods_code: client.name for client in house.clients}
    for ods_code, clients in codes.items():
        lines += ["[[controller]]", f"ods_code = {_text(ods_code)}", f"name = {_text(names[ods_code])}",
                  f"client_codes = {_list(clients)}", f"path_hints = {_list([names[ods_code]])}", ""]  # fmt: skip
    return lines


def _schema(house: House) -> list[str]:
    head = ["[[schema]]", f"system = {_text(house.software)}", f"table = {_text(house.table)}"]
    return [*head, f"columns = {_list(house.headers)}", ""]


def _partner(house: House) -> list[str]:
    return [
        "[[partner]]", f"name = {_text(house.name)}", f"hosts = {_list([house.host])}",
        f"software = {_list([house.software])}",
        f"email_domains = {_list([house.email_domain])}", r"specimen_numbers = ['NB\d{10}']",
        f"schema_columns = [{_list(house.headers)}]", "",
    ]  # fmt: skip


def _text(value: str) -> str:
    # a JSON string is a TOML basic string
    return json.dumps(value)


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"
