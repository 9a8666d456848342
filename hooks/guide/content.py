"""What each page says in its language, as one value, and the files that it stands in.

Only what is said counts: not how it looks, not the words of the interface, not when it was
reviewed, and nothing in another language.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from guide.addresses import ACCESSIBILITY, CHANGES, EDITIONS, EDITORS, MAP, SITEMAP, WITHDRAWN
from guide.facts import REFERENCE
from guide.model import Concept, ConceptText, Page, Site

#: Fields that are settings or names of ours, or that say when something was looked at.
_UNSAID = frozenset(
    (
        *("id", "slug", "place", "moved", "moved_anchors", "addresses"),
        *("reviewed", "review_by", "consulted", "prepared", "status"),
        *("keywords", "never", "autolink", "check", "alternatives"),
    )
)

# An id at the end of a heading.
_ID = re.compile(r"\s*\{#[a-z0-9-]+\}\s*$")

#: The folders of data that each page shows which lists more than one entry.
_LISTED = {
    "glossary/index.md": ("concepts",),
    MAP: ("concepts", "subjects"),
    "checklists/index.md": ("checklists",),
    "paths/index.md": ("paths",),
    "sources/index.md": ("sources", "facts"),
    SITEMAP: ("concepts", "checklists", "paths"),
    CHANGES: ("changes",),
    # Editions are no files of the project; the strings name the page that lists them.
    EDITIONS: ("strings",),
}

#: The folder of data of the pages in a folder of the site.
_DATA = {
    "glossary": "concepts",
    "checklists": "checklists",
    "paths": "paths",
    WITHDRAWN: "withdrawn",
}

#: The pages that one file of data makes.
_SINGLE = {
    "sources/coverage.md": "data/coverage.yml",
    ACCESSIBILITY: "data/accessibility.yml",
    EDITORS: "data/translations.lock",
}


def digest(value: Any) -> str:
    """A short name for a value: twelve figures and letters, the same as long as it is."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:12]


def contents(site: Site) -> dict[tuple[str, str], Any]:
    """What every page says, by language and source: lists, objects and texts."""
    found: dict[tuple[str, str], Any] = {
        (page.language, page.source): _prose(site, page) for page in site.pages
    }
    for code in site.codes:
        found |= {(code, source): value for source, value in _Contents(site, code).pages()}
    return found


def _prose(site: Site, page: Page) -> Any:
    lines = [_ID.sub("", line.text) for line in page.lines]
    used = [site.facts[name] for name in _facts(page) if name in site.facts]
    figures = [[fact.value[page.language], fact.as_of] for fact in used]
    return [page.title, page.description, "\n".join(lines), figures]


def _facts(page: Page) -> list[str]:
    """The figures that a page shows, by id."""
    return [name for line in page.lines for name in re.findall(REFERENCE, line.text)]


