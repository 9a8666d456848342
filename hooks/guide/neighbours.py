"""The small picture of a concept and its neighbours on its page.

Broader concepts stand above it, narrower ones below, related ones beside it, and what it is
confused with apart. A concept with many neighbours shows the nearest; the page lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guide.languages import sort_key
from guide.lettering import Lettering, Room
from guide.model import Concept, Language, Site

#: How many neighbours of a kind are drawn at most.
MOST = {"broader": 2, "narrower": 6, "related": 6, "confused": 4}

#: Measures in the picture's own units, of which there are as many as CSS pixels on a phone.
WIDTH = 350
SIZE = 15
LINE = 20
PADDING = 8
GAP = 10
#: The height of the name of a group.
HEADING = 22
#: The margin of the page beside the picture.
EDGE = 12
#: The right edge of the concept's own box, and the left edge of the related ones beside it.
MIDDLE, BESIDE = 152, 178
#: How far the boxes below are indented; the line to them is in the middle of that.
INDENT = 28

#: The name of a neighbour and its address.
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The concepts that are drawn around one, by kind, and how many others there are."""

    kinds: Mapping[str, Sequence[str]]
    others: int


@dataclass(frozen=True, slots=True)
class Box:
    """A concept in the picture; the one that the picture is of has no address."""

    kind: str
    name: str
    link: str
    x: int
    y: int
    width: int
    lines: Sequence[str]

    @property
    def height(self) -> int:
        """As much as its lines need."""
        return 2 * PADDING + LINE * len(self.lines)

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """The height at which a line from the side meets it."""
        return self.y + self.height // 2

    @property
    def broken(self) -> bool:
        """Whether a word goes on in the next line, so that the lines are not the name."""
        return " ".join(self.lines) != self.name


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the picture: the name of a group, or how many concepts are left out."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A concept and its neighbours as groups of boxes, each with its name, and lines."""

    groups: Sequence[tuple[Label, Sequence[Box]]]
    concept: Box
    #: The lines between them, as the 'd' of a path.
    lines: str
    #: Signs before what the concept is confused with, likewise.
    signs: str
    rest: Label | None
    height: int


def nearest(site: Site, language: Language, concept: Concept) -> Neighbours:
    """The neighbours to draw, in the language's alphabetical order.

    What the concept is confused with stands there once: above or below it if it is broader or
    narrower, and else apart, though it may be related as well.
    """
    ranked = {*concept.broader, *concept.narrower}
    confused = [
        confusion.concept
        for confusion in site.confusions(concept)
        if confusion.concept not in ranked
    ]
    found = {
        "broader": concept.broader,
        "related": concept.related,
        "narrower": concept.narrower,
        "confused": confused,
    }
    kinds: dict[str, Sequence[str]] = {}
    others = 0
    for kind, names in found.items():
        distinct = [name for name in names if kind == "confused" or name not in confused]
        drawn = sorted(distinct, key=_nearness(site, concept))[: MOST[kind]]
        others += len(distinct) - len(drawn)
        texts = {name: site.concepts[name].texts[language.code].name for name in drawn}
        kinds[kind] = sorted(drawn, key=lambda name: sort_key(language, texts[name]))
    return Neighbours(kinds, others)


def _nearness(site: Site, concept: Concept) -> Callable[[str], tuple[int, bool, str]]:
    """The key that puts first what shares most neighbours with a concept, then its subject."""
    own = _around(concept)

    def key(name: str) -> tuple[int, bool, str]:
        other = site.concepts[name]
        return -len(own & _around(other)), other.subject != concept.subject, name

    return key


def _around(concept: Concept) -> set[str]:
    return {*concept.broader, *concept.narrower, *concept.related}


def draw(
    lettering: Lettering,
    name: str,
    groups: Mapping[str, tuple[str, Sequence[Named]]],
    rest: str,
) -> Picture:
    """Draws a concept.

    Args:
        lettering: Sets the names in lines.
        name: What the concept is called.
        groups: For each kind: the name of the group, and its concepts.
        rest: How many concepts are not drawn, in words; empty if all are.
    """
    drawing = _Drawing(lettering)
    broader = drawing.above(*groups["broader"])
    related, concept = drawing.beside(name, *groups["related"])
    if rest:
        drawing.rest = Label(rest, BESIDE if related else 0, drawing.y + HEADING - GAP)
        drawing.y += HEADING
    narrower = drawing.below("narrower", *groups["narrower"])
    confused = drawing.below("confused", *groups["confused"])
    lines = [_up(broader, concept), _across(concept, related), _down(concept, narrower)]
    return Picture(
        drawing.groups,
        concept,
        "".join(lines),
        "".join(f"M6 {box.middle - 3}h14m0 6h-14m11 -11l-8 16" for box in confused),
        drawing.rest,
        drawing.y - GAP + 2,
    )


