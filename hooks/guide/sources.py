"""The page of all sources and of all dated figures."""

from __future__ import annotations

from collections.abc import Iterator

from guide.addresses import Addresses
from guide.citations import as_of, citation
from guide.languages import sort_key
from guide.model import GeneratedPage, Language, Site
from guide.rendering import fill, page

#: The folder of the page, and of the section in ``Language.sections``.
FOLDER = "sources"


def pages(site: Site, addresses: Addresses) -> Iterator[GeneratedPage]:  # noqa: ARG001
    """The page in every language."""
    for language in site.languages:
        yield _page(site, language)


def _page(site: Site, language: Language) -> GeneratedPage:
    code = language.code
    cited = [(source.id, citation(language, source)) for source in site.sources.values()]
    cited.sort(key=lambda entry: sort_key(language, entry[1].title))
    facts = [
        (fact, as_of(language, fact), [citation(language, site.sources[s]) for s in fact.sources])
        for fact in site.facts.values()
        if fact.verified
    ]
    facts.sort(key=lambda entry: sort_key(language, entry[0].label[code]))
    return page(
        language,
        f"{FOLDER}/index.md",
        title=language.sections[FOLDER]["title"],
        description=language.strings["sources.description"],
        reviewed=max((source.consulted for source in site.sources.values()), default=""),
        body=fill("sources.index.md.j2", t=language.strings, code=code, sources=cited, facts=facts),
    )