class _Contents:
    """The contents of all pages made from data in one language."""

    def __init__(self, site: Site, code: str) -> None:
        self.site = site
        self.code = code
        concepts = {name: concept.texts[code].name for name, concept in site.concepts.items()}
        guides = {
            page.source.removeprefix("guide/").removesuffix(".md"): page.title
            for page in site.pages
            if page.language == code
        }
        #: What readers see where an entry names another one by its id.
        self.names: dict[str, Mapping[str, str]] = {
            **dict.fromkeys(("broader", "narrower", "related", "concepts", "concept"), concepts),
            "guides": guides,
            "subject": {id_: subject.name[code] for id_, subject in site.subjects.items()},
        }

    def pages(self) -> Iterator[tuple[str, Any]]:
        """Each page's source and content."""
        site = self.site
        for name, concept in site.concepts.items():
            confusions = sorted((self.said(c) for c in site.confusions(concept)), key=str)
            yield f"glossary/{name}.md", [self.said(concept), confusions]
        for name, checklist in site.checklists.items():
            yield f"checklists/{name}.md", self.said(checklist)
        for name, path in site.paths.items():
            self.names["next"] = {step.id: step.text[self.code] for step in path.steps}
            yield f"paths/{name}.md", self.said(path)
        for name, withdrawal in site.withdrawals.items():
            yield f"{WITHDRAWN}/{name}.md", self.said(withdrawal)
        if site.coverage:
            yield "sources/coverage.md", self.said(site.coverage)
        if site.statement:
            yield ACCESSIBILITY, self.said(site.statement)
        # What it says is about other pages; it is nothing that anyone would cite.
        yield EDITORS, []
        yield from self.lists()

    def lists(self) -> Iterator[tuple[str, Any]]:
        """The pages that list others: what they show of each."""
        site, code = self.site, self.code
        concepts = [concept.texts[code] for concept in site.concepts.values()]
        yield (
            "glossary/index.md",
            sorted(
                [text.name, *text.admitted, *(d.term for d in text.deprecated)] for text in concepts
            ),
        )
        named = ("subject", "broader", "narrower", "related")
        mapped = [
            [concept.texts[code].name, *(self.said(getattr(concept, name), name) for name in named)]
            for concept in site.concepts.values()
        ]
        described = [subject.description.get(code, "") for subject in site.subjects.values()]
        yield MAP, [sorted(mapped, key=str), described]
        checklists = [checklist.texts[code] for checklist in site.checklists.values()]
        paths = [path.texts[code] for path in site.paths.values()]
        for folder, texts in (("checklists", checklists), ("paths", paths)):
            yield f"{folder}/index.md", [[text.title, text.description] for text in texts]
        facts = [self.said(fact) for fact in site.facts.values() if fact.verified]
        yield "sources/index.md", [[self.said(s) for s in site.sources.values()], facts]
        yield CHANGES, [self.said(change) for change in site.changes.values()]
        yield EDITIONS, [edition.date for edition in site.editions]
        titles = [page.title for page in site.pages if page.language == code]
        titles += [text.title for text in (*checklists, *paths)]
        yield SITEMAP, sorted([*titles, *(text.name for text in concepts)])

    def said(self, value: Any, field: str = "") -> Any:
        """A value as readers of the language see it."""
        if is_dataclass(value):
            unsaid = _UNSAID | {"match"} if isinstance(value, ConceptText) else _UNSAID
            if isinstance(value, Concept):
                unsaid |= {"confused_with"}  # It may be said in the other file.
            return {
                part.name: self.said(getattr(value, part.name), part.name)
                for part in fields(value)
                if part.name not in unsaid
            }
        if isinstance(value, Mapping):
            if self.code in value:
                return self.said(value[self.code])
            return {name: self.said(inner) for name, inner in value.items()}
        if isinstance(value, tuple):
            return [self.said(inner, field) for inner in value]
        if isinstance(value, str) and field in self.names:
            return self.names[field].get(value.partition("#")[0], value)
        return value


def files(site: Site, language: str, source: str) -> frozenset[str]:
    """The files of content that a page is made from, from the project's root.

    A folder stands for all files in it.
    """
    page = site.prose.get((language, source))
    if page:
        figures = {f"data/facts/{name}.yml" for name in _facts(page)}
        own = f"docs/{language}/{source}"
        return frozenset({own, *(line.place.path for line in page.lines), *figures})
    if source in _SINGLE:
        return frozenset({_SINGLE[source]})
    if source in _LISTED:
        prose = {f"docs/{language}"} if source == SITEMAP else set()
        return frozenset({f"data/{folder}" for folder in _LISTED[source]} | prose)
    folder, name = posixpath.split(source.removesuffix(".md"))
    found = {f"data/{_DATA[folder]}/{name}.yml"}
    if folder == "glossary":
        confusions = site.confusions(site.concepts[name])
        # A difference may be said in the file of the other concept.
        found |= {f"data/concepts/{c.concept}.yml" for c in confusions}
    return frozenset(found)
