"""Histology texts affirm or deny; the key knows which."""

import numpy as np

from leakassay.exercise.estate.narrative import histology


def test_texts_that_deny_a_malignancy_say_so_and_texts_that_affirm_do_not():
    texts, affirms = histology(np.random.default_rng(1), 300)
    for text, affirmed in zip(texts, affirms, strict=True):
        denies = any(word in text for word in ("No ", "Negative for", "not seen"))
        assert denies != affirmed
    assert 0.1 < sum(affirms) / len(affirms) < 0.3


def test_no_text_is_drawn_where_none_is_needed():
    assert histology(np.random.default_rng(1), 0) == ([], [])