class _Drawing:
    """The state of drawing from the top down."""

    def __init__(self, lettering: Lettering) -> None:
        self.lettering = lettering
        self.groups: list[tuple[Label, Sequence[Box]]] = []
        self.rest: Label | None = None
        #: Where the next thing begins; strokes need a little room above.
        self.y = 2

    def above(self, heading: str, concepts: Sequence[Named]) -> list[Box]:
        """Boxes in a row, with room for the lines from them."""
        if not concepts:
            return []
        y = self._label(heading, 0, self.y)
        step = (WIDTH + GAP) // len(concepts)
        boxes = [
            self._box("broader", named, number * step, y, step - GAP)
            for number, named in enumerate(concepts)
        ]
        self.groups[-1] = (self.groups[-1][0], boxes)
        self.y = max(box.bottom for box in boxes) + 2 * GAP
        return boxes

    def beside(self, name: str, heading: str, concepts: Sequence[Named]) -> tuple[list[Box], Box]:
        """The concept itself, and at its right, around its height, boxes in a column."""
        room = MIDDLE if concepts else WIDTH
        concept = self._box("concept", (name, ""), 0, self.y, room)
        if not concepts:
            self.y = concept.bottom + GAP
            return [], concept
        boxes: list[Box] = []
        y = self._label(heading, BESIDE, self.y)
        for named in concepts:
            boxes.append(self._box("related", named, BESIDE, y, WIDTH - BESIDE))
            y = boxes[-1].bottom + GAP
        self.groups[-1] = (self.groups[-1][0], boxes)
        between = (boxes[0].y + boxes[-1].bottom - concept.height) // 2
        concept = self._box("concept", (name, ""), 0, max(self.y, between), room)
        self.y = max(y, concept.bottom + GAP)
        return boxes, concept

    def below(self, kind: str, heading: str, concepts: Sequence[Named]) -> list[Box]:
        """Boxes one below the other, indented."""
        if not concepts:
            return []
        boxes: list[Box] = []
        y = self._label(heading, INDENT, self.y + GAP)
        for named in concepts:
            boxes.append(self._box(kind, named, INDENT, y, WIDTH - INDENT))
            y = boxes[-1].bottom + GAP
        self.groups[-1] = (self.groups[-1][0], boxes)
        self.y = y
        return boxes

    def _label(self, text: str, x: int, y: int) -> int:
        """Begins a group; its boxes begin at the height that is returned."""
        self.groups.append((Label(text, x, y + HEADING - PADDING), []))
        return y + HEADING

    def _box(self, kind: str, named: Named, x: int, y: int, room: int) -> Box:
        name, link = named
        bold = kind == "concept"
        # A line with widened spaces may leave its box, but not meet the next one or the window.
        right = x + room
        end = WIDTH + EDGE if right >= WIDTH else right + GAP
        line = Room(room - 2 * PADDING, SIZE, bold, end - x - 2 * PADDING)
        return Box(kind, name, link, x, y, room, self.lettering.lines(name, line))


def _up(broader: Iterable[Box], concept: Box) -> str:
    """From the broader concepts down to the concept."""
    spine = INDENT // 2
    return "".join(
        f"M{box.x + spine} {box.bottom}"
        + (f"V{box.bottom + GAP}H{spine}" if box.x else "")
        + f"V{concept.y}"
        for box in broader
    )


def _across(concept: Box, related: Sequence[Box]) -> str:
    """From the concept's right edge to each of the related concepts."""
    if not related:
        return ""
    trunk = (MIDDLE + BESIDE) // 2
    ends = sorted([concept.middle, *(box.middle for box in related)])
    branches = "".join(f"M{trunk} {box.middle}H{BESIDE}" for box in related)
    return f"M{MIDDLE} {concept.middle}H{trunk}M{trunk} {ends[0]}V{ends[-1]}{branches}"


def _down(concept: Box, narrower: Sequence[Box]) -> str:
    """From below the concept to each of the narrower ones."""
    if not narrower:
        return ""
    spine = INDENT // 2
    branches = "".join(f"M{spine} {box.middle}H{INDENT}" for box in narrower)
    return f"M{spine} {concept.bottom}V{narrower[-1].middle}{branches}"
