"""Names and addresses of the concepts and guides that a page of data leads to."""

from __future__ import annotations

from collections.abc import Iterable

from guide.addresses import Addresses
from guide.model import Language, Site


class References:
    """What a language calls each concept and each guide, and where they are."""

    def __init__(self, site: Site, language: Language, addresses: Addresses) -> None:
        self._code = language.code
        self._addresses = addresses
        self._concepts = {key: c.texts[self._code].name for key, c in site.concepts.items()}
        self._guides: dict[tuple[str, str], str] = {}
        for guide in site.pages:
            if guide.language == self._code:
                self._guides[guide.source, ""] = guide.title
                self._guides |= {(guide.source, head.id): head.text for head in guide.headings}

    def links(
        self, start: str, concepts: Iterable[str], guides: Iterable[str]
    ) -> list[tuple[str, str]]:
        """Guides, then concepts: the name of each, and its address relative to ``start``.

        Where one section of a guide is meant (``logic#need``), its heading is the name.
        """
        found: list[tuple[str, str]] = []
        for guide in guides:
            name, _, anchor = guide.partition("#")
            target = f"guide/{name}.md"
            link = self._relative(start, target) + (f"#{anchor}" if anchor else "")
            found.append((self._guides[target, anchor], link))
        found += [
            (self._concepts[concept], self._relative(start, f"glossary/{concept}.md"))
            for concept in concepts
        ]
        return found

    def _relative(self, start: str, end: str) -> str:
        return self._addresses.relative((self._code, start), (self._code, end))
