"""Texts a pathologist writes: histology with findings and with negations, by templates no detector ships."""

import numpy as np

POSITIVE = (
    "MACROSCOPY: Three cores, the longest {mm} mm. MICROSCOPY: Invasive ductal carcinoma, grade 2. Margins involved.",
    "MACROSCOPY: Skin ellipse {mm} mm with a pigmented area. MICROSCOPY: Malignant melanoma, Breslow 1.4 mm.",
    "MACROSCOPY: Polyp {mm} mm. MICROSCOPY: Moderately differentiated adenocarcinoma arising in a tubular adenoma.",
)
NEGATIVE = (
    "MACROSCOPY: Two pieces, {mm} mm together. MICROSCOPY: Chronic gastritis. No evidence of malignancy.",
    "MACROSCOPY: Skin punch {mm} mm. MICROSCOPY: Seborrhoeic keratosis. No dysplasia, no carcinoma in situ.",
    "MACROSCOPY: Curettings, {mm} mm. MICROSCOPY: Proliferative endometrium. Negative for hyperplasia or neoplasia.",
    "MACROSCOPY: Polyp {mm} mm. MICROSCOPY: Tubular adenoma, low grade. Carcinoma is not seen.",
)
"""Harmless findings: each names a malignancy only to deny it, except the keratosis, which denies two."""


def histology(rng: np.random.Generator, count: int) -> tuple[list[str], list[bool]]:
    """Returns `count` reports and whether each affirms a malignancy (about one in five)."""
    affirms = rng.random(count) < 0.2
    millimetres = rng.integers(3, 40, count)
    choice = rng.integers(0, 12, count)
    texts = [
        (POSITIVE[pick % len(POSITIVE)] if bad else NEGATIVE[pick % len(NEGATIVE)]).format(mm=mm)
        for bad, pick, mm in zip(affirms.tolist(), choice.tolist(), millimetres.tolist(), strict=True)
    ]
    return texts, affirms.tolist()
