"""The shapes of plug-ins: one frozen line each in `pipeline/catalogue`, dotted names imported on first use."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Magic:
    """Bytes that give a format away.

    Attributes:
        bytes: what to find.
        offset: where; -1 means anywhere in the first 4 KiB.
    """

    bytes: bytes
    offset: int = 0


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes:
        name: our word for it, lower_snake.
        media_type: IANA media type.
        reader: dotted module under `leakassay.read` with `read(item) -> Iterator[Reading]`; "" when none.
        opener: dotted module under `leakassay.custody.openers` with `members(item, first) -> Iterator[Opening]`.
        sniff: dotted function `module:function` under `leakassay.custody.sniff` taking (head, tail, name, size) and
            returning a score from 0 to 100; "" when magic and suffix suffice.
        suffixes: lower case with dot; a hint that adds to the score only where the content does not contradict.
        magic: any of these.
        score: what a magic hit is worth, 1 to 100; conflicts are settled by score, then by name, never by line order.
        splittable: True when the reader module has `split(item, limit)`: a list of (offset, length), each
            followed by the places before it, if any, that `read` will look at (`OpenItem.anchors`).
        risky: True when one item gets one cell; False for plain small text that may share one.
        embeds: True when the members of the opener are attachments: the item's own bytes are a reader's, and where
            there is none they stay unread (`no_reader`) however many members there are.
        opens: dotted function under `leakassay.custody.sniff`, as `sniff`: the opener is asked only for items for which
            it gives more than 0; "" when it is asked for all. Most messages hold no document, and cost no opening.
        fallback: True for what stands for every item that no other format claims.
        quarantine: True for what a machine would run: it is recorded (`executable`) and handed to nothing.
        version: raised when the reader's answers change; with the product's version it makes reader_version.
        covers: what is read, and what is not, for the reference page.
    """

    name: str
    media_type: str
    reader: str = ""
    opener: str = ""
    sniff: str = ""
    suffixes: tuple[str, ...] = ()
    magic: tuple[Magic, ...] = ()
    score: int = 50
    splittable: bool = False
    risky: bool = True
    embeds: bool = False
    opens: str = ""
    fallback: bool = False
    quarantine: bool = False
    version: int = 1
    covers: str = ""


@dataclass(frozen=True)
class Detector:
    """A kind of value that columns and texts are searched for.

    Attributes:
        name: the kind, as in column.kind and mention.kind.
        value: dotted module under `leakassay.values` with PATTERN and canonical(); "" for kinds known by header alone.
        headers: regular expression over normalised header words, lower case; "" when headers say nothing.
        context: words that, near a hit in free text, raise its score.
        in_text: searched for in free text too.
        prior: probability that a well-shaped, checked value in free text without context is one.
        labelled: any number looks like one: in free text only what stands behind a word of `context` counts.
        covers: for the reference page.
    """

    name: str
    value: str = ""
    headers: str = ""
    context: tuple[str, ...] = ()
    in_text: bool = False
    prior: float = 0.5
    labelled: bool = False
    covers: str = ""


@dataclass(frozen=True)
class Feature:
    """A provenance feature: one file under `leakassay.attribute.features` that offers `weigh(view)`.

    Attributes:
        id: P01 … as in the reference table of features.
        name: what it looks at.
        module: dotted module.
        family: features of one family depend on each other: mean inside, sum across.
        cap: decades beyond which it may not speak.
    """

    id: str
    name: str
    module: str
    family: str
    cap: float = 3.0


@dataclass(frozen=True)
class ClaimCheck:
    """A way to judge a public claim: one file under `leakassay.claims.checks` with `check(claim, view)`."""

    name: str
    module: str
    unit: str
    covers: str = ""


@dataclass(frozen=True)
class Section:
    """A section of the dossier: one file under `leakassay.report.sections` with `render(view) -> SectionPage`.

    One that speaks of some cases only gives None for the others, and is left out.
    """

    name: str
    module: str
    order: int
    tables: tuple[str, ...] = field(default_factory=tuple)
