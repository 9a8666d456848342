"""Which word stands where on the pages of one language, and how much that weighs.

A word counts where it stands, by its lemmas and its parts; a concept's terms, those to be avoided
and those of the other languages, too, count on its page and wherever it is mentioned.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guide.grammar import KNOWN
from guide.model import Concept, Language, Site
from guide.recognition import Recogniser
from guide.search.documents import Document
from guide.search.words import split
from guide.terms import terms
from guide.words import Words

#: Weights of a word, by where it stands. A title of several words shares its weight.
TITLE, SYNONYM, FOREIGN, KEYWORD, HEADING, MENTION = 24.0, 20.0, 18.0, 14.0, 6.0, 3.0

#: What a part of a compound weighs of it; and the verb of a noun.
PART, DERIVED = 0.5, 0.7

#: The greatest weight of a word that stands in a text, however often.
TEXT = 4.0

#: What pages that list everything count for.
LISTS = {
    "sources/index.md": 0.1,
    "sources/coverage.md": 0.2,
    "glossary/index.md": 0.1,
    "glossary/map.md": 0.1,
}
INDEX = 0.5

#: Where something stands: a page and a section of it, by their numbers.
Place = tuple[int, int]

#: Lemma to place to weight.
Weights = dict[str, dict[Place, float]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a search of one language's pages looks through.

    ``forms`` has every form of each lemma of ``weights``, folded; ``seen`` has the words
    that stand on the pages, folded.
    """

    weights: Weights
    forms: Mapping[str, set[str]]
    seen: frozenset[str]


def gather(
    site: Site,
    language: Language,
    documents: Sequence[Document],
    words: Mapping[str, Words],
    recogniser: Recogniser,
) -> Gathered:
    """What stands on the pages of a language; the arguments are those of ``index.files``."""
    gathered = _Gathering(words[language.code])
    gathered.add_documents(documents)
    gathered.add_glossary(site, language, documents, recogniser)
    gathered.add_foreign_forms(words)
    gathered.add_keywords(site, language, documents)
    return Gathered(gathered.weights, gathered.forms(), frozenset(gathered.seen))


