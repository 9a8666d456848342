"""A rendered page to the sections that a search leads to.

Pages are read by a few regular expressions, which takes a fifth of what a parser of any HTML takes:
Python-Markdown and our templates close every element and put values between double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from guide.blocks import REST, end_of

#: Elements whose text no reader searches for; a title is there beside the sections.
_SKIPPED_ELEMENTS = ("h1", "script", "style", "svg", "textarea", "template")
_SKIPPED_CLASSES = (
    "terms-used",
    "entry-status",
    "letters",
    "path-picture",
    "path-walk",
    "map",
    "neighbours",
    "checklist-live",
    "checklist-note",
)

#: Sections of generated pages that only list other pages and names.
_SKIPPED_SECTIONS = frozenset({"used", "sources", "matches", "languages", "relations", "terms"})

#: Elements that part no words.
_INLINE = ("a", "abbr", "b", "code", "em", "i", "q", "span", "strong", "sub", "sup")

_TAG = re.compile(rf"</?[a-zA-Z][^\s/>]*{REST}")
_INLINE_TAG = re.compile(rf"</?(?:{'|'.join(_INLINE)}){REST}")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_HEADING = re.compile(rf'<h[23](?=[^>]*\sid="([^"]+)"){REST}(.*?)</h[23]>', re.DOTALL)
_SKIPPED = re.compile(
    rf"<(?:(?P<name>{'|'.join(_SKIPPED_ELEMENTS)})(?=[\s>])"
    rf'|(?P<other>[a-z]++)(?=[^>]*\sclass="(?:[^"]*\s)?(?:{"|".join(_SKIPPED_CLASSES)})[\s"]))'
)


@dataclass(slots=True)
class Section:
    """A part of a page: '' is what stands before the first heading."""

    anchor: str
    heading: str
    text: str = ""


@dataclass(slots=True)
class Document:
    """A page as the search sees it."""

    source: str
    url: str
    title: str
    sections: list[Section] = field(default_factory=list)


def document(source: str, url: str, title: str, description: str, html: str) -> Document:
    """The sections of a page, from the HTML of its content.

    A page that begins with a heading has its description before it.
    """
    listed = _SKIPPED_SECTIONS if source.startswith(("glossary/", "checklists/", "paths/")) else ()
    sections = [section for section in _sections(html) if section.anchor not in listed]
    if source.startswith("glossary/"):
        # A concept is found as a whole.
        first = sections[0]
        first.text = " ".join(section.text for section in sections if section.text)
        sections = [first]
    sections[0].text = sections[0].text or description
    return Document(source, url, title, sections)


def _sections(html: str) -> Iterator[Section]:
    """Every heading with an id, and the text after it; first what stands before them all."""
    first, *others = _HEADING.split("".join(_not_skipped(_COMMENT.sub("", html))))
    yield Section("", "", _text(first))
    for anchor, heading, rest in zip(others[::3], others[1::3], others[2::3], strict=True):
        yield Section(anchor, _text(heading, ""), _text(rest))


def _not_skipped(html: str) -> Iterator[str]:
    """What is left without elements whose text is skipped."""
    end = 0
    while tag := _SKIPPED.search(html, end):
        name = tag["name"] or tag["other"]
        yield html[end : tag.start()]
        end = end_of(name, html, tag.end()) or len(html)
        yield "" if name in _INLINE else " "
    yield html[end:]


def _text(html: str, between: str = " ") -> str:
    """The words of HTML, with what is to stand for tags that are not within words."""
    return " ".join(unescape(_TAG.sub(between, _INLINE_TAG.sub("", html))).split())
