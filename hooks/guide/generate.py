"""All pages that are made from data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from guide import (
    changes,
    checklists,
    editions,
    editors,
    glossary,
    paths,
    sitemap,
    sources,
    statement,
    subjects,
    withdrawals,
)
from guide.addresses import Addresses
from guide.model import GeneratedPage, Language, Site
from guide.references import References


class Maker(Protocol):
    """A module that makes pages."""

    def pages(
        self, site: Site, language: Language, references: References
    ) -> Iterable[GeneratedPage]:
        """Its pages in a language."""


MAKERS: tuple[Maker, ...] = (
    glossary,
    subjects,
    checklists,
    paths,
    sources,
    changes,
    sitemap,
    statement,
    editions,
    editors,
    withdrawals,
)


# The makers whose pages show above all what a folder of the data holds.
_SHOWN_BY: dict[str, tuple[Maker, ...]] = {
    "subjects": (subjects,),
    "checklists": (checklists,),
    "paths": (paths,),
    "sources": (sources,),
    "facts": (sources,),
    "changes": (changes,),
    "coverage": (sources,),
    "accessibility": (statement,),
}


def generate(
    site: Site, makers: Iterable[Maker] = MAKERS, codes: Collection[str] | None = None
) -> list[GeneratedPage]:
    """The pages of a site without problems that are made from its data, all of them or some.

    Args:
        site: The site.
        makers: What makes pages.
        codes: The languages of the pages; all if none are given.
    """
    return [
        page
        for language, references in _references(site, codes)
        for maker in makers
        for page in maker.pages(site, language, references)
    ]


def generate_first(site: Site, folder: str, name: str) -> list[GeneratedPage]:
    """The pages that show an entry of the data above all: its own, and those that list it."""
    if folder == "concepts":  # Most pages are those of the others.
        return [*_concepts(site, [name]), *generate(site, [subjects])]
    return generate(site, _SHOWN_BY[folder])


def generate_titled(site: Site, language: str, source: str) -> list[GeneratedPage]:
    """The pages that show the title of a page of prose: lists, and the concepts that it uses."""
    used = [
        name
        for name, places in site.uses.get(language, {}).items()
        if source in {use.source for use in places}
    ]
    listed = generate(site, (sitemap, sources))
    return [*listed, *_concepts(site, used)] if used else listed


def _concepts(site: Site, names: Collection[str]) -> Iterator[GeneratedPage]:
    for language, references in _references(site, None):
        yield from glossary.pages(site, language, references, names)


def _references(site: Site, codes: Collection[str] | None) -> Iterator[tuple[Language, References]]:
    addresses = Addresses(site)
    for language in site.languages:
        if codes is None or language.code in codes:
            yield language, References(site, language, addresses)
