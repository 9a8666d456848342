"""Markdown to running text, with the place of every letter in its file.

What is no running text (code, addresses, attributes, what is marked as another language) is
replaced by a sign that no term has, so that the rest keeps its place. Emphasis leaves spaces.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from guide.model import Line
from guide.problems import Place

#: Stands for what is no running text: a character for private use.
MASK = "\ue000"

_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"#{1,6}\s")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*")
_ID = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}\s*$")
# Where a passage begins in the middle of lines of text: an item of a list, a row of a table.
_OPENING = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|\||>|:\s|!!!)")
# Words marked as another language, code, what stands behind a link's words, attributes, HTML.
_NO_TEXT = re.compile(
    r"""(?:\*+[^*]+\*+|_+[^_]+_+|\[[^\]]*\]\([^)]*\))\{[^{}]*\blang=[^{}]*\}"""
    r"""|`+[^`]*`+|(?<=\])\([^()\s]*(?:\s+"[^"]*")?\)|\{[^{}]*\}|<[^<>\s][^<>]*>|^\s*\[[^\]]+\]:.*"""
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


def passages(lines: Iterable[Line], *, links: bool) -> Iterator[Passage]:
    """The passages of a page in order.

    Args:
        lines: The lines of the page without front matter.
        links: Whether the words of links are running text.
    """
    fence, section = "", ""
    gathered: list[Line] = []
    for line in lines:
        if found := _FENCE.match(line.text):
            fence = "" if fence == found[1] else fence or found[1]
        heading = _HEADING.match(line.text) and not fence
        underline = bool(gathered) and len(gathered) == 1 and _UNDERLINE.fullmatch(line.text)
        ends = fence or found or heading or underline or not line.text.strip()
        if gathered and (ends or _OPENING.match(line.text)):
            if underline:
                section = _id(gathered[0], section)
            yield _passage(gathered, section, links=links, is_heading=bool(underline))
            gathered = []
        if heading:
            section = _id(line, section)
            yield _passage([line], section, links=links, is_heading=True)
        elif not ends:
            gathered.append(line)
    if gathered:
        yield _passage(gathered, section, links=links, is_heading=False)


def lines(path: str, text: str) -> list[Line]:
    """The lines of a Markdown file, without its front matter."""
    every = [Line(line, Place(path, number)) for number, line in enumerate(text.split("\n"), 1)]
    if every[0].text.rstrip() != "---":
        return every
    ends = (n for n, line in enumerate(every[1:], 1) if line.text.rstrip() == "---")
    return every[next(ends, -1) + 1 :]


def _passage(lines: list[Line], section: str, *, links: bool, is_heading: bool) -> Passage:
    text = "\n".join(line.text for line in lines)
    for pattern in (_NO_TEXT,) if links else (_LINK, _NO_TEXT):
        text = pattern.sub(lambda found: _blank(found[0], MASK), text)
    text = _EMPHASIS.sub(lambda found: _blank(found[0], " "), text)
    return Passage(text, section, tuple(lines), is_heading)


def _blank(text: str, sign: str) -> str:
    return re.sub(r"[^\n]", sign, text)


def _id(line: Line, default: str) -> str:
    found = _ID.search(line.text)
    return found[1] if found else default
