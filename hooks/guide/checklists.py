"""Pages of the checklists: a form for each, and an index.

A form needs no script, has nothing to submit and nowhere to send it: every field is a box to
tick or a text area, so that the Enter key cannot reload the page and lose what was written.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.addresses import Addresses
from guide.languages import sort_key, written_date
from guide.model import Checklist, GeneratedPage, Item, Language, Site
from guide.rendering import fill, page

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
    entries = [(entry.texts[language.code], f"{entry.id}.md") for entry in checklists]
    return page(
        language,
        f"{FOLDER}/index.md",
        title=language.sections[FOLDER]["title"],
        description=language.strings["checklists.description"],
        reviewed=max((checklist.reviewed for checklist in checklists), default=""),
        body=fill("checklists.index.md.j2", t=language.strings, checklists=entries),
    )


def _checklist_page(
    site: Site, language: Language, checklist: Checklist, addresses: Addresses
) -> GeneratedPage:
    source = f"{FOLDER}/{checklist.id}.md"
    links = {
        item.id: _links(site, language, item, source, addresses)
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


def _links(
    site: Site, language: Language, item: Item, source: str, addresses: Addresses
) -> list[tuple[str, str]]:
    """What helps with an item, guides first: the name and the relative address of each.

    Where one section of a guide is meant, its heading is the name.
    """
    code = language.code
    names = {(page.source, ""): page.title for page in site.pages if page.language == code}
    names |= {
        (page.source, heading.id): heading.text
        for page in site.pages
        if page.language == code
        for heading in page.headings
    }
    found: list[tuple[str, str]] = []
    for guide in item.guides:
        name, _, anchor = guide.partition("#")
        target = f"guide/{name}.md"
        link = addresses.relative((code, source), (code, target))
        found.append((names[target, anchor], f"{link}#{anchor}" if anchor else link))
    for concept in item.concepts:
        link = addresses.relative((code, source), (code, f"glossary/{concept}.md"))
        found.append((site.concepts[concept].texts[code].name, link))
    return found
