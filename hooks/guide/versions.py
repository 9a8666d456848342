"""What version of each page a reader has before them, and since when.

A page's version in a language is the day when its content in that language last changed; a second
change on the same day adds a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guide.model import GeneratedPage, Page, Site


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """The version of one page in one language."""

    #: The day of the change: year-month-day.
    date: str
    #: 1 for the first change of that day.
    number: int = 1

    @property
    def label(self) -> str:
        """How a reference names it: '2026-11-23', or '2026-11-23.2' for a second of that day."""
        return self.date if self.number == 1 else f"{self.date}.{self.number}"


#: The version of every page, by language and source.
Versions = Mapping[tuple[str, str], Version]


def versions(site: Site, generated: list[GeneratedPage]) -> Versions:
    """The version of every page of the site, those made from data included."""
    pages: list[Page | GeneratedPage] = [*site.pages, *generated]
    return {(page.language, page.source): Version(page.reviewed) for page in pages}
