"""What a page tells of itself at its foot: its version, its changes, and how to refer to it."""

from __future__ import annotations

from dataclasses import dataclass

from guide.languages import written_date
from guide.model import GeneratedPage, Language, Page, Site
from guide.rendering import prose
from guide.versions import Version
from markupsafe import Markup

#: How many changes a page tells of; a list has them all.
_NEWEST = 3


@dataclass(frozen=True, slots=True)
class Record:
    """What a page tells of itself. Texts are plain, but those of changes, which are HTML."""

    #: Which version it is and since when; empty where nothing on the page has a date.
    version: str
    #: The newest changes that concern the page: day, day as it is written, text.
    changes: list[tuple[str, str, Markup]]
    #: The reference: what stands before the day of reading, and behind it.
    before: str
    behind: str


def record(
    site: Site, language: Language, entry: Page | GeneratedPage, address: str, version: Version
) -> Record:
    """The record of a page; ``address`` is the whole of its address on the web."""
    strings, code = language.strings, language.code
    date = written_date(language, version.date) if version.date else ""
    before, _, behind = _reference(language, entry.title, address, version).partition("{day}")
    return Record(
        version=strings["record.version"].format(version=version.label, date=date) if date else "",
        changes=[
            (change.date, written_date(language, change.date), prose(change.text[code]))
            for change in site.latest(entry.source)[:_NEWEST]
        ],
        before=before,
        behind=behind,
    )


def _reference(language: Language, title: str, address: str, version: Version) -> str:
    """The reference as the language writes it, with '{day}' for the day of reading."""
    form = language.strings["cite.text"]
    if title.endswith((".", "?", "!")):
        form = form.replace("{title}.", "{title}")
    return form.format(
        title=title,
        site=language.strings["site.name"],
        version=version.label,
        address=address,
        day="{day}",
    )
