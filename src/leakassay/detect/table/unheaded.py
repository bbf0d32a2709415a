"""Columns without a telling header: guessed from shape, from name lists, and from what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.table.shape import Shape
from leakassay.detect.warm import Kit

Guess = tuple[str, float, str]

NAME_SHARE = 0.2
"""Share of distinct words that stand in a name list before a column counts as names: the lists hold under half of all
surnames, and one in fifty words of a column of towns or firms is in them by chance."""

SHORT = 20
"""Rows below which a list need not repeat itself."""


def has_names(shapes: Sequence[Shape]) -> bool:
    """Return whether any column reads as surnames or forenames."""
    return any(_is_names(shape) for shape in shapes)


def _is_names(shape: Shape) -> bool:
    listed = max(shape.share("surname"), shape.share("forename"))
    return shape.share("word") >= 0.8 and listed >= NAME_SHARE and shape.mean_length < 16


def guess(
    shapes: Sequence[Shape], known: Mapping[int, str], samples: tuple[Sequence[pa.Array], frozenset[int]], kit: Kit
) -> dict[int, Guess]:
    """Guess the kinds of the columns that neither header nor check digits decided.

    Args:
        shapes: of all columns.
        known: kinds decided before, by position.
        samples: the columns' samples, and the columns whose headers do not contradict a guess.
        kit: tools of the process.
    """
    found: dict[int, Guess] = {}
    sample, silent = samples
    free = [place for place in range(len(shapes)) if place not in known and shapes[place].values > 0]
    for place in free:
        kind = _by_shape(shapes[place])
        if kind and (place in silent or kind in _SPEAKING):
            found[place] = (kind, 0.8, "no telling header: nearly all values have this shape")
    taken = {*known.values(), *(guess[0] for guess in found.values())}
    rest = [place for place in free if place not in found and place in silent]
    found |= _names(shapes, rest, taken)
    taken |= {guess[0] for guess in found.values()}
    found |= _whole_names(shapes, {**known, **{place: guess[0] for place, guess in found.items()}}, free)
    taken |= {guess[0] for guess in found.values()}
    found |= _loinc(shapes, [place for place in free if place not in found], taken)
    if "test_name" not in taken:
        kinds = {**known, **{place: guess[0] for place, guess in found.items()}}
        found |= _tests(shapes, kinds, [place for place in free if place not in found], sample)
    kinds = {**known, **{place: guess[0] for place, guess in found.items()}}
    # what stands right beside a test speaks for itself, whatever its header says in words that we do not know
    name = _tested(kinds)
    beside = [] if name is None else [name - 1, name + 1, name + 2]
    rest = [place for place in free if place not in found and (place in silent or place in beside)]
    return found | _laboratory(shapes, kinds, rest, sample, kit)


_CLEAR = (
    ("email", 0.9), ("postcode", 0.9), ("telephone", 0.9), ("bare_mobile", 0.95), ("sex", 1.0), ("practice", 0.95),
    ("clinician", 0.9), ("specimen", 0.8), ("range", 0.9), ("address", 0.8), ("prose", 0.6),
)  # fmt: skip
_KIND_OF = {
    "bare_mobile": "telephone", "practice": "gp_practice", "clinician": "requester_code", "specimen": "specimen_id",
    "prose": "comment",
}  # fmt: skip


_SPEAKING = frozenset({"email", "postcode", "telephone", "specimen_id", "comment", "sex", "address"})
"""Kinds whose shape says enough even under a header that we do not understand."""


def _by_shape(shape: Shape) -> str:
    for name, share in _CLEAR:
        if shape.share(name) >= share and shape.share("datetime") < 0.5:
            return _KIND_OF.get(name, name)
    return "result_unit" if shape.share("unit") >= 0.7 and shape.repeats > 1.5 else ""


def _names(shapes: Sequence[Shape], rest: Sequence[int], taken: set[str]) -> dict[int, Guess]:
    found: dict[int, Guess] = {}
    named = [place for place in rest if _is_names(shapes[place])]
    why = "no telling header: many of its words are listed names"
    if "forename" not in taken and named:
        first = max(named, key=lambda place: (shapes[place].share("forename") - shapes[place].share("surname"), -place))
        if shapes[first].share("forename") > NAME_SHARE:
            found[first] = ("forename", 0.8, why)
    others = [place for place in named if place not in found]
    if "surname" not in taken and others:
        last = max(others, key=lambda place: (shapes[place].share("surname") - shapes[place].share("forename"), -place))
        if shapes[last].share("surname") > NAME_SHARE:
            found[last] = ("surname", 0.8, why)
    if "full_name" not in taken and not found and "surname" not in taken:
        for place in rest:
            shape = shapes[place]
            if shape.share("full_name") >= 0.8 and shape.share("listed_full") >= 0.5:
                return {place: ("full_name", 0.75, why)}
    return found


def _whole_names(shapes: Sequence[Shape], kinds: Mapping[int, str], free: Sequence[int]) -> dict[int, Guess]:
    """Return the column of full names, one for about each health number beside it, under a header nobody knows.

    Doctors stand with many patients each, so that they are fewer than the numbers.
    """
    taken = set(kinds.values())
    number = next((place for place in sorted(kinds) if kinds[place] in ("nhs_number", "chi_number", "hc_number")), None)
    if number is None or {"full_name", "surname"} & taken:
        return {}
    for place in free:
        shape = shapes[place]
        if place in kinds or shape.share("full_name") < 0.5 or shape.share("listed_full") < 0.3:
            continue
        names = shape.distinct * shape.share("full_name")  # titles and totals stand between them
        if 0.7 * shapes[number].distinct <= names <= 1.5 * shapes[number].distinct + 1:
            return {place: ("full_name", 0.75, "no telling header: names, one for each number beside them")}
    return {}


def _loinc(shapes: Sequence[Shape], rest: Sequence[int], taken: set[str]) -> dict[int, Guess]:
    """Return the column of LOINC codes: digits, a dash and one digit, beside results and their units."""
    if "test_code" in taken or not {"result", "result_unit"} <= taken:
        return {}
    coded = [place for place in rest if shapes[place].share("loinc") >= 0.8]
    return {coded[0]: ("test_code", 0.8, "no telling header: LOINC codes beside results and units")} if coded else {}


def _tests(
    shapes: Sequence[Shape], kinds: Mapping[int, str], rest: Sequence[int], sample: Sequence[pa.Array]
) -> dict[int, Guess]:
    named = [place for place in rest if _names_tests(shapes[place])]
    why = "no telling header: its values are names of tests"
    if not named and _WHOSE & set(kinds.values()):
        why = "no telling header: words before results of people, some of them names of tests"
        named = [place for place in rest if shapes[place].share("test") >= 0.25 and _measured(shapes, kinds, place)]
        if not named:
            why = "no telling header: words before results, with a code or a unit of their own"
            named = _before_units(shapes, kinds, rest) or _with_codes(shapes, kinds, rest, sample)
        if not named and _has_specimens(shapes, kinds):
            why = "no telling header: words right before results of people's specimens"
            worded = [place for place in rest if _is_words(shapes[place])]
            named = [place for place in worded if _is_measurement(shapes, kinds, place + 1)][:1]
    if not named:
        return {}
    # names before codes: a code is short
    best = max(named, key=lambda place: (shapes[place].mean_length, -place))
    kind = "test_name" if shapes[best].share("code") < 0.8 else "test_code"
    return {best: (kind, 0.8, why)}


_WHOSE = frozenset({"nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "full_name"})
"""Kinds beside which a result is somebody's."""


