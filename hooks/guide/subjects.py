"""The map of the glossary: its concepts by subject, and how the subjects hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guide.addresses import MAP
from guide.languages import capitalised, sort_key
from guide.lettering import Lettering, Room, width
from guide.model import Concept, GeneratedPage, Language, Site
from guide.references import References
from guide.rendering import fill, page

#: Measures of the picture in its own units, of which there are as many as CSS pixels on a phone.
WIDTH = 350
#: The left edge of the boxes; the lines between them run at their left.
LEFT = 66
PADDING = 12
GAP = 14
TITLE, SIZE = 16, 15
#: The height of a line of the title, of a row of dots, and of a row of links: a thumb finds it.
TITLE_LINE, DOTS, ROW = 22, 9, 30
#: From one dot to the next, and between two links.
DOT, SPACE = 7, 18
#: The greatest thickness of a line between two subjects.
THICKEST = 8
#: Two subjects are joined by a line if they have this part of the links of the closest two.
LEAST = 0.2
#: How many concepts of a subject are named at most, and in how many rows.
NAMED, ROWS = 6, 3
#: How many other subjects are named beside the list of a subject's concepts.
CLOSEST = 3

#: How many links there are between the concepts of two subjects; each pair stands both ways.
Bonds = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Word:
    """A concept that is named in the picture."""

    text: str
    link: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Region:
    """A subject in the picture."""

    subject: str
    lines: Sequence[str]
    y: int
    height: int
    #: A dot for each concept, as the 'd' of a path of strokes without length.
    dots: str
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two subjects: the 'd' of a path, and its thickness."""

    line: str
    thickness: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The subjects one below the other, with lines at their left."""

    regions: Sequence[Region]
    arcs: Sequence[Arc]
    height: int


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The map in a language."""
    links = bonds(site)
    order = arranged(site, links)
    concepts = {subject: _listed(site, language, subject, references) for subject in order}
    body = fill(
        "subjects.map.md.j2",
        t=language.strings,
        names={subject: _name(site, language, subject) for subject in order},
        descriptions={
            subject: site.subjects[subject].description.get(language.code) for subject in order
        },
        concepts=concepts,
        counts={
            subject: language.strings["map.count"].format(count=len(listed))
            for subject, listed in concepts.items()
        },
        closest={subject: closest(subject, order, links) for subject in order},
        picture=draw(site, language, order, links, references),
        width=WIDTH,
        left=LEFT,
        padding=PADDING,
        title_line=TITLE_LINE,
    )
    yield page(
        language,
        MAP,
        title=language.sections["map"]["title"],
        description=language.strings["map.description"],
        reviewed=max((concept.reviewed for concept in site.concepts.values()), default=""),
        body=body,
    )


def bonds(site: Site) -> Bonds:
    """Counts the links between concepts of each two subjects, and within each."""
    pairs = {frozenset((concept.id, other)) for concept, other in _relations(site)}
    found: Counter[tuple[str, str]] = Counter()
    for one, other in map(sorted, pairs):
        first, second = site.concepts[one].subject, site.concepts[other].subject
        found.update({(first, second), (second, first)})
    return found


def _relations(site: Site) -> Iterator[tuple[Concept, str]]:
    for concept in site.concepts.values():
        for other in (*concept.broader, *concept.narrower, *concept.related):
            yield concept, other


def arranged(site: Site, links: Bonds) -> list[str]:
    """The subjects that have concepts: the largest first, then what is closest to those before.

    The order is the same in all languages, so that who switches stays at the place.
    """
    sizes = Counter(concept.subject for concept in site.concepts.values())
    left = sorted(sizes, key=lambda subject: (-sizes[subject], subject))
    order: list[str] = []
    while left:
        following = max(left, key=lambda subject: sum(links.get((subject, o), 0) for o in order))
        order.append(following)
        left.remove(following)
    return order


def closest(subject: str, order: Sequence[str], links: Bonds) -> list[str]:
    """The other subjects that a subject has most links with, the closest first."""
    others = [other for other in order if other != subject and links.get((subject, other))]
    return sorted(others, key=lambda other: -links[subject, other])[:CLOSEST]


def _name(site: Site, language: Language, subject: str) -> str:
    return capitalised(site.subjects[subject].name[language.code])


