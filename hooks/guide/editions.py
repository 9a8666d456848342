"""The page that lists the editions of the site, in every language, if it keeps any."""

from __future__ import annotations

from collections.abc import Iterator

from guide.addresses import EDITIONS, EDITIONS_FOLDER
from guide.languages import written_date
from guide.model import GeneratedPage, Language, PublishedEdition, Site
from guide.references import References
from guide.rendering import fill, page


def pages(site: Site, language: Language, references: References) -> Iterator[GeneratedPage]:
    """The page in a language; none without editions."""
    if not site.editions:
        return
    address = references.addresses.address(language.code, EDITIONS)
    top = "../" * address.count("/")
    yield page(
        language,
        EDITIONS,
        title=language.sections["editions"]["title"],
        description=language.strings["editions.description"],
        reviewed=site.editions[0].date,
        body=fill(
            "editions.md.j2",
            t=language.strings,
            editions=[_entry(language, top, edition) for edition in site.editions],
        ),
    )


def _entry(language: Language, top: str, edition: PublishedEdition) -> dict[str, str]:
    """An edition as the page shows it; one that lacks the language begins with the chooser."""
    folder = f"{top}{EDITIONS_FOLDER}/"
    start = f"{language.code}/" if language.code in edition.languages else ""
    date, size = written_date(language, edition.date), max(1, round(edition.size / 1e6))
    return {
        "date": edition.date,
        "written": date,
        "read": f"{folder}{edition.date}/{start}",
        "start": language.strings["editions.read"].format(date=date),
        "file": folder + edition.file,
        "download": language.strings["editions.download"].format(date=date, size=size),
        "sha256": edition.sha256,
    }
