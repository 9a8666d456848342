"""What the Markdown of a page becomes: its headings and links, and what may not be in it.

The text goes through the same Markdown as in the build, so nothing can pass here and be
something else there. What it becomes has no lines; these are found again in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from guide.load.text import Unreadable
from guide.model import Heading, Line, Link
from guide.problems import Place, Problem, quote
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

#: The extensions of mkdocs.yml that make elements; a test holds the two lists together.
EXTENSIONS = ("tables", "fenced_code", "admonition", "attr_list", "def_list")

#: Attributes that prose may have, on any element and on some.
ATTRIBUTES = {"id", "class", "lang", "title"}
ATTRIBUTES_OF = {"a": {"href", "hreflang"}, "ol": {"start"}, "th": {"style"}, "td": {"style"}}

#: The parser looks for the end of each bracket to the end of the text: 20,000 take minutes. A page
#: of ours has a hundred.
MOST_BRACKETS = 1_000

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

# What the parser puts aside: code between fences, character codes; all else is raw HTML.
_CODE = re.compile(r'<pre(?: [a-z]+="[\w -]*")*><code(?: [a-z]+="[\w -]*")*>[^<]*</code></pre>')
_CHARACTER = re.compile(r"&#?\w+;")
_ASIDE = re.compile("\x02[^\x03]*\x03")
# The parser writes the address of <name@example.org> in codes that nobody can type.
_MAIL = re.compile(r"(?:\x02amp\x03#\d+;)+")
# What the columns of a table have.
_ALIGNMENT = re.compile("text-align: (?:left|right|center);")

_LIST_ITEM = re.compile(r"(?:[-*+]|\d+\.)\s")


@dataclass(slots=True)
class Markup:
    """The headings and links of a page, in order, and its problems."""

    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Keep(Treeprocessor):
    """Keeps the tree, after every other processor has worked on it."""

    root = Element("div")

    def run(self, root: Element) -> None:
        self.root = root


def read_markup(lines: Sequence[Line]) -> Markup:
    """What the Markdown in these lines becomes.

    Raises:
        Unreadable: if it would take very long to find that out.
    """
    if sum(line.text.count("[") for line in lines) > MOST_BRACKETS:
        raise Unreadable(_too_many_brackets(lines))
    parser = Markdown(extensions=list(EXTENSIONS))
    keep = _Keep(parser)
    parser.treeprocessors.register(keep, "keep", -100)
    parser.convert("\n".join(line.text for line in lines))
    markup = Markup()
    markup.problems.extend(_traps(lines))
    finder = _Finder(lines)
    for html in parser.htmlStash.rawHtmlBlocks:
        text = html if isinstance(html, str) else "".join(html.itertext())
        if not (_CODE.fullmatch(text.strip()) or _CHARACTER.fullmatch(text)):
            markup.problems.append(_raw_html(text, finder))
    for element in keep.root.iter():
        _read_element(element, markup, finder)
    return markup


def _read_element(element: Element, markup: Markup, finder: _Finder) -> None:
    if element.tag in _HEADINGS:
        text = _ASIDE.sub("", "".join(element.itertext())).strip()
        place = finder.heading(text)
        markup.headings.append(Heading(int(element.tag[1]), element.get("id", ""), text, place))
    elif element.get("id"):
        markup.problems.append(_stray_id(element, finder))
    target = element.get("href")
    if target is not None and not _MAIL.fullmatch(target):
        # A character code is put aside, too; no address of ours has one.
        target = _ASIDE.sub("&…;", target)
        markup.links.append(Link(target, finder.text(target)))
    if element.tag == "img":
        markup.problems.append(_picture(element, finder))
        return
    for name, value in element.items():
        allowed = ATTRIBUTES | ATTRIBUTES_OF.get(element.tag, set())
        if name not in allowed or (name == "style" and not _ALIGNMENT.fullmatch(value)):
            markup.problems.append(_attribute(name, finder))


class _Finder:
    """Finds again in the lines of a page what stands in the tree made of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.start = Place(lines[0].place.path, lines[0].place.line) if lines else Place("")
        self._headings = [n for n, line in enumerate(lines) if _is_heading(lines, n, line)]

    def heading(self, text: str) -> Place:
        """The next line that is a heading and begins with the same word."""
        words = re.findall(r"\w+", text)[:1]
        for position, number in enumerate(self._headings):
            if all(word in self.lines[number].text for word in words):
                self._headings = self._headings[position + 1 :]
                return self.lines[number].place
        return self.text(text)

    def text(self, text: str) -> Place:
        """The first place where a text stands, or else the first line."""
        for line in self.lines:
            column = line.text.find(text)
            if text and column >= 0:
                return Place(line.place.path, line.place.line, column + 1)
        return self.start


