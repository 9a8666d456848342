"""Markdown to running text, with the place of every letter in its file.

What is no running text (code, addresses, attributes, what is marked as another language) is
replaced by a sign that no term has, so that the rest keeps its place. Emphasis leaves spaces.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from guide.model import Line, Page
from guide.problems import Place

#: Stands for what is no running text: a character for private use.
MASK = "\ue000"

#: Words of another language in a text of data.
FOREIGN = re.compile(r"\{[a-z]{2,3}:[^{}]*\}")

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"#{1,6}\s")
_UNDERLINE = re.compile(r"(?:={2,}|-{2,})\s*")
_ID = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}\s*$")
# Where a passage begins in the middle of lines of text: an item of a list, a row of a table.
_OPENING = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\||>|:\s|!!!)")
# Words marked as another language, code, what stands behind a link's words, attributes, HTML.
_NO_TEXT = re.compile(
    r"""(?:\*+[^*]+\*+|_+[^_]+_+|\[[^\]]*\]\([^)]*\))\{[^{}]*\blang=[^{}]*\}"""
    r"""|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|(?<=\])\([^()\s]*(?:\s+"[^"]*")?\)|\{[^{}]*\}|<[^<>\s][^<>]*>|^\s*\[[^\]]+\]:.*"""
    r"""|!!! ?[\w -]+"""
)
_LINK = re.compile(r"!?\[[^\]]*\](?:\([^()]*\)|\[[^\]]*\])")
_EMPHASIS = re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)|&\w+;|\[|\]")


@dataclass(frozen=True)
class Passage:
    """A paragraph, an item or a heading."""

    text: str
    #: The id of the heading under which it stands, or that it is; '' before the first.
    section: str
    lines: Sequence[Line]
    is_heading: bool = False

    def place(self, position: int) -> Place:
        """Where a letter of the text stands in its file."""
        number = bisect_right(self._starts, position) - 1
        place = self.lines[number].place
        return Place(place.path, place.line, position - self._starts[number] + 1)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the text."""
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))


def passages(
    lines: Sequence[Line], *, links: bool, headings: Mapping[Place, str] | None = None
) -> Iterator[Passage]:
    """The passages of a page in order.

    Args:
        lines: The lines of the page without front matter.
        links: Whether the words of links are running text.
        headings: The lines that are headings and their ids, where that is known for certain;
            else what looks like one is one.
    """
    known = dict(_headings(lines)) if headings is None else headings
    section = ""
    gathered: list[Line] = []
    for line, is_code in zip(lines, _code(lines), strict=True):
        place = Place(line.place.path, line.place.line)
        heading = known.get(place) if not is_code else None
        ends = is_code or heading is not None or not line.text.strip()
        if gathered and (ends or _OPENING.match(line.text)):
            yield _passage(gathered, section, links=links)
            gathered = []
        if heading is not None:
            section = heading or section
            yield _passage([line], section, links=links, is_heading=True)
        elif not ends and not _UNDERLINE.fullmatch(line.text):
            gathered.append(line)
    if gathered:
        yield _passage(gathered, section, links=links)


def _code(lines: Iterable[Line]) -> Iterator[bool]:
    """For each line, whether it is code: between fences, or indented where no list goes on."""
    fence, block, blank = "", "", True
    for line in lines:
        found = _FENCE.match(line.text)
        if fence:
            yield True
            closes = found and found[1].startswith(fence) and line.text.strip() == found[1]
            fence = "" if closes else fence
        elif found:
            yield True
            fence = found[1]
        else:
            indented = line.text.startswith(("    ", "\t"))
            yield indented and blank and not _OPENING.match(block)
            block = block if indented or not line.text.strip() else line.text
        blank = not line.text.strip()


def _headings(lines: Sequence[Line]) -> Iterator[tuple[Place, str]]:
    """What looks like a heading: a line that begins with #, or with a line under it."""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        text = line.text
        underlined = below and text.strip() and _UNDERLINE.fullmatch(below.text)
        if _HEADING.match(text) or (underlined and not _OPENING.match(text)):
            found = _ID.search(text)
            yield Place(line.place.path, line.place.line), found[1] if found else ""


def page_passages(page: Page) -> Iterator[Passage]:
    """The passages of a page of prose, the words of its links included."""
    headings = {Place(h.place.path, h.place.line): h.id for h in page.headings}
    return passages(page.lines, links=True, headings=headings)


def lines(path: str, text: str) -> list[Line]:
    """The lines of a Markdown file, without its front matter."""
    text = _COMMENT.sub(lambda found: _blank(found[0], " "), text)
    every = [Line(line, Place(path, number)) for number, line in enumerate(text.split("\n"), 1)]
    if every[0].text.rstrip() != "---":
        return every
    ends = (n for n, line in enumerate(every[1:], 1) if line.text.rstrip() == "---")
    return every[next(ends, -1) + 1 :]


def _passage(lines: list[Line], section: str, *, links: bool, is_heading: bool = False) -> Passage:
    text = "\n".join(line.text for line in lines)
    for pattern in (_NO_TEXT,) if links else (_LINK, _NO_TEXT):
        text = pattern.sub(lambda found: _blank(found[0], MASK), text)
    text = _EMPHASIS.sub(lambda found: _blank(found[0], " "), text)
    return Passage(text, section, tuple(lines), is_heading)


def _blank(text: str, sign: str) -> str:
    return re.sub(r"[^\n]", sign, text)
