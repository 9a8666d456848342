"""A Python-Markdown extension that links terms in prose to the pages of their concepts.

The first mention of each concept in a section becomes a link, as many as the limits allow; and
``[any text](term:twin-town)`` leads to that concept's page. At the end of the page a list of the
terms that it links to is added, for paper. It works in every generator that uses Python-Markdown.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from guide.model import LinkLimits
from guide.passages import MASK
from guide.recognition import DEPRECATED, Mention, Recogniser
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, HTML_PLACEHOLDER_RE, AtomicString

#: What a link by hand begins with, before the concept's id.
SCHEME = "term:"

#: Elements whose own words are running text.
BLOCKS = frozenset({"p", "li", "dd", "td"})

#: Elements within these that are a part of their words.
INLINE = frozenset({"em", "strong", "b", "i", "span", "br", "a", "code", "abbr", "q", "sub", "sup"})

#: Elements in which nothing is linked, and classes whose elements are so.
NO_LINKS = frozenset({"a", "code", "pre", "abbr", "script", "style", "svg"})
NO_LINKS_CLASSES = frozenset(
    {"admonition-title", "citation", "designation", "entry-status", "fact", "words"}
)

#: Pages that only list: sources of others, and the glossary's own terms.
LISTS = ("sources/", "glossary/index.md", "glossary/map.md")

#: Pages of many short sections, on which a concept is linked once.
SHORT = ("glossary/", "checklists/", "paths/")

_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)")

#: Within what follows a heading, the first mention counts anew.
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What the extension knows of a concept."""

    term: str
    definition: str
    #: Whether mentions become links by themselves.
    autolink: bool = True


class TermsExtension(Extension):
    """Links terms.

    Args:
        recogniser: Finds the terms of the language.
        entries: The concepts that there are pages for, by id.
        heading: The heading of the list of terms for paper.
        limits: How many mentions become links by themselves.

    ``source`` is that of the page being rendered; a concept's own page does not link to itself.
    Concepts have their pages where ``page`` says.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        entries: Mapping[str, Entry],
        heading: str,
        limits: LinkLimits = LinkLimits(),  # noqa: B008 - frozen
        source: str = "",
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.recogniser = recogniser
        self.entries = entries
        self.heading = heading
        self.limits = limits
        self.source = source
        #: The concepts that the page rendered last links to, in the order in which they come; and
        #: what was found in it, by text.
        self.linked: tuple[str, ...] = ()
        self.found: dict[str, tuple[Mention, ...]] = {}

    def page(self, concept: str) -> str:
        """The source of a concept's page."""
        return f"glossary/{concept}.md"

    def address(self, concept: str) -> str:
        """The path from the present page to a concept's."""
        return posixpath.relpath(self.page(concept), posixpath.dirname(self.source) or ".")

    def concept(self, address: str) -> str | None:
        """The concept whose page an address in the present page leads to."""
        path = posixpath.join(posixpath.dirname(self.source), address.partition("#")[0])
        name = posixpath.normpath(path).removeprefix("glossary/").removesuffix(".md")
        known = name in self.entries and posixpath.normpath(path) == self.page(name)
        return name if known else None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        """After attributes (8) and the contents (5); before links are made relative (0)."""
        md.treeprocessors.register(_Linker(self, md), "terms", 3)


class _Text:
    """The words of a block: where each piece of text stands, and whether it can be linked.

    Raw HTML has been put aside by Markdown, tag by tag: ``raw`` holds the tags.
    """

    def __init__(self, raw: Sequence[str]) -> None:
        self.words = ""
        self.pieces: list[tuple[int, Element, str, bool]] = []
        self._raw = raw
        #: Raw elements that are open, in which nothing is linked.
        self._open: list[str] = []

    def add(self, element: Element, part: str, *, linkable: bool) -> None:
        """Adds the text of an element (``text``), or what follows it (``tail``)."""
        text = getattr(element, part) or ""
        # Words that were put aside by Markdown's own rules are no words of ours.
        linkable = linkable and not isinstance(text, AtomicString)
        self.pieces.append((len(self.words), element, part, linkable))
        for number, words in enumerate(HTML_PLACEHOLDER_RE.split(text)):
            if number % 2:  # What stands between two texts is the number of a tag.
                self._note(self._raw[int(words)] if int(words) < len(self._raw) else "")
                self.words += MASK * len(HTML_PLACEHOLDER % words)
            else:
                self.words += words if linkable and not self._open else MASK * len(words)

    def _note(self, tag: str) -> None:
        """Remembers an element that begins or ends with a raw tag."""
        found = _TAG.match(tag)
        if not found:
            return
        ends, name, attributes = found.groups()
        if ends and name in self._open:
            self._open.remove(name)
        elif not ends and (
            name in NO_LINKS
            or "lang=" in attributes
            or any(f'class="{each}"' in attributes for each in NO_LINKS_CLASSES)
        ):
            self._open.append(name)


class _Linker(Treeprocessor):
    def __init__(self, extension: TermsExtension, md: Markdown) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        raw = [tag if isinstance(tag, str) else "" for tag in self.md.htmlStash.rawHtmlBlocks]
        page = _Page(self.extension, root, raw)
        page.link_by_hand()
        self.extension.found = {}
        if not self.extension.source.startswith(LISTS):
            page.link_mentions()
        if page.linked:
            root.append(page.list_for_paper())
        self.extension.linked = tuple(page.linked)


