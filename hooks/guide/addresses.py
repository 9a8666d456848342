"""Where each page is on the web.

Every language is below a prefix of its own, and slugs are in the page's language:
``docs/fi/guide/logic.md`` is at ``fi/opas/toimintalogiikka/``. Sources (the path below
docs/<language>/) are the same in all languages; so what a page is called in one language leads
to it in any other.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache

from guide.model import Language, Site

#: The source of each language's start page.
START = "index.md"

#: The source of the page that lists all others.
SITEMAP = "sitemap.md"

#: The source of the page that shows editors what is behind and what is to be reviewed.
EDITORS = "editors.md"

#: The source of the accessibility statement.
ACCESSIBILITY = "accessibility.md"

#: The source of the page of prose that says what is kept of readers.
PRIVACY = "privacy.md"

#: The source of the page that lists what has changed.
CHANGES = "changes.md"

#: The feed of the changes, beside that page.
FEED = "feed.xml"

#: The source of the page that lists the editions; there is none without them.
EDITIONS = "editions.md"

#: The source of the map of the glossary.
MAP = "glossary/map.md"

# Guides, checklists and concepts can be attached to a document, and the glossary as a whole.
_PDF_FOLDERS = ("guide", "checklists", "glossary")
_NO_PDF = ("guide/index.md", "checklists/index.md", MAP)

#: The folder of the pages that say what was withdrawn; each is where the page was.
WITHDRAWN = "withdrawn"

#: Pages that every language has and no data names; their slugs and titles are sections.
_SINGLE = {
    SITEMAP: "sitemap",
    ACCESSIBILITY: "accessibility",
    EDITORS: "editors",
    MAP: "map",
    CHANGES: "changes",
}

#: The section that a page's own slug is in, where it is not that of its folder.
_OWN_SECTION = _SINGLE | {EDITIONS: "editions"}

#: The folder of editions: in the project, and below the site.
EDITIONS_FOLDER = "editions"


class Addresses:
    """The address of every page of a site, those made from data included."""

    def __init__(self, site: Site) -> None:
        self._languages = site.languages
        self._addresses = {
            (language.code, source): _address(language, source, slug)
            for language in site.languages
            for source, slug in _slugs(site, language.code)
        }
        self._addresses |= {
            (code, f"{WITHDRAWN}/{name}.md"): text.addresses[0]
            for name, withdrawal in site.withdrawals.items()
            for code, text in withdrawal.texts.items()
            if text.addresses
        }

    @property
    def all(self) -> Mapping[tuple[str, str], str]:
        """The address of every page, by language and source."""
        return self._addresses

    def address(self, language: str, source: str) -> str:
        """A page's address below the site's: no slash before, one after ('fi/opas/')."""
        return self._addresses[language, source]

    def file(self, language: str, source: str) -> str:
        """The file in the built site that holds the page."""
        return self.address(language, source) + "index.html"

    def beside(self, language: str, source: str, name: str) -> str:
        """The address of a file that is no page, in the folder of a page."""
        return self.address(language, source) + name

    def pdf(self, language: str, source: str) -> str:
        """The address of the page's own PDF; empty where it has none."""
        if source in _NO_PDF or posixpath.dirname(source) not in _PDF_FOLDERS:
            return ""
        address = self.address(language, source)
        return self.beside(language, source, posixpath.basename(address.rstrip("/")) + ".pdf")

    def downloads(self, language: str, source: str) -> tuple[str, ...]:
        """The addresses of all files that belong to a page. Once published, they are kept."""
        feed = self.beside(language, source, FEED) if source == CHANGES else ""
        return tuple(filter(None, [self.pdf(language, source), feed]))

    def section(self, language: str, name: str) -> str:
        """The address of a section: of a folder of pages, or of a page that no data names."""
        return self.address(language, section_source(name))

    def relative(self, start: tuple[str, str], end: tuple[str, str]) -> str:
        """The link from one page to another, each given as language and source."""
        return _between(self.address(*start), self.address(*end))

    def from_folder(self, folder: str, language: str, source: str) -> str:
        """The link to a page from a folder of the site, given without slashes around it."""
        return posixpath.relpath("/" + self.address(language, source), f"/{folder}") + "/"

    def alternates(self, source: str) -> list[tuple[Language, str]]:
        """The address of the same page in every language, in the site's order."""
        return [
            (language, self._addresses[language.code, source])
            for language in self._languages
            if (language.code, source) in self._addresses
        ]

    def hreflang(self, source: str, default: str) -> list[tuple[str, str]]:
        """The page's alternates for search engines: (hreflang, address), 'x-default' last.

        'x-default' is the page in the ``default`` language; for the start page it is the
        chooser of languages at the root.
        """
        alternates = [(language.code, address) for language, address in self.alternates(source)]
        fallback = "" if source == START else dict(alternates).get(default)
        return alternates if fallback is None else [*alternates, ("x-default", fallback)]


def section_source(name: str) -> str:
    """The source of the page that is at the address of a section."""
    own = next((source for source, section in _OWN_SECTION.items() if section == name), "")
    return own or f"{name}/index.md"


def section_of(source: str) -> str:
    """The section whose address is that of the page; empty for a page within one."""
    folder, name = posixpath.split(source)
    return _OWN_SECTION.get(source, folder if name == START else "")


def _slugs(site: Site, code: str) -> Iterator[tuple[str, str]]:
    """The source of every page of a language, with its slug; an index has none."""
    for page in site.pages:
        if page.language == code:
            yield page.source, page.slug
    language = next(language for language in site.languages if language.code == code)
    for source, name in (_OWN_SECTION if site.editions else _SINGLE).items():
        yield source, language.sections[name]["slug"]
    for folder, entries in site.generated.items():
        yield f"{folder}/index.md", ""
        for identifier, entry in entries.items():
            yield f"{folder}/{identifier}.md", entry.texts[code].slug


def _address(language: Language, source: str, slug: str) -> str:
    folder = posixpath.dirname(source)
    parts = [language.code, language.sections[folder]["slug"] if folder else "", slug]
    return "/".join(part for part in parts if part) + "/"


@lru_cache(maxsize=100_000)
def _between(start: str, end: str) -> str:
    """The link from one address to another."""
    return posixpath.relpath(f"/{end}", f"/{start}") + "/"
