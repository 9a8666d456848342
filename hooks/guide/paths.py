"""Pages of decision paths: linked sections, a picture of them, and an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from guide.citations import citation
from guide.languages import written_date
from guide.lettering import Lettering, Room
from guide.model import Answer, DecisionPath, GeneratedPage, Language, Site, Source, Step
from guide.references import References
from guide.rendering import fill, index_page, page

#: The folder of the pages, and of the section in ``Language.sections``.
FOLDER = "paths"


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The paths' pages in a language."""
    yield index_page(language, FOLDER, site.paths)
    for path in site.paths.values():
        yield _path_page(language, path, references, site.sources)


def _path_page(
    language: Language,
    path: DecisionPath,
    references: References,
    sources: Mapping[str, Source],
) -> GeneratedPage:
    code = language.code
    text = path.texts[code]
    source = f"{FOLDER}/{path.id}.md"
    steps = {step.id: step for step in path.steps}
    body = fill(
        "paths.path.md.j2",
        t=language.strings,
        code=code,
        text=text,
        path=path,
        steps=steps,
        links={s.id: references.links(source, s.concepts, s.guides) for s in path.steps},
        picture=picture(path, code),
        width=WIDTH,
        line_height=LINE,
        padding=PADDING,
        answer_line=ANSWER_LINE,
        answer_gap=ANSWER_GAP,
        sources=[citation(language, sources[name]) for name in path.sources],
        reviewed=written_date(language, path.reviewed),
    )
    return page(
        language,
        source,
        title=text.title,
        description=text.description,
        reviewed=path.reviewed,
        body=body,
    )


#: Measures of the picture in its own units, of which there are as many as CSS pixels on a phone.
WIDTH = 350
INDENT = 40
LINE = 20
PADDING = 10
GAP = 34
#: The size of an answer's letters, and the height of its lines.
ANSWER, ANSWER_LINE = 14, 18
#: From the line to the answer at its right.
ANSWER_GAP = 8
#: How many letters fit on a line of a box as wide as the picture, and of an indented one.
LETTERS = {0: 40, INDENT: 35}


@dataclass(frozen=True, slots=True)
class Box:
    """A step in the picture; ``again`` if it is drawn in full elsewhere."""

    step: str
    x: int
    y: int
    lines: list[str]
    outcome: bool
    again: bool

    @property
    def width(self) -> int:
        """From its left edge to the right edge of the picture."""
        return WIDTH - self.x

    @property
    def height(self) -> int:
        """As much as its lines need."""
        return 2 * PADDING + LINE * len(self.lines)


@dataclass(frozen=True, slots=True)
class Arrow:
    """An answer in the picture: a line down from one box, and into the next."""

    #: The lines of the answer.
    label: Sequence[str]
    #: Where it begins, and the height at which it ends.
    x: int
    top: int
    bottom: int
    #: How far it goes to the right at its end; 0 if it ends in the box below.
    across: int
    #: The height of the label's first line: in the gap above the box.
    label_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A decision path as boxes and arrows, one below the other: it fits a phone."""

    boxes: list[Box]
    arrows: list[Arrow]
    height: int


def picture(path: DecisionPath, code: str) -> Picture:
    """Draws a path: questions down the left edge, outcomes indented below their question."""
    steps = {step.id: step for step in path.steps}
    questions = [step for step in path.steps if step.answers]
    drawing = _Drawing(code)
    for number, question in enumerate(questions):
        following = questions[number + 1].id if number + 1 < len(questions) else ""
        drawing.box(question, 0)
        # The answer that leads on is drawn last, straight into the next question.
        for answer in sorted(question.answers, key=lambda answer: answer.next == following):
            if answer.next == following:
                drawing.lead_on(answer)
            else:
                drawing.branch(answer, steps[answer.next])
    return Picture(drawing.boxes, drawing.arrows, drawing.y - GAP + PADDING)


class _Drawing:
    """The state of drawing a path from the top down."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.lettering = Lettering(())
        self.boxes: list[Box] = []
        self.arrows: list[Arrow] = []
        #: Where the next box begins, and where the last question ended.
        self.y = PADDING
        self.bottom = 0

    def box(self, step: Step, x: int) -> Box:
        again = any(box.step == step.id for box in self.boxes) or (x > 0 and bool(step.answers))
        lines = wrap(step.text[self.code], LETTERS[x])
        box = Box(step.id, x, self.y, lines, not step.answers, again)
        self.boxes.append(box)
        self.y += box.height + GAP
        if x == 0:
            self.bottom = box.y + box.height
        return box

    def branch(self, answer: Answer, step: Step) -> None:
        label, label_y = self.label(answer)
        box = self.box(step, INDENT)
        middle = box.y + box.height // 2
        self.arrows.append(Arrow(label, INDENT // 2, self.bottom, middle, INDENT // 2, label_y))

    def lead_on(self, answer: Answer) -> None:
        label, label_y = self.label(answer)
        self.arrows.append(Arrow(label, INDENT // 2, self.bottom, self.y, 0, label_y))

    def label(self, answer: Answer) -> tuple[list[str], int]:
        """An answer's lines and the height of the first; what follows moves down for more."""
        room = WIDTH - INDENT // 2 - ANSWER_GAP
        lines = self.lettering.lines(answer.text[self.code], Room(room, ANSWER, bold=True))
        first = self.y - PADDING
        self.y += ANSWER_LINE * (len(lines) - 1)
        return lines, first
