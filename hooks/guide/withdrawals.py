"""Pages at addresses of pages that were withdrawn: since when, why, and what to read instead."""

from __future__ import annotations

from collections.abc import Iterator

from guide.addresses import START, WITHDRAWN
from guide.languages import written_date
from guide.model import GeneratedPage, Language, Site, Withdrawal
from guide.references import References
from guide.rendering import fill, page


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The pages in a language, if something was withdrawn in it."""
    for withdrawal in site.withdrawals.values():
        if withdrawal.texts[language.code].addresses:
            yield _page(language, withdrawal, references)


def _page(language: Language, withdrawal: Withdrawal, references: References) -> GeneratedPage:
    source = f"{WITHDRAWN}/{withdrawal.id}.md"
    text, strings = withdrawal.texts[language.code], language.strings
    since = strings["withdrawn.since"].format(date=written_date(language, withdrawal.since))
    replaced = withdrawal.replaced_by
    return page(
        language,
        source,
        title=text.title,
        description=since,
        reviewed=withdrawal.since,
        body=fill(
            "withdrawals.md.j2",
            t=strings,
            since=since,
            text=text,
            replaced=references.link(source, replaced) if replaced else None,
            start=references.link(source, START)[1],
        ),
    )
