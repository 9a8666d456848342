"""The page that lists all pages of a language, for who looks for one without the search."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from guide.addresses import ACCESSIBILITY, CHANGES, MAP, SITEMAP, START
from guide.languages import sort_key
from guide.model import GeneratedPage, Language, Site
from guide.references import References
from guide.rendering import fill, page


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The page in a language."""
    groups = [
        (references.link(SITEMAP, f"{folder}/index.md"), list(entries))
        for folder, entries in _groups(site, language, references)
    ]
    single = [
        references.link(SITEMAP, entry.source)
        for entry in site.nav
        if "/" not in entry.source and entry.source != START
    ]
    single += [references.link(SITEMAP, source) for source in (CHANGES, ACCESSIBILITY)]
    yield page(
        language,
        SITEMAP,
        title=language.sections["sitemap"]["title"],
        description=language.strings["sitemap.description"],
        reviewed=max((p.reviewed for p in site.pages), default=""),
        body=fill(
            "sitemap.md.j2", groups=groups, about=language.strings["footer.links"], single=single
        ),
    )


def _groups(
    site: Site, language: Language, references: References
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each folder of the site and its pages: those of prose in the order of reading."""
    sources = [entry.source for entry in site.nav]
    for folder in dict.fromkeys(posixpath.dirname(source) for source in sources):
        listed = [s for s in sources if posixpath.dirname(s) == folder and folder]
        made = [f"{folder}/{name}.md" for name in site.generated.get(folder, {})]
        names = [references.link(SITEMAP, s) for s in listed if not s.endswith("/index.md")]
        more = [references.link(SITEMAP, source) for source in made]
        if folder == "glossary":
            names.append(references.link(SITEMAP, MAP))
        if folder:
            yield folder, [*names, *sorted(more, key=lambda entry: sort_key(language, entry[0]))]
