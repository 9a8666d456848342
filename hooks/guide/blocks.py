"""Blocks of HTML in pages made from data, kept from Markdown, which would only copy them.

Reading them tag by tag is most of what Markdown has to do with such a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A tag from the end of its name, as a regular expression; a value may have '>' in it.
REST = r"""(?=[\s/>])(?:[^>"']+|"[^"]*"|'[^']*')*+>"""

_BEGIN = re.compile(r"(?<=\n\n)<(div|dl|figure|form|nav|ol|p|section|ul)\b(?![^>]*\bmarkdown\b)")
_MARK = re.compile(r"<!--block (\d+)-->")


def set_aside(markdown: str) -> tuple[str, list[str]]:
    """The Markdown of a page with a mark for each block of HTML, and the blocks.

    What is printed into the page has no tags of its own, so tags are those of templates. A block
    that does not end, or has text behind it on its last line, is left where it is.
    """
    parts: list[str] = []
    blocks: list[str] = []
    end = 0
    while found := _BEGIN.search(markdown, end):
        parts.append(markdown[end : found.start()])
        end = end_of(found[1], markdown, found.end()) or found.end()
        block = markdown[found.start() : end]
        if markdown.startswith("\n\n", end):
            parts.append(f"<!--block {len(blocks)}-->")
            blocks.append(block)
        else:
            parts.append(block)
    return "".join([*parts, markdown[end:]]), blocks


def put_back(html: str, blocks: Sequence[str]) -> str:
    """The page with its blocks in the place of their marks."""
    return _MARK.sub(lambda found: blocks[int(found[1])], html)


def end_of(name: str, html: str, position: int) -> int | None:
    """Where an element ends that is open at a position; None if it does not."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}{REST}").finditer(html, position):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return None
