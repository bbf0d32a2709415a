"""A further instalment is held against the earlier ones, in numbers that lead to their query."""

from leakassay.pipeline.catalogue.sections import SECTIONS
from leakassay.report import dossier, summary
from leakassay.report.sections import instalments as section
from report.sample_shelf import FACTS, instalments, render, sample, shelf, view, words


def test_each_instalment_has_its_row_of_files_and_of_people() -> None:
    said = words(render("instalments", shelf(instalments())))
    assert "Instalment 2 4 2 210 bytes 4 2 2 210 bytes 140 bytes" in said
    assert "Instalment 2 1-7 1-7 9 5 9 5" in said


def test_the_lead_is_about_the_newest() -> None:
    said = words(render("instalments", shelf(instalments())))
    assert said.startswith("The newest instalment holds 4 files, 2 of them known")


def test_every_number_names_the_page_that_made_it() -> None:
    seen = view(shelf(instalments()))
    section.render(seen)
    rows = {figure.figure_id: figure for figure in seen.book.rows()}
    assert len(rows) == 2 * 14
    assert {figure.query for figure in rows.values()} == {"report/instalment"}
    assert rows["instalments.2.items_known"].value == "2"
    assert "membership" in rows["instalments.2.linked_new"].tables


def test_one_dump_alone_has_no_such_section(tmp_path) -> None:
    assert section.render(view(sample(5))) is None
    for tables, shown in ((sample(5), False), (shelf(instalments()), True)):
        built = summary.build(tables, FACTS, closes=True)
        html = dossier.render(tables, built, FACTS, SECTIONS, tmp_path).read_text(encoding="utf-8")
        assert ('href="#instalments"' in html, 'id="instalments"' in html) == (shown, shown)


def test_names_of_the_dumps_do_not_stand_in_it() -> None:
    rows = instalments()
    for source in rows["source"]:
        source["label"] = "CANARY"
    assert "CANARY" not in render("instalments", shelf(rows))
