"""The page that lists what has changed on the site, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from guide.addresses import CHANGES, FEED
from guide.languages import written_date
from guide.model import Change, GeneratedPage, Language, Site
from guide.references import References
from guide.rendering import fill, page


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The page in a language."""
    changes = site.latest()
    yield page(
        language,
        CHANGES,
        title=language.sections["changes"]["title"],
        description=language.strings["changes.description"],
        reviewed=max((change.date for change in changes), default=""),
        body=fill(
            "changes.md.j2",
            t=language.strings,
            code=language.code,
            days=list(_days(language, changes, references)),
            feed=FEED,
        ),
    )


def _days(
    language: Language, changes: list[Change], references: References
) -> Iterator[tuple[str, str, list[tuple[Change, list[tuple[str, str]]]]]]:
    """Each day, as data and as it is written, with its changes and the pages of each."""
    for day, of_day in groupby(changes, lambda change: change.date):
        listed = [
            (change, [references.link(CHANGES, source) for source in change.pages])
            for change in of_day
        ]
        yield day, written_date(language, day), listed
