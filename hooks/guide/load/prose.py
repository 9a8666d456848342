"""Reads a page of prose: its front matter, headings and links, with what it includes.

The page is read as its readers will see it: includes are put in place first (and checked, since
markdown-include itself would read any file of the machine and loop for ever on a cycle), and
each line remembers the file that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import yaml
from guide.load.data import Document, parse_data
from guide.load.markup import Markup, read_markup
from guide.load.schema import Schema, validate
from guide.load.text import Unreadable, read_text
from guide.model import Heading, Line, Page
from guide.problems import Place, Problem, quote, suggestion

#: The folder of shared texts, below docs/. Each language has a folder of its own in it.
INCLUDES = "includes"

#: The longest name of an include; no file system has names much longer.
LONGEST_NAME = 200

# What markdown-include acts on, wherever it stands, and where it begins, since in an included file
# it may end on a later line; and the one form that we use.
_ANY_INCLUDE = re.compile(r"\{!\s*(.+?)\s*!(?:\blines\b=[0-9 -]+)?\}|\{!.*")
_INCLUDE_LINE = re.compile(r"\{!\s*([^!]+?)\s*!\}\s*")

# The lines before and after the front matter, as MkDocs knows them.
_BEGINNING = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")


@dataclass(slots=True)
class _Reading:
    """The state of reading one page."""

    root: Path
    language: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def includes(self) -> Path:
        return self.root / "docs" / INCLUDES / self.language


def read_page(
    root: Path, language: str, source: str, schema: Schema
) -> tuple[Page | None, Document, list[Problem]]:
    """A page of prose, its front matter, and every problem of its form.

    Args:
        root: The project's root.
        language: The code of the page's language.
        source: The page's file below docs/<language>/.
        schema: The schema of front matter.

    Returns:
        The page, or None where its front matter cannot be read; the front matter; the problems.
    """
    path = root / "docs" / language / source
    try:
        text = read_text(root, path)
    except Unreadable as error:
        return None, Document(path.name, None), [error.problem]
    name = path.relative_to(root).as_posix()
    front, problems, body_line = _front_matter(name, text, schema)
    reading = _Reading(root, language)
    lines = list(_expand(reading, name, text.split("\n")[body_line - 1 :], body_line, ()))
    try:
        markup = _markup(tuple(lines))
    except Unreadable as error:
        return None, front, [*problems, *reading.problems, error.problem]
    found = [*reading.problems, *markup.problems, *_heading_problems(markup.headings)]
    if front.value is None or problems:
        return None, front, [*problems, *found]
    page = Page(
        language=language,
        source=source,
        title=front.value["title"],
        description=front.value["description"],
        slug=front.value.get("slug", ""),
        reviewed=front.value["reviewed"],
        headings=tuple(markup.headings),
        links=tuple(markup.links),
        keywords=tuple(front.value.get("keywords", ())),
        lines=tuple(lines),
        place=front.key_place,
        moved=tuple(front.value.get("moved", ())),
        moved_anchors=front.value.get("moved_anchors", {}),
    )
    return page, front, [*_slug_problems(page), *found]


@lru_cache(maxsize=10_000)
def _markup(lines: tuple[Line, ...]) -> Markup:
    """Remembers what was read: a preview reads every page at each change of one."""
    return read_markup(lines)


def _front_matter(name: str, text: str, schema: Schema) -> tuple[Document, list[Problem], int]:
    """The front matter, its problems, and the line on which the body begins."""
    lines = text.split("\n")
    # MkDocs needs the line feed after the last line, too; without it all would be the page's text.
    end = next((n for n, line in enumerate(lines[1:-1], 1) if _END.fullmatch(line)), None)
    if not _BEGINNING.fullmatch(lines[0]) or end is None:
        missing = Problem(
            Place(name),
            "the page has no front matter",
            "a page begins with a line '---', its fields, and another line '---'",
            "copy the first lines of another page and change them",
        )
        return Document(name, None), [missing], 1
    front = "\n".join(lines[1:end])
    document, problems = parse_data(name, front, first_line=2)
    if document.value is not None:
        problems = [*problems, *validate(document, schema), *_others_reading(document, front)]
        # What is remembered of a text is not to be changed.
        document = replace(document, value=copy(document.value))
    if lines[end].startswith("."):
        problems = [*problems, _dots(Place(name, end + 1))]
    return document, problems, end + 2


def _others_reading(document: Document, front: str) -> Iterator[Problem]:
    """MkDocs makes numbers and days of values; where it fails, it shows the fields as text."""
    try:
        yaml.load(front, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError):
        yield Problem(
            document.place(),
            "a value in the front matter is taken for a number or a day, and is none",
            "values are text",
            "put values that look like a number or a day in quotation marks",
        )


def _dots(place: Place) -> Problem:
    return Problem(
        place,
        "a line of dots ends the front matter",
        "front matter ends with a line '---'",
        "write '---' in place of the dots, and remove what follows up to the next such line",
    )


def _expand(
    reading: _Reading, name: str, texts: list[str], first_line: int, within: tuple[str, ...]
) -> Iterator[Line]:
    """The lines of a file with its includes in place."""
    for number, text in enumerate(texts, first_line):
        found = _ANY_INCLUDE.search(text)
        if not found:
            yield Line(text, Place(name, number))
            continue
        place = Place(name, number, found.start() + 1)
        whole = _INCLUDE_LINE.fullmatch(text)
        if not whole:
            reading.problems.append(
                Problem(
                    place,
                    f"the include {quote(found[0])} does not stand alone on its line",
                    "an include is a line of its own: {!name.md!}",
                    "put it on a line of its own, without spaces before it",
                )
            )
            continue
        yield from _included(reading, whole[1], place, within)


def _included(
    reading: _Reading, target: str, place: Place, within: tuple[str, ...]
) -> Iterator[Line]:
    folder = reading.includes
    path = folder / target
    shown = f"docs/{INCLUDES}/{reading.language}/"
    problem: Problem | None
    if target.startswith(("/", "~", "\\")) or ".." in Path(target).parts:
        problem = Problem(
            place,
            f"the include {quote(target)} leaves the folder of includes",
            f"includes are files in {shown}",
            f"move the text to {shown} and name the file only",
        )
    elif len(target) > LONGEST_NAME or not path.is_file():
        known = [p.relative_to(folder).as_posix() for p in folder.rglob("*.md")]
        problem = Problem(
            place,
            f"the include {quote(target)} does not exist{suggestion(target, known)}",
            f"includes are files in {shown}",
            f"correct the name, or write {shown}{target}",
        )
    elif target in within:
        problem = Problem(
            place,
            f"the include {quote(target)} includes itself "
            f"({' → '.join([*within[within.index(target) :], target])})",
            "includes do not go in a circle",
            "remove one of these includes",
        )
    else:
        problem = None
    if problem:
        reading.problems.append(problem)
        return
    try:
        text = read_text(reading.root, path)
    except Unreadable as error:
        reading.problems.append(error.problem)
        return
    # markdown-include does the same, so an indent at its beginning makes no code of it.
    before = len(text) - len(text.lstrip())
    first_line = 1 + text[:before].count("\n")
    texts = text.strip().split("\n")
    yield from _expand(reading, shown + target, texts, first_line, (*within, target))


def _slug_problems(page: Page) -> Iterator[Problem]:
    index = page.source.endswith("index.md")
    if index and page.slug:
        yield Problem(
            page.place("slug"),
            "an index.md has a slug",
            "its address is the folder's",
            "remove the slug",
        )
    if not index and not page.slug:
        yield Problem(
            page.place(),
            "the field 'slug' is missing",
            "the page's address in this language",
            "add 'slug:' to the front matter",
        )


def _heading_problems(headings: Sequence[Heading]) -> Iterator[Problem]:
    seen: dict[str, Heading] = {}
    for heading in headings:
        if heading.level == 1:
            yield Problem(
                heading.place,
                f"the heading {quote(heading.text)} is of level 1",
                "the page's title, from its front matter, is the only heading of level 1",
                "begin the heading with '## '",
            )
        elif not heading.id:
            yield Problem(
                heading.place,
                f"the heading {quote(heading.text)} has no id",
                "every heading ends with an id, the same in all languages: {#id}",
                "write an English word or two after the heading, such as {#first-step}",
            )
        elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", heading.id):
            yield Problem(
                heading.place,
                f"the heading id {quote(heading.id)} has other characters than a-z, 0-9 and -",
                "ids are English words in small letters with hyphens",
                "write it so, in all languages",
            )
        elif heading.id in seen:
            yield Problem(
                heading.place,
                f"the heading id {quote(heading.id)} stands twice (first on line "
                f"{seen[heading.id].place.line})",
                "each id stands once on a page",
                "give one of the headings another id, in all languages",
            )
        seen.setdefault(heading.id, heading)
