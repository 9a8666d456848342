"""What a page says of itself to machines, in the words of schema.org, as JSON-LD.

A concept is a DefinedTerm of a DefinedTermSet, which have no versions: the page about it has one.
A checklist is a LearningResource about a list of items, not a HowTo, since its items are questions.
No language is a translation of another, so nothing says so; the page's alternates do.
"""

from __future__ import annotations

import json
import posixpath
from typing import Any

from guide.addresses import START, Addresses
from guide.model import Checklist, Concept, GeneratedPage, Language, Page, Site
from guide.rendering import unmarked
from guide.versions import Version

#: The licence of the content.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_Node = dict[str, Any]

# What a page is, by its folder; an index, or a page beside the folders, is none of these.
_TYPES: dict[str, str | list[str]] = {
    "guide": ["Article", "LearningResource"],
    "checklists": "LearningResource",
    "paths": "LearningResource",
}

# Single pages.
_PAGES: dict[str, str | list[str]] = {
    START: "WebSite",
    "about.md": "AboutPage",
    "glossary/index.md": ["CollectionPage", "DefinedTermSet"],
}


class LinkedData:
    """Describes the pages of a language."""

    def __init__(self, site: Site, language: Language, addresses: Addresses, base: str) -> None:
        """``base`` is the address of the site, with a slash at its end."""
        self._site = site
        self._language = language
        self._addresses = addresses
        self._base = base

    def page(self, entry: Page | GeneratedPage, version: Version) -> str:
        """A page and the way to it as JSON that can stand in a script element."""
        page: _Node = {
            "@context": "https://schema.org",
            "@type": _type(entry.source),
            "@id": self._at(entry.source),
            "url": self._at(entry.source),
            "name": entry.title,
            "description": entry.description,
            "inLanguage": self._language.code,
            "license": LICENCE,
        }
        if version.date:
            page |= {"version": version.label, "dateModified": version.date}
        if "Article" in page["@type"]:
            page["headline"] = entry.title
        if entry.source != START:
            page["isPartOf"] = self._website()
        if self._site.statement and (publisher := self._site.statement.publisher):
            name = publisher.name[self._language.code]
            page["publisher"] = {"@type": "Organization", "name": name}
        page |= self._subject(entry.source)
        nodes = [page]
        if entry.source != START:
            nodes.append(self._breadcrumbs(entry))
        text = json.dumps(nodes, ensure_ascii=False, separators=(",", ":"))
        return text.replace("<", "\\u003c")

    def _at(self, source: str) -> str:
        return self._base + self._addresses.address(self._language.code, source)

    def _website(self) -> _Node:
        name = self._language.strings["site.name"]
        return {"@type": "WebSite", "@id": self._at(START), "url": self._at(START), "name": name}

    def _subject(self, source: str) -> _Node:
        """What the page is about, where schema.org has a word for it."""
        folder, name = posixpath.split(source.removesuffix(".md"))
        if folder == "glossary" and name in self._site.concepts:
            return {"mainEntity": self._term(self._site.concepts[name])}
        if folder == "checklists" and name in self._site.checklists:
            return {"mainEntity": self._items(self._site.checklists[name])}
        return {}

    def _term(self, concept: Concept) -> _Node:
        text = concept.texts[self._language.code]
        term: _Node = {
            "@type": "DefinedTerm",
            "name": text.preferred,
            "description": unmarked(text.definition),
            "termCode": concept.id,
            "inDefinedTermSet": {
                "@type": "DefinedTermSet",
                "@id": self._at("glossary/index.md"),
                "name": self._language.sections["glossary"]["title"],
            },
        }
        if text.admitted:
            term["alternateName"] = list(text.admitted)
        if same := [match.uri for match in concept.matches if match.match == "exact"]:
            term["sameAs"] = same
        return term

    def _items(self, checklist: Checklist) -> _Node:
        code = self._language.code
        items = [item for section in checklist.sections for item in section.items]
        listed = [
            {"@type": "ListItem", "position": number, "name": item.text[code]}
            for number, item in enumerate(items, 1)
        ]
        return {"@type": "ItemList", "itemListElement": listed}

    def _breadcrumbs(self, entry: Page | GeneratedPage) -> _Node:
        steps = [(self._language.strings["site.name"], self._at(START))]
        folder = posixpath.dirname(entry.source)
        index = f"{folder}/index.md"
        if folder and entry.source != index:
            steps.append((self._language.sections[folder]["title"], self._at(index)))
        steps.append((entry.title, self._at(entry.source)))
        return {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": name, "item": item}
                for number, (name, item) in enumerate(steps, 1)
            ],
        }


def _type(source: str) -> str | list[str]:
    folder, name = posixpath.split(source)
    if source in _PAGES:
        return _PAGES[source]
    if name == "index.md":
        return "CollectionPage"
    return _TYPES.get(folder, "WebPage")
