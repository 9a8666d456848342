"""Pages of the checklists: a form for each, and an index.

A form needs no script, has nothing to submit and nowhere to send it: every field is a box to
tick or a text area, so that the Enter key cannot reload the page and lose what was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guide.addresses import Addresses
from guide.citations import citation
from guide.languages import written_date
from guide.model import Checklist, GeneratedPage, Language, Site, Source
from guide.references import References
from guide.rendering import fill, index_page, page

#: The folder of the pages, and of the section in ``Language.sections``.
FOLDER = "checklists"

#: The height of the field for each kind of answer, in lines of text.
ROWS = {"line": 1, "lines": 4}


def pages(site: Site, addresses: Addresses) -> Iterator[GeneratedPage]:
    """The checklists' pages in every language."""
    for language in site.languages:
        yield index_page(language, FOLDER, site.checklists)
        references = References(site, language, addresses)
        for checklist in site.checklists.values():
            yield _checklist_page(language, checklist, references, site.sources)


def _checklist_page(
    language: Language,
    checklist: Checklist,
    references: References,
    sources: Mapping[str, Source],
) -> GeneratedPage:
    source = f"{FOLDER}/{checklist.id}.md"
    links = {
        item.id: references.links(source, item.concepts, item.guides)
        for section in checklist.sections
        for item in section.items
    }
    text = checklist.texts[language.code]
    body = fill(
        "checklists.checklist.md.j2",
        t=language.strings,
        code=language.code,
        text=text,
        checklist=checklist,
        links=links,
        rows=ROWS,
        sources=[citation(language, sources[name]) for name in checklist.sources],
        reviewed=written_date(language, checklist.reviewed),
    )
    return page(
        language,
        source,
        title=text.title,
        description=text.description,
        reviewed=checklist.reviewed,
        body=body,
    )
