"""The page for editors: which languages are behind, with what is to be carried over, and reviews.

Nothing on it depends on the day of the build: what is due is in the order of its days.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from guide.addresses import EDITORS
from guide.behind import KEPT_IN, Change, behind_first, line_to_confirm
from guide.languages import written_date
from guide.model import GeneratedPage, Language, Site
from guide.references import References
from guide.rendering import escape, fill, page
from guide.reviews import reviews
from guide.translations import Translation, translations
from markupsafe import Markup

#: The lock as a name that is no word of the page's language.
_NAMED = Markup('<code lang="en">{}</code>').format(KEPT_IN)


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The page in a language."""
    behind = behind_first(site)
    unconfirmed = [one for one in translations(site) if one.is_unconfirmed]
    yield page(
        language,
        EDITORS,
        title=language.sections["editors"]["title"],
        description=language.strings["editors.description"],
        reviewed=max((p.reviewed for p in site.pages), default=""),
        body=fill(
            "editors.md.j2",
            t=language.strings,
            behind=[_entry(site, language, references, *found) for found in behind],
            unconfirmed=[(*references.link(EDITORS, one.source), one.name) for one in unconfirmed],
            due=list(_due(site, language, references)),
        ),
    )


def _entry(
    site: Site,
    language: Language,
    references: References,
    one: Translation,
    changed: list[Change],
) -> dict[str, object]:
    assert one.confirmed
    strings = language.strings
    day = written_date(language, one.confirmed.date)
    return {
        "name": one.name,
        "link": references.link(EDITORS, one.source),
        "confirmed": strings["editors.confirmed"].format(date=day),
        "languages": [other for other in site.languages if other.code in one.behind],
        "changes": [
            (other, strings["behind.since"].format(date=written_date(language, day)), parts)
            for other, day, parts in changed
        ],
        "how": escape(strings["editors.confirm"]).replace(KEPT_IN, _NAMED),
        "line": line_to_confirm(one, changed),
    }


def _due(
    site: Site, language: Language, references: References
) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each day on which something is due, and what: name, address and file."""
    wanted = [due for due in reviews(site) if due.language in ("", language.code)]
    for day, group in groupby(wanted, key=lambda due: due.day):
        entries = []
        for due in group:
            source, mark, anchor = due.target.partition("#")
            name, address = references.link(EDITORS, source)
            if mark:
                name = site.facts[anchor.removeprefix("fact-")].label[language.code]
            entries.append((name, f"{address}{mark}{anchor}", due.path))
        yield written_date(language, day), entries
