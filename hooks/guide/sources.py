"""The page of all sources and of all dated figures, and pages of what the guide is built on."""

from __future__ import annotations

from collections.abc import Iterator

from guide.citations import as_of, citation
from guide.languages import sort_key
from guide.model import Coverage, GeneratedPage, Language, Site
from guide.references import References
from guide.rendering import fill, page

#: The folder of the page, and of the section in ``Language.sections``.
FOLDER = "sources"


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The pages in a language."""
    yield _index_page(site, language)
    if site.coverage:
        yield _coverage_page(site, language, site.coverage, references)


def _coverage_page(
    site: Site, language: Language, coverage: Coverage, references: References
) -> GeneratedPage:
    code = language.code
    source = f"{FOLDER}/coverage.md"
    text = coverage.texts[code]
    points = [
        (point.text[code], [references.link(source, target) for target in point.targets])
        for point in coverage.points
    ]
    body = fill(
        "sources.coverage.md.j2",
        t=language.strings,
        text=text,
        points=points,
        source=citation(language, site.sources[coverage.source]),
    )
    return page(
        language,
        source,
        title=text.title,
        description=text.description,
        reviewed=coverage.reviewed,
        body=body,
    )


def _index_page(site: Site, language: Language) -> GeneratedPage:
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
        body=fill(
            "sources.index.md.j2",
            t=language.strings,
            code=code,
            sources=cited,
            facts=facts,
            coverage=site.coverage,
        ),
    )
