"""A rendered page of prose to the nodes of a handout.

It knows the elements that prose uses and refuses all others, so that nothing is lost silently.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from guide.handouts.handout import Content, Node, node

#: Elements that are nodes of the same name.
_SAME = frozenset(
    [
        *("h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
        *("strong", "em", "br", "a", "span"),
    ]
)

#: Elements that become other nodes.
_OTHER = {"section": "part", "div": "part", "time": "group", "b": "strong", "i": "em"}

#: Nodes that hold no text of their own: white space in them means nothing.
_HOLDERS = frozenset({"ul", "ol", "dl", "blockquote", "note", "part"})

_BLOCKS = _HOLDERS | {"h2", "h3", "h4", "p", "title", "li", "dt", "dd"}

#: The heading of what a guide says in short.
_IN_SHORT = "in-short"


class UnknownElementError(Exception):
    """An element that a handout cannot show; its name is the only argument."""


def nodes(html: str, base: str) -> list[Node]:
    """The nodes of a page's HTML; links become full addresses by ``base``, the page's own.

    Raises UnknownElementError.
    """
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return [child for child in _tidy(reader.root)["content"] if not isinstance(child, str)]


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.root = node("part")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        part = _node(tag, {name: value or "" for name, value in attrs}, self.base)
        self.open[-1]["content"].append(part)
        if tag != "br":
            self.open.append(part)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1]["content"].append(data)


def _node(tag: str, attributes: dict[str, str], base: str) -> Node:
    if tag not in _SAME and tag not in _OTHER:
        raise UnknownElementError(tag)
    part = node(_OTHER.get(tag, tag))
    classes = attributes.get("class", "").split()
    if "admonition" in classes:
        part["tag"] = "note"
    elif "admonition-title" in classes:
        part["tag"] = "title"
    elif tag == "span" and "lang" not in attributes:
        part["tag"] = "group"
    if tag == "a":
        part["href"] = urljoin(base, attributes.get("href", ""))
    for name in ("id", "lang"):
        if name in attributes:
            part[name] = attributes[name]
    return part


def _tidy(part: Node) -> Node:
    """The node without white space that means nothing, and what stands in short in its box."""
    content: list[Content] = []
    for child in _trimmed(part):
        if isinstance(child, str):
            content.append(child)
        elif content and _is_in_short(content[-1]) and child["tag"] == "ul":
            content.append(node("note", _tidy(child)))
        else:
            content.append(_tidy(child))
    return {**part, "content": content}


def _trimmed(part: Node) -> list[Content]:
    """The content with single spaces, and none at the ends of a block and beside blocks."""
    content = [
        _spaced(child) if isinstance(child, str) else child
        for child in part["content"]
        if not (part["tag"] in _HOLDERS and isinstance(child, str) and not child.strip())
    ]
    edge = part["tag"] in _BLOCKS
    trimmed: list[Content] = []
    for n, child in enumerate(content):
        text = child
        if isinstance(text, str):
            if edge if n == 0 else _is_block(content[n - 1]):
                text = text.lstrip()
            if edge if n == len(content) - 1 else _is_block(content[n + 1]):
                text = text.rstrip()
        if text:
            trimmed.append(text)
    return trimmed


def _spaced(text: str) -> str:
    """The text with one space for all white space. No-break spaces stay as they are."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _is_block(child: Content) -> bool:
    return not isinstance(child, str) and child["tag"] in _BLOCKS


def _is_in_short(child: Content) -> bool:
    return not isinstance(child, str) and child.get("id") == _IN_SHORT
