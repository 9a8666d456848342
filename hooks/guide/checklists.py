"""Pages of the checklists: a form for each, and an index.

A form needs no script, has nothing to submit and nowhere to send it: every field is a box to
tick or a text area, so that the Enter key cannot reload the page and lose what was written.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.addresses import Addresses
from guide.languages import sort_key, written_date
from guide.model import Checklist, GeneratedPage, Item, Language, Site
from guide.rendering import fill

#: The folder of the pages, and of the section in ``Language.sections``.
FOLDER = "checklists"

#: The height of the field for each kind of answer, in lines of text.
ROWS = {"line": 1, "lines": 4}


def pages(site: Site, addresses: Addresses) -> Iterator[GeneratedPage]:
    """The checklists' pages in every language."""
    for language in site.languages:
        yield _index_page(site, language)
        for checklist in site.checklists.values():
            yield _checklist_page(site, language, checklist, addresses)


def _index_page(site: Site, language: Language) -> GeneratedPage:
    checklists = sorted(
        site.checklists.values(),
        key=lambda checklist: sort_key(language, checklist.texts[language.code].title),
    )
    markdown = fill(
        "checklists.index.md.j2",
        t=language.strings,
        title=language.sections[FOLDER]["title"],
        checklists=[(entry.texts[language.code], f"{entry.id}.md") for entry in checklists],
    )
    reviewed = max((checklist.reviewed for checklist in checklists), default="")
    return GeneratedPage(language.code, f"{FOLDER}/index.md", markdown, reviewed)


def _checklist_page(
    site: Site, language: Language, checklist: Checklist, addresses: Addresses
) -> GeneratedPage:
    source = f"{FOLDER}/{checklist.id}.md"
    links = {
        item.id: _links(site, language, item, source, addresses)
        for section in checklist.sections
        for item in section.items
    }
    markdown = fill(
        "checklists.checklist.md.j2",
        t=language.strings,
        code=language.code,
        text=checklist.texts[language.code],
        checklist=checklist,
        links=links,
        rows=ROWS,
        reviewed=written_date(language, checklist.reviewed),
    )
    return GeneratedPage(language.code, source, markdown, checklist.reviewed)


def _links(
    site: Site, language: Language, item: Item, source: str, addresses: Addresses
) -> list[tuple[str, str]]:
    """What helps with an item, guides first: the name and the relative address of each."""
    code = language.code
    titles = {page.source: page.title for page in site.pages if page.language == code}
    found: list[tuple[str, str]] = []
    for guide in item.guides:
        name, _, anchor = guide.partition("#")
        link = addresses.relative((code, source), (code, f"guide/{name}.md"))
        found.append((titles[f"guide/{name}.md"], f"{link}#{anchor}" if anchor else link))
    for concept in item.concepts:
        link = addresses.relative((code, source), (code, f"glossary/{concept}.md"))
        found.append((site.concepts[concept].texts[code].name, link))
    return found