def _listed(
    site: Site, language: Language, subject: str, references: References
) -> list[tuple[str, str]]:
    """A subject's concepts as names and addresses, in alphabetical order."""
    names = [name for name, concept in site.concepts.items() if concept.subject == subject]
    listed = [references.link(MAP, f"glossary/{name}.md") for name in names]
    return sorted(listed, key=lambda entry: sort_key(language, entry[0]))


def draw(
    site: Site,
    language: Language,
    order: Sequence[str],
    links: Bonds,
    references: References,
) -> Picture:
    """Draws the subjects from the top down, and the lines between them."""
    lettering = Lettering(site.subjects[subject].name[language.code] for subject in order)
    regions: list[Region] = []
    y = 1
    for subject in order:
        regions.append(_region(site, language, subject, references, lettering=lettering, y=y))
        y += regions[-1].height + GAP
    return Picture(regions, list(_arcs(regions, links)), y - GAP + 1)


def _region(
    site: Site,
    language: Language,
    subject: str,
    references: References,
    *,
    lettering: Lettering,
    y: int,
) -> Region:
    room = WIDTH - LEFT - 2 * PADDING
    title = lettering.lines(_name(site, language, subject), Room(room, TITLE, bold=True))
    concepts = [concept for concept in site.concepts.values() if concept.subject == subject]
    top = y + PADDING + TITLE_LINE * len(title) + DOTS
    dots = _dots(len(concepts), room, top)
    below = top + DOTS * (1 + (len(concepts) - 1) // (room // DOT))
    words = _words(_most_linked(concepts), language, references, below)
    bottom = max((word.y for word in words), default=below) + PADDING
    return Region(subject, title, y, bottom - y, dots, words)


def _dots(count: int, room: int, top: int) -> str:
    """A stroke without length for each concept, which round ends make a dot."""
    per_row = room // DOT
    places = (
        (LEFT + PADDING + 3 + number % per_row * DOT, top + number // per_row * DOTS)
        for number in range(count)
    )
    return "".join(f"M{x} {y}h0" for x, y in places)


def _most_linked(concepts: Sequence[Concept]) -> list[Concept]:
    """Concepts, those with the most links first."""

    def key(concept: Concept) -> tuple[int, str]:
        return -len({*concept.broader, *concept.narrower, *concept.related}), concept.id

    return sorted(concepts, key=key)


def _words(
    concepts: Sequence[Concept], language: Language, references: References, top: int
) -> list[Word]:
    """As many names of concepts as there is room for, in rows; a name stands on one row."""
    words: list[Word] = []
    left, right = LEFT + PADDING, WIDTH - PADDING
    x, row = float(left), 1
    for concept in concepts:
        text = concept.texts[language.code].name
        wide = width(text, SIZE)
        if left + wide > right:
            continue
        if x + wide > right:
            x, row = float(left), row + 1
        if row > ROWS or len(words) == NAMED:
            break
        _, link = references.link(MAP, f"glossary/{concept.id}.md")
        words.append(Word(text, link, round(x), top + ROW * row - PADDING))
        x += wide + SPACE
    return words


def _arcs(regions: Sequence[Region], links: Bonds) -> Iterator[Arc]:
    """Lines between subjects, the thicker the more links; the thinnest first, below the rest."""
    pairs = [(one, other) for n, one in enumerate(regions) for other in regions[n + 1 :]]
    counts = {(a.subject, b.subject): links.get((a.subject, b.subject), 0) for a, b in pairs}
    most = max(counts.values(), default=0)
    places = {region.subject: number for number, region in enumerate(regions)}
    for one, other in sorted(pairs, key=lambda pair: counts[pair[0].subject, pair[1].subject]):
        count = counts[one.subject, other.subject]
        if not count or count < LEAST * most:
            continue
        apart = places[other.subject] - places[one.subject]
        bend = LEFT - 14 - 10 * apart
        top, bottom = (region.y + PADDING + TITLE_LINE // 2 for region in (one, other))
        line = f"M{LEFT} {top}C{bend} {top} {bend} {bottom} {LEFT} {bottom}"
        yield Arc(line, round(THICKEST * count / most, 1))