def _names_tests(shape: Shape) -> bool:
    """Return whether a column names tests: in a long list they repeat, in a short one most are known."""
    if shape.values < SHORT:
        return shape.share("test") >= 0.5
    return shape.share("test") >= 0.25 and shape.repeats > 1.2


def _is_result(shape: Shape) -> bool:
    return shape.values > 0 and shape.share("number") + shape.share("outcome") >= 0.5


def _measured(shapes: Sequence[Shape], kinds: Mapping[int, str], place: int) -> bool:
    """Return whether one of the two columns behind a place holds results."""
    behind = [other for other in (place + 1, place + 2) if other < len(shapes)]
    return any(kinds.get(other, "result") == "result" and _is_result(shapes[other]) for other in behind)


def _has_specimens(shapes: Sequence[Shape], kinds: Mapping[int, str]) -> bool:
    """Return whether a column numbers or dates specimens, under whatever header."""
    if {"specimen_id", "collected_at"} & set(kinds.values()):
        return True
    return any(place not in kinds and shape.share("identifier") >= 0.9 for place, shape in enumerate(shapes))


def _is_measurement(shapes: Sequence[Shape], kinds: Mapping[int, str], place: int) -> bool:
    """Return whether a column holds results and nothing else counts so: beds and floors have no decimals."""
    if place >= len(shapes) or kinds.get(place, "result") != "result" or not _is_result(shapes[place]):
        return False
    return shapes[place].share("decimal") + shapes[place].share("outcome") >= 0.2


