"""What a template gets is escaped; a number leaves with its row."""

import sys

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from report.sample_shelf import sample, shelf, view


def test_text_in_a_template_is_escaped_and_shows_its_control_characters() -> None:
    template = view(shelf({})).templates.from_string("<p title='{{ x }}'>{{ x }}</p>")
    assert (
        template.render(x="'<b>\u202e{{1}}") == "<p title='&#39;&lt;b&gt;\\u202e{{1}}'>&#39;&lt;b&gt;\\u202e{{1}}</p>"
    )


def test_a_missing_word_in_a_template_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        view(shelf({})).templates.from_string("{{ nothing }}").render()


def test_a_figure_names_its_query_and_its_tables() -> None:
    seen = view(shelf({}))
    assert seen.figure("a.b", "Label", 1234, "special") == '<a class="n" href="#fig-a.b">1,234</a>'
    row = seen.book.rows()[0]
    assert (row.query, row.tables, row.value) == ("report/special", "event", "1,234")


def test_without_the_plotting_library_there_is_no_plot_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    from leakassay.charts.year_bar import year_bar

    assert view(shelf({})).plot(lambda: year_bar({2020: 1})) is None


def test_a_plot_is_passed_on() -> None:
    assert view(sample(5)).plot(lambda: Markup("<svg/>")) == "<svg/>"
