"""All pages that are made from data."""

from __future__ import annotations

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

#: The modules that make pages. Each has ``pages(site, addresses)``.
MAKERS = (
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


def generate(site: Site) -> list[GeneratedPage]:
    """Every page of a site without problems that is made from its data."""
    addresses = Addresses(site)
    return [page for maker in MAKERS for page in maker.pages(site, addresses)]
