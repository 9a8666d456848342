"""Pages of the glossary: one for each concept, and an index in the language's own order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from guide.addresses import MAP, Addresses
from guide.citations import citation
from guide.languages import capitalised, initial, letter_id, sentence, sort_key, written_date
from guide.lettering import Lettering
from guide.model import Concept, GeneratedPage, Language, Site
from guide.neighbours import LINE, PADDING, Picture, draw, nearest
from guide.references import References
from guide.rendering import fill, page

#: The folder of the pages, and of the section in ``Language.sections``.
FOLDER = "glossary"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A term in the index; ``see`` is empty where the term is the preferred one."""

    term: str
    concept: str
    see: str = ""
    deprecated: bool = False


def source(concept: str) -> str:
    """The file of a concept's page."""
    return f"{FOLDER}/{concept}.md"


def pages(
    site: Site, language: Language, references: References, only: Iterable[str] = ()
) -> Iterator[GeneratedPage]:
    """The glossary's pages in a language; of the concepts, perhaps some only."""
    shown = [site.concepts[name] for name in only] or list(site.concepts.values())
    yield _index_page(site, language, references.addresses)
    texts = [concept.texts[language.code] for concept in site.concepts.values()]
    lettering = Lettering(term for text in texts for term in (text.preferred, *text.admitted))
    for concept in shown:
        picture = _picture(site, language, concept, references, lettering)
        yield _concept_page(site, language, concept, references, picture=picture)


def index_entries(site: Site, language: Language) -> list[IndexEntry]:
    """Every term of every concept, in the language's alphabetical order."""
    entries: list[IndexEntry] = []
    for concept in site.concepts.values():
        text = concept.texts[language.code]
        entries.append(IndexEntry(text.name, concept.id))
        entries += [IndexEntry(term, concept.id, see=text.name) for term in text.admitted]
        entries += [
            IndexEntry(deprecated.term, concept.id, see=text.name, deprecated=True)
            for deprecated in text.deprecated
        ]
    return sorted(entries, key=lambda entry: sort_key(language, entry.term))


def letters(site: Site, language: Language) -> list[tuple[str, str, list[IndexEntry]]]:
    """Each letter of the index, the id of its heading, and its entries."""
    entries = index_entries(site, language)
    return [
        (letter.upper(), letter_id(letter), list(group))
        for letter, group in groupby(entries, lambda entry: initial(language, entry.term))
    ]


def _index_page(site: Site, language: Language, addresses: Addresses) -> GeneratedPage:
    index = f"{FOLDER}/index.md"
    here = (language.code, index)
    return page(
        language,
        index,
        title=language.sections[FOLDER]["title"],
        description=language.strings["glossary.description"],
        reviewed=max((concept.reviewed for concept in site.concepts.values()), default=""),
        body=fill(
            "glossary.index.md.j2",
            t=language.strings,
            letters=letters(site, language),
            links={
                name: addresses.relative(here, (language.code, source(name)))
                for name in site.concepts
            },
            map=addresses.relative(here, (language.code, MAP)),
        ),
    )


def _concept_page(
    site: Site,
    language: Language,
    concept: Concept,
    references: References,
    *,
    picture: Picture,
) -> GeneratedPage:
    code = language.code
    text = concept.texts[code]
    here = (code, source(concept.id))
    addresses = references.addresses
    body = fill(
        "glossary.concept.md.j2",
        t=language.strings,
        text=text,
        concept=concept,
        definition=sentence(text.definition),
        subject=site.subjects[concept.subject].name[code],
        reviewed=written_date(language, concept.reviewed),
        others=[
            (other, concept.texts[other.code], addresses.relative(here, (other.code, here[1])))
            for other in site.languages
            if other != language
        ],
        relations=_relations(language, concept, references),
        picture=picture,
        line_height=LINE,
        padding=PADDING,
        confusions=_confusions(site, language, concept),
        uses=_uses(site, language, concept, references),
        used=any(concept.id in uses for uses in site.uses.values()),
        sources=[citation(language, site.sources[name]) for name in concept.sources],
        back=addresses.relative(here, (code, f"{FOLDER}/index.md")),
    )
    return page(
        language,
        source(concept.id),
        title=capitalised(text.name),
        description=sentence(text.definition),
        reviewed=concept.reviewed,
        body=body,
    )


def _uses(
    site: Site, language: Language, concept: Concept, references: References
) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Each page that uses the concept and its sections that do: names and addresses."""
    start = source(concept.id)
    return [
        (
            references.link(start, use.source),
            [references.link(start, f"{use.source}#{name}") for name in use.sections if name],
        )
        for use in site.uses.get(language.code, {}).get(concept.id, ())
    ]


def _relations(
    language: Language, concept: Concept, references: References
) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each relation that is used: its name, and the other concepts: names and addresses."""
    start = source(concept.id)
    kinds = {
        "concept.broader": concept.broader,
        "concept.narrower": concept.narrower,
        "concept.related": concept.related,
    }
    return [
        (
            language.strings[name],
            sorted(
                [references.link(start, source(other)) for other in others],
                key=lambda link: sort_key(language, link[0]),
            ),
        )
        for name, others in kinds.items()
        if others
    ]


def _picture(
    site: Site,
    language: Language,
    concept: Concept,
    references: References,
    lettering: Lettering,
) -> Picture:
    neighbours = nearest(site, language, concept)
    start = source(concept.id)
    groups = {
        kind: (
            language.strings[f"concept.{kind}"],
            [references.link(start, source(name)) for name in names],
        )
        for kind, names in neighbours.kinds.items()
    }
    rest = language.strings["concept.rest"].format(count=neighbours.others)
    return draw(
        lettering,
        concept.texts[language.code].name,
        groups,
        rest if neighbours.others else "",
    )


def _confusions(site: Site, language: Language, concept: Concept) -> list[tuple[str, str, str]]:
    """Each concept that is confused with this one: its name, file and the difference."""
    confusions = [
        (site.concepts[confusion.concept].texts[language.code].name, confusion)
        for confusion in site.confusions(concept)
    ]
    confusions.sort(key=lambda named: sort_key(language, named[0]))
    return [(name, f"{c.concept}.md", c.difference[language.code]) for name, c in confusions]