_NO_WORDS = (
    "number", "identifier", "specimen", "practice", "date", "datetime", "postcode", "address", "prose", "email",
)  # fmt: skip


def _is_words(shape: Shape) -> bool:
    """Return whether a column holds short words that are neither numbers, codes, places nor names of people."""
    if not 2 <= shape.mean_length <= 60 or shape.share("code") >= 0.8:
        return False
    named = max(shape.share("surname"), shape.share("forename"), shape.share("listed_full"))
    return named < NAME_SHARE and all(shape.share(name) < 0.3 for name in _NO_WORDS)


def _before_units(shapes: Sequence[Shape], kinds: Mapping[int, str], rest: Sequence[int]) -> list[int]:
    """Return the column of words right before results and units, whatever the laboratory calls its tests."""
    for unit in (place for place in sorted(kinds) if kinds[place] == "result_unit"):
        result = unit - 1
        measured = result > 0 and kinds.get(result, "result") == "result" and _is_result(shapes[result])
        if measured and result - 1 in rest and _is_words(shapes[result - 1]):
            return [result - 1]
    return []


def _with_codes(
    shapes: Sequence[Shape], kinds: Mapping[int, str], rest: Sequence[int], sample: Sequence[pa.Array]
) -> list[int]:
    """Return the column of words between short codes, one for each of them, and results."""
    return [
        place
        for place in rest
        if place - 1 in rest
        and _is_words(shapes[place])
        and _measured(shapes, kinds, place)
        and shapes[place].mean_length > shapes[place - 1].mean_length
        and _goes_with(sample[place - 1], sample[place], shapes[place - 1])
    ][:1]


def _tested(kinds: Mapping[int, str]) -> int | None:
    """Return the column of tests."""
    return next((place for place in sorted(kinds) if kinds[place] in ("test_name", "test_code")), None)


