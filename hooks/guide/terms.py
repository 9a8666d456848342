"""The glossary's terms, as they are recognised in the site's own texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from guide.languages import sentence
from guide.linking import Entry
from guide.model import Concept, Language, Site
from guide.recognition import ADMITTED, DEPRECATED, PREFERRED, Recogniser, Term
from guide.rendering import unmarked
from guide.words import Words

#: The source of the page in whose folder the definitions for pop-ups are, and their file.
INDEX = "glossary/index.md"
DEFINITIONS = "definitions.json"


def terms(concept: Concept, code: str) -> Iterator[Term]:
    """Every term of a concept in a language, and what else it is recognised by."""
    text = concept.texts[code]
    yield Term(concept.id, text.preferred, PREFERRED)
    for term in (*text.admitted, *text.match):
        yield Term(concept.id, term, ADMITTED)
    for deprecated in text.deprecated:
        yield Term(concept.id, deprecated.term, DEPRECATED)


def recogniser(site: Site, code: str, words: Words) -> Recogniser:
    """Finds the terms of the site's glossary in texts of one language."""
    return Recogniser(words, *_sought(site, code))


def _sought(site: Site, code: str) -> tuple[tuple[Term, ...], tuple[tuple[str, str], ...]]:
    """The terms of a language, and what is none of them, by concept."""
    return (
        tuple(term for concept in site.concepts.values() for term in terms(concept, code)),
        tuple((name, form) for name, c in site.concepts.items() for form in c.texts[code].never),
    )


def recognisers(site: Site) -> Mapping[str, tuple[Recogniser, Words]]:
    """For each language of the site, its recogniser and the words that it remembers.

    As long as the terms are the same, so is the recogniser, with what it has found in texts.
    """
    return {code: _recogniser(site.root, code, *_sought(site, code)) for code in site.codes}


@lru_cache(maxsize=16)
def _recogniser(
    root: Path, code: str, terms: tuple[Term, ...], never: tuple[tuple[str, str], ...]
) -> tuple[Recogniser, Words]:
    words = Words(code, root)
    return Recogniser(words, terms, never), words


def entries(site: Site, language: Language) -> dict[str, Entry]:
    """What prose shows of each concept, by id."""
    texts = {name: concept.texts[language.code] for name, concept in sorted(site.concepts.items())}
    return {
        name: Entry(text.name, sentence(unmarked(text.definition)), text.autolink)
        for name, text in texts.items()
    }


def definitions(site: Site, language: Language) -> str:
    """What a pop-up shows, as JSON: by id, each concept's term and its definition as a sentence."""
    shown = {
        "more": language.strings["term.more"],
        "close": language.strings["term.close"],
        "concepts": {
            name: {"term": entry.term, "definition": entry.definition}
            for name, entry in entries(site, language).items()
        },
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
