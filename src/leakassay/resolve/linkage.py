"""Probabilistic linkage: Splink over faces that share a block, with fixed match and chance probabilities.

The probabilities are constants, not learned: a dump of forty records teaches nothing, and two runs must agree. `m` is
how often two records of one person show a level, `u` how often two records of different people do.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.resolve.rule import GREY

BLOCKS: Final = 11
"""Columns block_0 to block_10 of a face; two faces are compared when they agree in one of them."""
POPULATION: Final = 5_000
"""Least number of people that the prior assumes: in a dump of twelve rows two Smiths are still not one in twelve."""
PAIRS: Final = pa.schema(
    [("unique_id_l", pa.int64()), ("unique_id_r", pa.int64()), ("match_probability", pa.float64())]
)
"""What `score` returns."""

Level = tuple[str, float, float]

_SWAPPED = "surname_l = forename_r and forename_l = surname_r"
_TWO_OF_THREE = (
    " + ".join(
        f"cast({part}(date_of_birth_l) = {part}(date_of_birth_r) as integer)" for part in ("year", "month", "day")
    )
    + " >= 2"
)
COMPARISONS: Final[dict[str, tuple[Level, ...]]] = {
    # u of names: sums of squared shares of the published name counts (surnames 0.0013, forenames 0.008), rounded up
    "surname": (
        ("surname_l = surname_r", 0.86, 0.002),
        (_SWAPPED, 0.01, 0.00002),
        ("jaro_winkler_similarity(surname_l, surname_r) >= 0.92", 0.05, 0.001),
        ("jaro_winkler_similarity(surname_l, surname_r) >= 0.8", 0.04, 0.006),
        ("ELSE", 0.04, 0.99),
    ),
    "forename": (
        ("forename_l = forename_r", 0.8, 0.01),
        (_SWAPPED, 0.01, 0.01),  # already weighed with the surname
        ("jaro_winkler_similarity(forename_l, forename_r) >= 0.88", 0.07, 0.006),
        ("starts_with(forename_l, forename_r) or starts_with(forename_r, forename_l)", 0.07, 0.06),
        ("ELSE", 0.05, 0.914),
    ),
    # u of an equal date: 1 in 25,000 to 33,000 was measured on synthetic England; two of
    # day, month and year agree by chance in one of two hundred
    "date_of_birth": (
        ("date_of_birth_l = date_of_birth_r", 0.9, 0.00004),
        ("strftime(date_of_birth_l, '%Y-%d-%m') = birth_r", 0.01, 0.00004),
        (_TWO_OF_THREE, 0.06, 0.005),
        ("ELSE", 0.03, 0.99492),
    ),
    # people of one address share it: an equal postcode is far less telling than its rarity says
    "postcode": (
        ("postcode_l = postcode_r", 0.72, 0.002),
        ("damerau_levenshtein(postcode_l, postcode_r) <= 1", 0.08, 0.004),
        ("split_part(postcode_l, ' ', 1) = split_part(postcode_r, ' ', 1)", 0.08, 0.03),
        ("ELSE", 0.12, 0.964),
    ),
    "sex": (("sex_l = sex_r", 0.985, 0.5), ("ELSE", 0.015, 0.5)),
    "telephone": (("telephone_l = telephone_r", 0.6, 0.0005), ("ELSE", 0.4, 0.9995)),
    "email": (
        ("email_l = email_r", 0.7, 0.0001),
        ("split_part(email_l, '@', 1) = split_part(email_r, '@', 1)", 0.1, 0.0005),
        ("ELSE", 0.2, 0.9994),
    ),
    "hospital_key": (("hospital_key_l = hospital_key_r", 0.6, 0.00001), ("ELSE", 0.4, 0.99999)),
}
"""Comparison by column: condition, m, u of each level; a missing value on either side weighs nothing."""


def settings(people: int) -> dict[str, Any]:
    """Splink's settings.

    Args:
        people: faces that are compared; the chance that two drawn ones match is taken as one in so many.
    """
    rules = [
        f"l.block_{number} = r.block_{number} and l.staff = r.staff and (l.linkable or r.linkable)"
        for number in range(BLOCKS)
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 1.0 / max(people, POPULATION),
        "blocking_rules_to_generate_predictions": rules,
        "comparisons": [_comparison(name, levels) for name, levels in COMPARISONS.items()],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "additional_columns_to_retain": [],
    }


def score(shelf: Shelf, face: pa.Table) -> pa.Table:
    """Score the pairs of faces that share a block.

    Args:
        shelf: lends its locked-down DuckDB.
        face: the answer of `sql/face.sql`.

    Returns:
        Pairs from `GREY` upwards by the schema `PAIRS`, in the order of their ids; none when nothing can be compared.
    """
    if face.num_rows < 2:
        return PAIRS.empty_table()
    from splink import DuckDBAPI, Linker  # late: only a run that links anything pays for the import

    with shelf.connect(["face"], {"face": face}) as connection:
        linker = Linker(
            DuckDBAPI(connection=connection).register("face"),
            settings(face.num_rows),
            log_level=logging.ERROR,  # it reports timings at INFO; standard error is not its own
            validate_settings=False,  # constants, validated by a test
        )
        frame = linker.inference.predict(threshold_match_probability=GREY)
        scored = frame.as_pyarrow_table()  # type: ignore[no-untyped-call]  # splink ships partial types
    scored = scored.select(PAIRS.names).cast(PAIRS)
    return scored.sort_by([("unique_id_l", "ascending"), ("unique_id_r", "ascending")])


def _comparison(name: str, levels: tuple[Level, ...]) -> dict[str, Any]:
    missing = {
        "sql_condition": f"{name}_l is null or {name}_r is null",
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    shown = [
        {"sql_condition": condition, "label_for_charts": condition, "m_probability": m, "u_probability": u}
        for condition, m, u in levels
    ]
    return {"output_column_name": name, "comparison_levels": [missing, *shown]}
