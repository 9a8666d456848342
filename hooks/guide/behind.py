"""What is behind, since when, and what is to be carried over; and the same as lines to print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from guide.difference import Part, difference, in_brackets
from guide.history import confirmed_text
from guide.load.lock import LOCK, written_line
from guide.model import Confirmed, Language, Site
from guide.translations import Translation, translations
from guide.versions import changes

#: Where what was confirmed is kept, from the project's root.
KEPT_IN = f"data/{LOCK}"

#: A language that has changed, the day, and the difference; None if it is not known.
Change = tuple[Language, str, list[list[Part]] | None]


@lru_cache(maxsize=1)
def behind_first(site: Site) -> list[tuple[Translation, list[Change]]]:
    """What is behind and what has changed in other languages, what has waited longest first.

    It asks git for all that is behind; pages in several languages are made from one answer.
    """
    behind = [one for one in translations(site) if one.behind]
    languages = {language.code: language for language in site.languages}
    days = changes(site, [(code, one.source) for one in behind for code in one.changed])
    found = []
    for one in behind:
        changed = [
            (languages[code], days[code, one.source], _difference(site, one.name, code))
            for code in one.changed
        ]
        found.append((one, changed))
    return sorted(found, key=lambda entry: (min(day for _, day, _ in entry[1]), entry[0].name))


def line_to_confirm(one: Translation, changed: list[Change]) -> str:
    """The line of the lock that says that what is there now agrees, as of the last change."""
    return written_line(one.name, Confirmed(max(day for _, day, _ in changed), one.digests))


def _difference(site: Site, name: str, code: str) -> list[list[Part]] | None:
    old = confirmed_text(site, name, code)
    return None if old is None else difference(old, site.translated[name][code])


def behind_report(site: Site) -> Iterator[str]:
    """Lines to print: what is behind, with the difference and the line that confirms it."""
    found = behind_first(site)
    for one, changed in found:
        yield f"{one.name} is behind in {', '.join(one.behind)}"
        for language, day, paragraphs in changed:
            yield f"  {language.code} changed on {day}:"
            if paragraphs is None:
                yield "    (git does not have the text that was confirmed)"
            yield from (f"    {in_brackets(parts)}" for parts in paragraphs or ())
        yield f"  If they agree: make confirm {one.name}, or in {KEPT_IN} the line"
        yield f"    {line_to_confirm(one, changed)}"
    unconfirmed = [one for one in translations(site) if one.is_unconfirmed]
    for one in unconfirmed:
        yield f"{one.name} is new or has changed in all languages: make confirm {one.name}"
    if not found and not unconfirmed:
        yield "All languages agree."
