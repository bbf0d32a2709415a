"""FHIR values: leaves, concepts, dates."""

from leakassay.read.health.fhir_tree import any_of, concept, first, leaves, printed, said, several, some, trees, when


def test_one_or_many_are_a_list():
    assert (several(None), several("a"), several(["a", "b"])) == ([], ["a"], ["a", "b"])
    assert trees([{"a": 1}, "b"]) == some([{"a": 1}]) == [{"a": 1}]
    assert first("b") == {}
    assert first([{"a": 1}, {"b": 2}]) == {"a": 1}


def test_leaves_are_printed_as_json_prints_them():
    assert [printed(one) for one in (True, 1.5, "a", None, [], "\ud800")] == ["true", "1.5", "a", "", "", "?"]
    assert said([None, "b"]) == any_of({"x": "b"}, "y", "x") == "b"


def test_a_concept_is_its_code_words_and_system():
    coded = {"coding": [{"display": "no code"}, {"system": "s", "code": "1", "display": "One"}], "text": "Eins"}
    assert concept(coded) == ("1", "One", "s")
    assert concept({"text": "Eins"}) == ("", "Eins", "")
    assert concept({"concept": {"text": "Eins"}}) == ("", "Eins", "")
    assert concept("plain") == ("", "plain", "")
    assert concept({"system": "s", "code": "1"}) == ("1", "", "s")


def test_a_period_counts_from_its_start():
    assert when({"b": {"start": "2024"}}, "a", "b") == "2024"


def test_every_leaf_is_named_by_its_path_system_or_extension():
    tree = {
        "resourceType": "Patient", "id": "p1", "extension": [{"url": "http://x/religion", "valueString": "Jain"}],
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}],
        "contained": [{"resourceType": "Organization", "name": "not mine"}], "a": {"b": [["deep"]]},
    }  # fmt: skip
    assert [tuple(leaf) for leaf in leaves(tree, {})] == [
        ("extension.religion", "Jain"), ("identifier.nhs-number", "9990000018"), ("a.b", "deep"),
    ]  # fmt: skip


def test_plumbing_that_holds_ten_digits_is_told():
    tree = {"id": "999 000 0018", "meta": {"source": "x"}, "url": "y"}
    assert [leaf.value for leaf in leaves(tree, {})] == ["999 000 0018"]


def test_other_plumbing_is_put_aside_once_but_for_documents_and_narratives():
    tree = {
        "resourceType": "Binary", "id": "p1", "meta": {"source": "x", "tag": [{"system": "s", "display": "made up"}]},
        "data": "QQ==", "text": {"div": "<div/>"}, "x": [{"system": "s"}, {"system": "t"}], "y": "told",
    }  # fmt: skip
    aside = {}
    assert [leaf.value for leaf in leaves(tree, aside)] == ["told"]
    assert list(aside) == ["p1", "x", "s", "made up", "t"]


def test_a_thousand_levels_are_no_recursion():
    tree = {"x": "end"}
    for _ in range(5_000):
        tree = {"x": tree}
    assert [leaf.value for leaf in leaves(tree, {})] == ["end"]
