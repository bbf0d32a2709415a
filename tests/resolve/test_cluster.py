"""Clusters: joined from the most probable link down, in whatever order the links come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.resolve.cluster import Link, place
from leakassay.resolve.rule import Facts

PARTS = range(8)
LINKS = st.lists(
    st.builds(
        Link,
        st.integers(0, 3),
        st.integers(4, 7),
        st.sampled_from([0.5, 0.7, 0.96, 0.99, 0.999]),
        st.booleans(),
    ),
    max_size=12,
)


def facts(numbers: list[str]) -> dict[int, Facts]:
    return {
        part: Facts(frozenset([number]) if number else frozenset()) for part, number in zip(PARTS, numbers, strict=True)
    }


@given(LINKS, st.lists(st.sampled_from(["", "1", "2"]), min_size=8, max_size=8), st.randoms(use_true_random=False))
def test_places_do_not_depend_on_the_order_of_links(links, numbers, random):
    shuffled = links[:]
    random.shuffle(shuffled)
    assert place(links, facts(numbers)) == place(shuffled, facts(numbers))


@given(LINKS, st.lists(st.sampled_from(["", "1", "2"]), min_size=8, max_size=8))
def test_a_subject_has_one_number_and_lies_in_one_loose_cluster(links, numbers):
    placed = place(links, facts(numbers))
    for subject in {where.subject for where in placed.values()}:
        members = [part for part, where in placed.items() if where.subject == subject]
        assert len({numbers[part] for part in members} - {""}) <= 1
        assert len({placed[part].loose for part in members}) == 1


def test_a_part_torn_between_two_people_joins_neither():
    born = {0: "1980-01-02", 1: "2005-06-07", 2: ""}
    known = {part: Facts(births=frozenset([frozenset([day])]) if day else frozenset()) for part, day in born.items()}
    placed = place([Link(0, 2, 0.99, True), Link(1, 2, 0.99, True)], known)
    assert [placed[part].subject for part in (0, 1, 2)] == [0, 1, 2]


def test_the_part_with_the_number_is_what_the_others_joined():
    placed = place([Link(0, 1, 0.99, True)], {0: Facts(), 1: Facts(frozenset(["1"]))})
    assert (placed[0].probability, placed[1].probability, placed[1].subject) == (0.99, None, 0)
