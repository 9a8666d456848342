"""A rendered page to the sections that a search leads to."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Elements whose text no reader searches for.
_SKIPPED = frozenset({"script", "style", "svg", "textarea", "template"})
_SKIPPED_CLASSES = frozenset(
    [
        "terms-used",
        "entry-status",
        "letters",
        "path-picture",
        "path-walk",
        "map",
        "neighbours",
        "checklist-live",
        "checklist-note",
    ]
)

#: Sections of generated pages that only list other pages and names.
_SKIPPED_SECTIONS = frozenset({"used", "sources", "matches", "languages", "relations", "terms"})

_HEADINGS = frozenset({"h2", "h3"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})


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
    reader = _Reader()
    reader.feed(html)
    reader.close()
    listed = _SKIPPED_SECTIONS if source.startswith(("glossary/", "checklists/", "paths/")) else ()
    sections = [section for section in reader.sections if section.anchor not in listed]
    if source.startswith("glossary/"):
        # A concept is found as a whole.
        first, *others = sections
        first.text = "\n".join([first.text, *(section.text for section in others)])
        sections = [first]
    for section in sections:
        section.text = " ".join(section.text.split())
        section.heading = " ".join(section.heading.split())
    sections[0].text = sections[0].text or description
    return Document(source, url, title, sections)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = [Section("", "")]
        #: The elements that are open, and whether their text is passed over.
        self._open: list[tuple[str, bool]] = []
        self._heading = False

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - the parser's name for it
        """Does not count lines, which takes a fifth of the time and nobody asks for."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _HEADINGS and given.get("id"):
            self.sections.append(Section(given["id"], ""))
            self._heading = True
        if tag not in _VOID:
            skipped = tag in _SKIPPED or bool(
                _SKIPPED_CLASSES & set(given.get("class", "").split())
            )
            self._open.append((tag, skipped or self._skips))
        self.sections[-1].text += "" if tag in _INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._heading = False
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                break
        self.sections[-1].text += "" if tag in _INLINE else " "

    def handle_data(self, data: str) -> None:
        if self._skips:
            return
        if self._heading:
            self.sections[-1].heading += data
        elif not any(tag == "h1" for tag, _ in self._open):
            self.sections[-1].text += data

    @property
    def _skips(self) -> bool:
        return bool(self._open) and self._open[-1][1]


_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "q", "span", "strong", "sub", "sup"})