def _laboratory(
    shapes: Sequence[Shape], kinds: Mapping[int, str], rest: Sequence[int], sample: Sequence[pa.Array], kit: Kit
) -> dict[int, Guess]:
    """Guess codes, results, limits and flags beside a test name."""
    found: dict[int, Guess] = {}
    name = _tested(kinds)
    clients = set(kit.settings.get("client_codes", ()))
    for place in rest:
        shape = shapes[place]
        if clients and _share_in(sample[place], clients) > 0.8 and shape.repeats > 1.2:
            found[place] = ("client_code", 0.85, "no telling header: its values are client codes of the profile")
    if name is None:
        return found
    left = [place for place in rest if place not in found]
    if "test_code" not in kinds.values():
        code = next((place for place in left if _goes_with(sample[place], sample[name], shapes[place])), None)
        if code is not None:
            found[code] = ("test_code", 0.8, "no telling header: short codes, one for each test name beside them")
    left = [place for place in left if place not in found]
    flag = next((place for place in left if shapes[place].share("flag") >= 0.9 and shapes[place].distinct <= 8), None)
    if flag is not None and "flag" not in kinds.values():
        found[flag] = ("flag", 0.75, "no telling header: marks of low and high beside a test")
        left.remove(flag)
    found |= _results(shapes, kinds, left)
    return found | _identifiers(shapes, kinds, [place for place in left if place not in found], sample)


def _identifiers(
    shapes: Sequence[Shape], kinds: Mapping[int, str], left: Sequence[int], sample: Sequence[pa.Array]
) -> dict[int, Guess]:
    """Tell the laboratory's numbers from the hospital's: a person has one hospital number and many specimens."""
    found: dict[int, Guess] = {}
    number = next((place for place in sorted(kinds) if kinds[place] in ("nhs_number", "chi_number", "hc_number")), None)
    taken = set(kinds.values())
    for place in left:
        if shapes[place].share("identifier") < 0.9 or shapes[place].distinct < 5:
            continue
        if number is not None and "hospital_number" not in taken and _is_one_each(sample[place], sample[number]):
            kind = "hospital_number"
        elif "specimen_id" not in taken:
            kind = "specimen_id"
        else:
            continue
        taken.add(kind)
        found[place] = (kind, 0.7, "no telling header: numbers of one print, by how many stand with one person")
    return found


def _is_one_each(codes: pa.Array, people: pa.Array) -> bool:
    """Return whether each person has about one code, and there is more than one row a person to tell by."""
    known = pc.not_equal(people, "")
    codes, people = codes.filter(known), people.filter(known)
    persons = pc.count_distinct(people).as_py()
    pairs = pc.count_distinct(pc.binary_join_element_wise(codes, people, "\x1f")).as_py()
    return bool(
        persons
        and len(codes) >= 1.2 * persons
        and pairs <= 1.15 * persons
        and pc.count_distinct(codes).as_py() <= 1.15 * persons
    )


def _results(shapes: Sequence[Shape], kinds: Mapping[int, str], left: Sequence[int]) -> dict[int, Guess]:
    why = "no telling header: numbers beside a test"
    found: dict[int, Guess] = {}
    numeric = [place for place in left if shapes[place].share("number") + shapes[place].share("outcome") >= 0.7]
    if "result" not in kinds.values() and numeric:
        best = max(numeric, key=lambda place: (shapes[place].distinct, -place))
        found[best] = ("result", 0.75, why)
        numeric = [place for place in numeric if place > best]
        if len(numeric) >= 2 and not {"range_low", "range_high"} & set(kinds.values()):
            found[numeric[0]] = ("range_low", 0.7, why)
            found[numeric[1]] = ("range_high", 0.7, why)
    return found


def _goes_with(codes: pa.Array, names: pa.Array, shape: Shape) -> bool:
    """Return whether a column of short codes says the same as the test names: as many pairs as codes."""
    if shape.share("code") < 0.6 or shape.repeats < 1.2:
        return False
    pairs: Any = pc.binary_join_element_wise(codes, names, "\x1f")
    count = pc.count_distinct(pairs.drop_null()).as_py()
    return bool(
        count <= 1.2 * pc.count_distinct(codes.drop_null()).as_py() and count <= 1.2 * pc.count_distinct(names).as_py()
    )


def _share_in(column: pa.Array, values: set[str]) -> float:
    distinct = pc.unique(column.drop_null())
    if len(distinct) == 0:
        return 0.0
    return float(pc.mean(pc.is_in(distinct, value_set=pa.array(sorted(values)))).as_py())
