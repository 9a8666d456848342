"""The accessibility statement, by the model that Finnish law asks for.

The sentences are words of the interface (``statement.…``); what is true of this site is data.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.addresses import ACCESSIBILITY
from guide.citations import citation
from guide.languages import written_date
from guide.model import GeneratedPage, Language, Site, Statement
from guide.references import References
from guide.rendering import fill, page


def pages(site: Site, language: Language, _: References) -> Iterator[GeneratedPage]:
    """The statement in a language."""
    if site.statement:
        yield _page(site, language, site.statement)


def _page(site: Site, language: Language, statement: Statement) -> GeneratedPage:
    body = fill(
        "statement.md.j2",
        t=language.strings,
        code=language.code,
        say=_sentences(language, statement),
        statement=statement,
        assessment=statement.assessment,
        publisher=statement.publisher,
        authority=statement.authority,
        sources=[citation(language, site.sources[name]) for name in statement.sources],
    )
    return page(
        language,
        ACCESSIBILITY,
        title=language.sections["accessibility"]["title"],
        description=language.strings["statement.description"],
        reviewed=statement.reviewed,
        body=body,
    )


def _sentences(language: Language, statement: Statement) -> dict[str, str]:
    """The sentences in which something of the data stands, by the name of the words."""
    code, strings = language.code, language.strings
    publisher = statement.publisher
    values = {
        "scope": {"site": strings["site.name"]},
        statement.status: {"standard": statement.standard},
        "tested": {"date": written_date(language, statement.assessment.date)},
        "dates": {
            "prepared": written_date(language, statement.prepared),
            "reviewed": written_date(language, statement.reviewed),
        },
        "enforcement.text": {"authority": statement.authority.name[code]},
    }
    if publisher:
        values["publisher"] = {"publisher": publisher.name[code]}
    return {name: strings[f"statement.{name}"].format(**value) for name, value in values.items()}
