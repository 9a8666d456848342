"""When what the guide says is to be read again.

A figure names its own day. All else is due so many months after its last review as
``extra.review_months`` in mkdocs.yml says.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guide.model import Site


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Something that is to be reviewed by a day."""

    #: year-month-day.
    day: str
    #: Its file, from the project's root.
    path: str
    #: The page that shows it, and its id there: 'guide/logic.md', 'sources/index.md#fact-x'.
    target: str
    #: The language of a page of prose; '' for what is in all languages.
    language: str = ""


def reviews(site: Site) -> list[Due]:
    """All that is ever to be reviewed, what is due first at the beginning."""
    return sorted(_reviews(site))


def _reviews(site: Site) -> Iterator[Due]:
    months = site.review_months
    for page in site.pages:
        day = later(page.reviewed, months)
        yield Due(day, f"docs/{page.language}/{page.source}", page.source, page.language)
    for folder, entries in site.generated.items():
        for name, entry in entries.items():
            day = later(entry.reviewed, months)
            yield Due(day, entry.place().path, f"{folder}/{name}.md")
    if site.statement:
        day = later(site.statement.reviewed, months)
        yield Due(day, site.statement.place().path, "accessibility.md")
    for name, fact in site.facts.items():
        if fact.verified:
            path = f"data/facts/{name}.yml"
            yield Due(fact.review_by, path, f"sources/index.md#fact-{name}")


def later(day: str, months: int) -> str:
    """The day so many months after another, or the last of its month if that is shorter."""
    start = date.fromisoformat(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()
