"""Text of an HTML mail body."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.mail.html_text import text_of_html


def test_blocks_become_lines_and_inline_tags_vanish():
    """A number in bold digits stays one number."""
    assert text_of_html("<p>NHS <b>999</b>0000018</p><p>Ann</p>") == "NHS 9990000018\nAnn"


def test_cells_do_not_run_into_each_other():
    """Two columns are two words."""
    assert text_of_html("<tr><td>ANN</td><td>TESTER</td></tr>") == "ANN TESTER"


def test_entities_are_undone():
    """Also numeric ones."""
    assert text_of_html("Zo&euml; &amp; Ben&#33;") == "Zoë & Ben!"


def test_hidden_text_and_comments_are_kept_and_styles_dropped():
    """What is hidden from the eye was leaked all the same."""
    page = '<style>p{color:red}</style><!-- patient ANN --><span style="display:none">hidden</span><script>x=1</script>'
    assert text_of_html(page).split() == ["patient", "ANN", "hidden", "x=1"]


def test_addresses_and_alternative_texts_are_kept():
    """mailto links, alt texts, values of fields."""
    found = text_of_html('<a href="mailto:ann@example.org">mail</a><img alt="scan of ANN"><input value="999">')
    assert {"ann@example.org", "ANN", "999"} <= set(found.split())


def test_unclosed_tags_take_linear_time():
    """Hostile: 600 kB of openings."""
    start = time.process_time()
    for piece in ("<a ", "<!--", "<", "</", "<script>", '<a href="mailto:'):
        text_of_html(piece * 100_000)
    assert time.process_time() - start < 10


@given(st.text(alphabet="<>!-/abp\"'= &;#x", max_size=200))
@settings(deadline=None)
def test_any_source_gives_text(source):
    """No text raises."""
    assert isinstance(text_of_html(source), str)
