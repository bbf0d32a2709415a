"""Names by frequency, with particles, accents and spellings that no shipped list knows."""

import numpy as np

from leakassay.exercise.estate.name import fits, load_names
from leakassay.reference import name_counts
from leakassay.values import person_name

DRAWN = load_names().surname(np.random.default_rng(1), 5_000).tolist()


def test_names_fit_the_old_encoding_of_the_extracts():
    names = load_names()
    listed = [name for words, _ in (*names.extra.values(), *names.forenames.values()) for name in words]
    assert all(name.encode("cp1252") for name in (*names.surnames, *listed))
    assert not fits("ŁUKASZ")


def test_every_name_is_canonical_as_it_stands():
    assert all(person_name.canonical(name) == name for name in DRAWN)


def test_there_are_particles_apostrophes_accents_and_double_names():
    for trait in ("DE ", "VAN ", "BIN ", "O'", "MC", "ST ", "Ü", "Ç", "-"):
        assert any(name.startswith(trait) or (trait in "ÜÇ-" and trait in name) for name in DRAWN)


def test_a_few_percent_of_the_names_stand_in_no_shipped_list():
    unknown = [name for name in DRAWN if not name_counts.is_surname(name) and "-" not in name]
    assert 0.03 < len(unknown) / len(DRAWN) < 0.1


def test_frequent_names_are_frequent():
    assert DRAWN.count("SMITH") > DRAWN.count("QUACH")


def test_forenames_follow_the_sex():
    names = load_names()
    drawn = names.forename(np.random.default_rng(2), np.array(["F", "M"] * 300, dtype=object))
    men = {name for name, (_, sex) in name_counts.forenames().items() if sex == "M"}
    assert not men & set(drawn[::2].tolist())
