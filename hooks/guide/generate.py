"""All pages that are made from data."""

from __future__ import annotations

from collections.abc import Iterable
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
from guide.model import GeneratedPage, Site


class Maker(Protocol):
    """A module that makes pages."""

    def pages(self, site: Site, addresses: Addresses) -> Iterable[GeneratedPage]:
        """Its pages, in every language."""


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


def generate(site: Site, makers: Iterable[Maker] = MAKERS) -> list[GeneratedPage]:
    """Every page of a site without problems that is made from its data, or some of them."""
    addresses = Addresses(site)
    return [page for maker in makers for page in maker.pages(site, addresses)]


def generate_first(site: Site, folder: str, name: str) -> list[GeneratedPage]:
    """The pages that show an entry of the data above all: its own, and those that list it."""
    if folder == "concepts":  # Most pages are those of the others.
        addresses = Addresses(site)
        return [*glossary.pages(site, addresses, [name]), *subjects.pages(site, addresses)]
    return generate(site, _SHOWN_BY[folder])


def generate_titled(site: Site, language: str, source: str) -> list[GeneratedPage]:
    """The pages that show the title of a page of prose: lists, and the concepts that it uses."""
    used = [
        name
        for name, places in site.uses.get(language, {}).items()
        if source in {use.source for use in places}
    ]
    listed = generate(site, (sitemap, sources))
    return [*listed, *glossary.pages(site, Addresses(site), used)] if used else listed
