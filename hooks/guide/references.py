"""Names and addresses of the pages and sections that a page of data leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.addresses import ACCESSIBILITY, CHANGES, EDITORS, MAP, SITEMAP, Addresses
from guide.model import Language, Site


class References:
    """What a language calls each page and each of its sections, and where they are."""

    def __init__(self, site: Site, language: Language, addresses: Addresses) -> None:
        self._code = language.code
        self.addresses = addresses
        self._names = dict(_names(site, language))

    def name(self, source: str) -> str:
        """What the language calls a page; its file where it has no name."""
        return self._names.get((source, ""), source)

    def links(
        self, start: str, concepts: Iterable[str], guides: Iterable[str]
    ) -> list[tuple[str, str]]:
        """Guides, then concepts: the name of each, and its address relative to ``start``.

        Where one section of a guide is meant (``logic#need``), its heading is the name.
        """
        targets = [f"guide/{name}.md{mark}{anchor}" for name, mark, anchor in map(_split, guides)]
        targets += [f"glossary/{concept}.md" for concept in concepts]
        return [self.link(start, target) for target in targets]

    def link(self, start: str, target: str) -> tuple[str, str]:
        """The name of a page or section (``guide/logic.md#need``), and its relative address."""
        source, mark, anchor = _split(target)
        address = self.addresses.relative((self._code, start), (self._code, source))
        return self._names[source, anchor], f"{address}{mark}{anchor}"


def _split(target: str) -> tuple[str, str, str]:
    return target.partition("#")


def _names(site: Site, language: Language) -> Iterator[tuple[tuple[str, str], str]]:
    """The name of every page, and of every section that has one: by source and heading id."""
    code = language.code
    for page in site.pages:
        if page.language == code:
            yield (page.source, ""), page.title
            yield from (((page.source, head.id), head.text) for head in page.headings)
    yield (ACCESSIBILITY, ""), language.sections["accessibility"]["title"]
    yield (CHANGES, ""), language.sections["changes"]["title"]
    yield (EDITORS, ""), language.sections["editors"]["title"]
    yield (SITEMAP, ""), language.sections["sitemap"]["title"]
    for folder in site.generated:
        yield (f"{folder}/index.md", ""), language.sections[folder]["title"]
    yield (MAP, ""), language.sections["map"]["title"]
    for name, concept in site.concepts.items():
        yield (f"glossary/{name}.md", ""), concept.texts[code].name
    for name, checklist in site.checklists.items():
        source = f"checklists/{name}.md"
        yield (source, ""), checklist.texts[code].title
        for section in checklist.sections:
            yield (source, section.id), section.heading[code]
            yield from (((source, item.id), item.text[code]) for item in section.items)
    if site.coverage:
        yield ("sources/coverage.md", ""), site.coverage.texts[code].title
    for name, path in site.paths.items():
        yield (f"paths/{name}.md", ""), path.texts[code].title
        yield from (((f"paths/{name}.md", step.id), step.text[code]) for step in path.steps)