class _Page:
    """A page in the making."""

    def __init__(self, extension: TermsExtension, root: Element, raw: Sequence[str]) -> None:
        self.extension = extension
        self.root = root
        self.raw = raw
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.is_short = extension.source.startswith(SHORT)
        #: The concepts linked on the page, and by hand or otherwise in the present section.
        self.linked: dict[str, None] = {}
        self.in_section: set[str] = set()
        self.count = 0

    def link_by_hand(self) -> None:
        """Points at concepts what names them; in running text, what leads to their pages, too."""
        for link in self.root.iter("a"):
            target = link.get("href", "")
            if target.startswith(SCHEME):
                self.point(link, target.removeprefix(SCHEME))
            elif not self.is_short and (concept := self.extension.concept(target)):
                self.mark(link, concept)

    def point(self, link: Element, concept: str) -> None:
        """Makes an element a link to a concept."""
        if concept not in self.extension.entries:
            raise ValueError(f"no concept has the id {concept!r}, which a link names")
        link.set("href", self.extension.address(concept))
        self.mark(link, concept)

    def mark(self, link: Element, concept: str) -> None:
        link.set("class", " ".join([*link.get("class", "").split(), "term"]))
        link.set("data-term", concept)

    def link_mentions(self) -> None:
        for element in list(self.root.iter()):
            if element.tag in HEADINGS:
                self.in_section = self.in_section if self.is_short else set()
            elif element.tag in BLOCKS and not self.is_excluded(element):
                self.link_block(element)
            elif element.tag == "a" and (
                concept := self.extension.concept(element.get("href", ""))
            ):
                self.in_section.add(concept)

    def is_excluded(self, element: Element) -> bool:
        ancestor: Element | None = element
        while ancestor is not None:
            classes = set(ancestor.get("class", "").split())
            if ancestor.tag in NO_LINKS or classes & NO_LINKS_CLASSES:
                return True
            ancestor = self.parents.get(ancestor)
        return False

    def link_block(self, block: Element) -> None:
        """Links first mentions in a block; those linked by hand in it count as such."""
        for link in _inline(block):
            if concept := link.get("data-term"):
                self.linked.setdefault(concept)
                self.in_section.add(concept)
        text = _Text(self.raw)
        self.read(block, text, linkable=True)
        limits = self.extension.limits
        chosen: list[Mention] = []
        found = self.extension.recogniser.recognise(text.words)
        self.extension.found[text.words] = found
        for mention in found:
            full = len(chosen) >= limits.per_paragraph or self.count >= limits.per_page
            if not full and self.may_link(mention, text):
                chosen.append(mention)
                self.count += 1
                self.linked.setdefault(mention.terms[0].concept)
                self.in_section.add(mention.terms[0].concept)
        for mention in reversed(chosen):
            self.insert(mention, text)

    def may_link(self, mention: Mention, text: _Text) -> bool:
        concept = mention.terms[0].concept
        entry = self.extension.entries.get(concept)
        return (
            len(mention.terms) == 1
            # What is advised against is quoted here, or means something else.
            and mention.terms[0].rank != DEPRECATED
            and entry is not None
            and entry.autolink
            and self.extension.page(concept) != self.extension.source
            and concept not in self.in_section
            and _piece(mention, text) is not None
        )

    def read(self, element: Element, text: _Text, *, linkable: bool) -> None:
        """Gathers the words of a block with those of the elements in its lines."""
        text.add(element, "text", linkable=linkable)
        for child in element:
            if child.tag in INLINE:
                excluded = "lang" in child.attrib or self.is_excluded(child)
                if child.tag == "br":
                    text.words += "\n"
                self.read(child, text, linkable=linkable and not excluded)
            else:
                text.words += MASK
            text.add(child, "tail", linkable=linkable)

    def insert(self, mention: Mention, text: _Text) -> None:
        """Puts a link in place of a mention; the later ones of a piece are already there."""
        piece = _piece(mention, text)
        assert piece is not None
        start, element, part = piece
        words = getattr(element, part)
        first, last = mention.start - start, mention.end - start
        link = Element("a")
        self.point(link, mention.terms[0].concept)
        link.text, link.tail = words[first:last], words[last:]
        setattr(element, part, words[:first])
        if part == "text":
            element.insert(0, link)
        else:
            parent = self.parents[element]
            parent.insert(list(parent).index(element) + 1, link)

    def list_for_paper(self) -> Element:
        """The terms that the page links to, with their definitions; screens do not show it."""
        section = Element("section", {"class": "terms-used", "data-search-exclude": ""})
        SubElement(section, "h2").text = self.extension.heading
        terms = SubElement(section, "dl")
        for concept in self.linked:
            entry = self.extension.entries[concept]
            SubElement(terms, "dt").text = entry.term
            SubElement(terms, "dd").text = entry.definition
        return section


def _inline(element: Element) -> Iterator[Element]:
    """The elements in the lines of a block."""
    for child in element:
        if child.tag in INLINE:
            yield child
            yield from _inline(child)


def _piece(mention: Mention, text: _Text) -> tuple[int, Element, str] | None:
    """The one piece of text that a mention lies in, if it is one and can be linked."""
    for start, element, part, linkable in reversed(text.pieces):
        if start <= mention.start:
            words = getattr(element, part) or ""
            whole = mention.end <= start + len(words)
            return (start, element, part) if linkable and whole else None
    return None