def _is_heading(lines: Sequence[Line], number: int, line: Line) -> bool:
    below = lines[number + 1].text if number + 1 < len(lines) else ""
    underlined = bool(line.text.strip()) and bool(re.fullmatch(r"(?:=+|-+)\s*", below))
    return line.text.startswith("#") or underlined


def _raw_html(text: str, finder: _Finder) -> Problem:
    first = text.strip().split("\n")[0]
    place = finder.text(first)
    return Problem(
        place if place != finder.start else finder.text(first[:12]),
        f"raw HTML stands in the text ({quote(first, 30)})",
        "prose is Markdown only",
        "write it in Markdown; put a sign such as < in backticks if it is meant as such",
    )


def _too_many_brackets(lines: Sequence[Line]) -> Problem:
    return Problem(
        max(lines, key=lambda line: line.text.count("[")).place,
        f"the page has more than {MOST_BRACKETS:,} brackets '['",
        "a bracket begins a link, and a page has few of them",
        "remove the brackets, or divide the page",
    )


def _stray_id(element: Element, finder: _Finder) -> Problem:
    return Problem(
        finder.text(f"{{: #{element.get('id')}"),
        f"the id {quote(element.get('id'))} does not belong to a heading",
        "only headings have ids",
        "remove it, or put it on the line of the heading",
    )


def _picture(element: Element, finder: _Finder) -> Problem:
    return Problem(
        finder.text(element.get("src", "")),
        f"a picture stands in the text ({quote(element.get('src'), 30)})",
        "pages of prose have no pictures",
        "say it in words, or link to the picture",
    )


def _attribute(name: str, finder: _Finder) -> Problem:
    return Problem(
        finder.text(name),
        f"the attribute {quote(name)} is not used in prose",
        'what stands in braces is {#id}, {.class} or {lang="fi"}',
        "remove it",
    )


def _traps(lines: Sequence[Line]) -> Iterator[Problem]:
    """What looks right in the text but becomes something else."""
    fenced = False
    # The first line of the block of lines that the present one belongs to.
    opening = ""
    for line in lines:
        if line.text.startswith("```"):
            fenced = not fenced
        if not fenced:
            yield from _trap(opening, line)
        if not line.text.strip() or line.text.startswith("#"):
            opening = ""
        elif not opening:
            opening = line.text


def _trap(opening: str, line: Line) -> Iterator[Problem]:
    text = line.text
    if re.fullmatch(r"!!! ?[\w-]+\s*", text):
        yield Problem(
            line.place,
            "the box has no title",
            'a box begins with !!! note "Title"; without one, its title would be English',
            "write the title in quotation marks",
        )
    if re.match(r" {1,3}(?:[-*+]|\d+\.)\s", text):
        yield Problem(
            line.place,
            "the list is indented by fewer than four spaces",
            "a list within a list is indented by four",
            "indent the line by four spaces, or by none",
        )
    if opening and _LIST_ITEM.match(text) and not (_LIST_ITEM.match(opening) or opening[0] == " "):
        yield Problem(
            line.place,
            "the list follows a line of text",
            "a list needs an empty line before it, or it becomes part of the paragraph",
            "put an empty line above it",
        )
    if found := re.search(r"\[\^[^\]]+\]", text):
        yield Problem(
            Place(line.place.path, line.place.line, found.start() + 1),
            f"the footnote {quote(found[0])} is not used here",
            "prose has no footnotes",
            "say it in the text, or link to it",
        )
