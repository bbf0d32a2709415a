"""The appendix lists what was printed before it."""

from leakassay.report.sections import coverage, figures
from report.sample_shelf import sample, view, words


def test_a_figure_of_another_section_has_its_row() -> None:
    seen = view(sample(20))
    coverage.render(seen)
    html = str(figures.render(seen).body)
    assert 'id="fig-coverage.encrypted.bytes"' in html
    assert "coverage.encrypted.bytes Encrypted: content bytes" in words(html)