class _Gathering:
    """Which lemma stands where, and how much that weighs."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.weights: Weights = defaultdict(dict)
        self.seen: set[str] = set()
        #: Forms that stand somewhere, by lemma; of terms in other languages, too.
        self.others: dict[str, set[str]] = defaultdict(set)
        #: What each word counts for, by word: where its lemmas stand, and shares of its weight.
        self.shares: dict[str, list[tuple[dict[Place, float], float]]] = {}

    def add_words(self, words: Sequence[str], place: Place, weight: float) -> None:
        """Notes the words of a title, heading or term, which share its weight."""
        share = weight / math.sqrt(len(words) or 1)
        for word in words:
            self.add_word(word, place, share)

    def add_word(self, word: str, place: Place, weight: float) -> None:
        """Notes a word, and for less the parts of a compound.

        The greatest weight counts where a word is there in several ways.
        """
        shares = self.shares.get(word)
        if shares is None:
            shares = self.shares[word] = [(self.weights[lemma], s) for lemma, s in self.read(word)]
        for found, share in shares:
            weighed = weight * share
            if found.get(place, 0) < weighed:
                found[place] = weighed

    def read(self, word: str) -> list[tuple[str, float]]:
        """The lemmas of a word and of its parts, with their shares of its weight."""
        plain, tab, _ = word.partition("\t")
        if tab:  # A word of a term in another language, of which nothing else is known here.
            self.others[word].add(plain)
            return [(word, 1)]
        exact = {key.partition("@")[0].partition("/")[0] for key in self.words.keys(word)}
        lemmas = self.lemmas(word)
        for lemma in lemmas:
            self.others[lemma].add(word)
        shares = [(lemma, 1 if lemma in exact else DERIVED) for lemma in lemmas]
        return shares + [(part, PART) for part in self.words.parts(word)]

    def lemmas(self, word: str) -> Iterable[str]:
        """The lemmas of a word; of one that no dictionary has, only those that stand somewhere."""
        lemmas = self.words.lemmas(word)
        if KNOWN in self.words.traits(word):
            return lemmas
        return {word.replace("-", "")} | {lemma for lemma in lemmas if lemma in self.seen}

    def add_documents(self, documents: Sequence[Document]) -> None:
        """Notes the words of the pages."""
        titles = [split(document.title) for document in documents]
        texts = [[(split(s.heading), split(s.text)) for s in d.sections] for d in documents]
        self.seen.update(
            *titles, *(words for each in texts for section in each for words in section)
        )
        for page, document in enumerate(documents):
            index = document.source.endswith("index.md")
            importance = LISTS.get(document.source, INDEX if index else 1)
            self.add_words(titles[page], (page, 0), TITLE)
            for number, (heading, text) in enumerate(texts[page]):
                place = page, number
                self.add_words(heading, place, HEADING * importance)
                for word, count in Counter(text).items():
                    self.add_word(word, place, importance * TEXT * count / (count + 1))

    def add_glossary(
        self,
        site: Site,
        language: Language,
        documents: Sequence[Document],
        recogniser: Recogniser,
    ) -> None:
        """Notes what else concepts are called, on their pages and where they are mentioned."""
        places: dict[str, set[tuple[Place, bool]]] = {name: set() for name in site.concepts}
        for page, document in enumerate(documents):
            name = document.source.removeprefix("glossary/").removesuffix(".md")
            if name in places and document.source.startswith("glossary/"):
                places[name].add(((page, 0), True))
        for page, document in enumerate(documents):
            for number, section in enumerate(document.sections):
                for mention in recogniser.recognise(section.text):
                    if len(mention.terms) == 1:
                        places[mention.terms[0].concept].add(((page, number), False))
        for name, found in places.items():
            for code in site.codes:
                for term in designations(site.concepts[name], code):
                    self._add_term(term, code, language.code, found)

    def _add_term(
        self,
        term: str,
        code: str,
        own: str,
        places: Iterable[tuple[Place, bool]],
    ) -> None:
        found = split(term) if code == own else [f"{word}\t{code}" for word in split(term)]
        for place, is_own in places:
            weight = (SYNONYM if code == own else FOREIGN) if is_own else MENTION
            self.add_words(found, place, weight)

    def add_foreign_forms(self, words: Mapping[str, Words]) -> None:
        """Notes the forms of the words of terms in other languages."""
        for code, known in words.items():
            foreign = [name for name in self.others if name.endswith(f"\t{code}")]
            lemmas = {name: known.lemmas(name.partition("\t")[0]) for name in foreign}
            forms = known.forms(sorted({lemma for each in lemmas.values() for lemma in each}))
            for name, each in lemmas.items():
                self.others[name].update(*(forms[lemma] for lemma in each))

    def add_keywords(self, site: Site, language: Language, documents: Sequence[Document]) -> None:
        """Notes the words that people type though the pages do not use them."""
        keywords = {p.source: p.keywords for p in site.pages if p.language == language.code}
        for folder, entries in site.generated.items():
            for name, entry in entries.items():
                keywords[f"{folder}/{name}.md"] = entry.texts[language.code].keywords
        for page, document in enumerate(documents):
            for keyword in keywords.get(document.source, ()):
                self.add_words(split(keyword), (page, 0), KEYWORD)

    def forms(self) -> dict[str, set[str]]:
        """Every form of every lemma."""
        own = sorted(lemma for lemma in self.weights if "\t" not in lemma)
        forms = self.words.forms(own)
        return {lemma: {*forms.get(lemma, ()), *self.others[lemma]} for lemma in self.weights}


def designations(concept: Concept, code: str) -> list[str]:
    """Every term of a concept in a language, those to be avoided included."""
    return [term.text for term in terms(concept, code)]
