"""How a page names a source."""

from __future__ import annotations

from dataclasses import dataclass

from guide.languages import written_date
from guide.model import Fact, Language, Source


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as a page names it; ``language`` is that of the title."""

    title: str
    language: str
    url: str
    #: Who wrote and published it, and when.
    origin: str
    consulted: str


def citation(language: Language, cited: Source) -> Citation:
    """The source in the page's language, or in the first that it was published in."""
    code = language.code if language.code in cited.title else next(iter(cited.title))
    published = written_date(language, cited.published) if cited.published else ""
    consulted = written_date(language, cited.consulted)
    return Citation(
        title=cited.title[code],
        language=code,
        url=cited.url.get(code, ""),
        origin=", ".join(part for part in (cited.author, cited.publisher, published) if part),
        consulted=language.strings["source.consulted"].format(date=consulted),
    )


def as_of(language: Language, fact: Fact) -> str:
    """The year, month or day that a figure holds for, as the language writes it."""
    if len(fact.as_of) == len("2024-05-31"):
        return written_date(language, fact.as_of)
    return "/".join(reversed([str(int(part)) for part in fact.as_of.split("-")]))
