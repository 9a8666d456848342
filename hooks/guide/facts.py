"""A Python-Markdown extension that puts dated figures into prose.

``[](fact:ii-population)`` becomes the figure as the language writes it, a link to where its
source stands, and the year or day that it holds for. It works in every generator that uses
Python-Markdown.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from guide.citations import as_of
from guide.model import Language, Site
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

#: How prose names a figure.
REFERENCE = r"\[\]\(fact:([a-z0-9-]+)\)"

#: The source of the page that lists all figures.
PAGE = "sources/index.md"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as one language writes it, and the time that it holds for."""

    value: str
    as_of: str


def figures(site: Site, language: Language) -> dict[str, Figure]:
    """Every verified figure, by id."""
    return {
        fact.id: Figure(fact.value[language.code], as_of(language, fact))
        for fact in site.facts.values()
        if fact.verified
    }


class FactsExtension(Extension):
    """Replaces references to figures; ``source`` is that of the page being rendered."""

    def __init__(self, figures: Mapping[str, Figure], source: str = "", **settings: Any) -> None:
        super().__init__(**settings)
        self.figures = figures
        self.source = source

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """Registers the pattern before that of links (160), or it would be an empty link."""
        md.inlinePatterns.register(_Reference(self, md), "fact", 165)


class _Reference(InlineProcessor):
    def __init__(self, extension: FactsExtension, md: Markdown) -> None:
        super().__init__(REFERENCE, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Markdown's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        figure = self.extension.figures[m[1]]
        page = posixpath.relpath(PAGE, posixpath.dirname(self.extension.source) or ".")
        element = Element("span", {"class": "fact"})
        link = SubElement(element, "a", {"href": f"{page}#fact-{m[1]}"})
        link.text = figure.value
        link.tail = f" ({figure.as_of})"
        return element, m.start(0), m.end(0)
