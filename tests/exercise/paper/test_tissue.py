"""The section is one seamless tile."""

import numpy as np

from leakassay.exercise.paper import tissue


def test_the_tile_continues_over_its_edges():
    tile = tissue.tile().astype(int)
    for axis in (0, 1):
        steps = np.abs(np.diff(tile, axis=axis)).mean()
        seam = np.abs(np.take(tile, 0, axis) - np.take(tile, -1, axis)).mean()
        assert seam < 1.3 * steps


def test_a_section_has_nuclei_stroma_and_glass_around_it():
    rng = np.random.default_rng(1)
    heights = tissue.outline(rng, (12, tissue.TILE[1] // tissue.CELL + 1))
    cut = tissue.section(heights, (0, 512), (100, 0))
    assert cut.shape == (512, tissue.TILE[1], 3)
    glass = (cut == tissue.GLASS).all(axis=2).mean()
    assert 0.1 < glass < 0.9
    assert (cut[..., 0] < 120).mean() > 0.005


def test_strips_of_a_section_fit_to_each_other():
    heights = tissue.outline(np.random.default_rng(2), (12, tissue.TILE[1] // tissue.CELL + 1))
    whole = tissue.section(heights, (0, 512), (1000, 50))
    parts = [tissue.section(heights, (0, 200), (1000, 50)), tissue.section(heights, (200, 512), (1000, 50))]
    assert (whole == np.concatenate(parts)).all()


def test_patches_and_far_views_have_the_size_asked_for_and_differ_by_seed():
    assert tissue.patch(3, (640, 480)).size == (640, 480)
    assert tissue.seen_from_afar(3, (1000, 480)).size == (1000, 480)
    assert tissue.patch(3, (64, 48)).tobytes() != tissue.patch(4, (64, 48)).tobytes()
