"""Words for made-up pages: lemmas with their forms, in a language's own frequencies.

The forms and the parts of compounds are those of ``guide.words``, on which our index rests, too;
so our recall is higher here than with lemmas that people have marked. The same words are asked of
every engine; what is on the wire, the time of a build and the order of results are not affected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from random import Random

from guide.grammar import KNOWN, fold
from guide.model import Site
from guide.search.words import split
from guide.terms import terms
from guide.words import Words
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from bench.recognition import prose

#: Lemmas of a text of n words: so many times the root of n (Heaps's law).
GROWTH = 20

#: Of a lemma, at most so many forms.
FORMS = 12

#: Of these, the share that stands in pages; the others are for queries.
IN_PAGES = 2 / 3

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas, the most frequent first.

    ``written`` has the forms that may stand in pages, the most frequent first, and ``unseen`` the
    forms that no lemma has in pages. ``parts`` has the parts of those lemmas that are compounds.
    """

    lemmas: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]
    written: Mapping[str, tuple[str, ...]]
    unseen: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, str]

    def draw(self, random: Random, count: int) -> Iterator[str]:
        """Words as they follow one another, by Zipf's law: of lemmas, and of a lemma's forms."""
        shares = list(accumulate(1 / (rank + 3) for rank in range(len(self.lemmas))))
        for lemma in random.choices(self.lemmas, cum_weights=shares, k=count):
            forms = self.written[lemma]
            yield forms[int(len(forms) ** random.random()) - 1]


def lexicon(site: Site, code: str, words: Words, count: int, random: Random) -> Lexicon:
    """The words of a text of ``count`` words: those of our prose, then any of the dictionary."""
    size = round(GROWTH * count**0.5)
    lemmas = _of_prose(site, code, words)
    lemmas += _of_dictionary(code, words, size - len(lemmas), set(lemmas), random)
    forms = {
        lemma: known
        for lemma, found in words.forms(lemmas[:size]).items()
        if (known := _known(words, sorted(found), random))
    }
    lemmas = [lemma for lemma in lemmas if lemma in forms]
    written = {lemma: each[: max(1, int(len(each) * IN_PAGES))] for lemma, each in forms.items()}
    standing = {form for each in written.values() for form in each}
    unseen = {
        lemma: tuple(form for form in each if form not in standing) for lemma, each in forms.items()
    }
    parts = {lemma: found for lemma in lemmas if (found := words.parts(lemma) - {lemma})}
    synonyms = {
        fold(other.text): fold(term.text)
        for concept in site.concepts.values()
        for term in terms(concept, code)
        for other in terms(concept, code)
        if fold(term.text) in forms and fold(other.text) != fold(term.text)
    }
    return Lexicon(tuple(lemmas), forms, written, unseen, parts, synonyms)


def _of_prose(site: Site, code: str, words: Words) -> list[str]:
    """The lemmas of our own prose, the most frequent first."""
    counts: Counter[str] = Counter()
    for word, count in Counter(split(prose(site, code))).items():
        if KNOWN in words.traits(word):
            for lemma in _good(words, words.lemmas(word)):
                counts[lemma] += count
    return sorted(counts, key=lambda lemma: (-counts[lemma], lemma))


def _of_dictionary(
    code: str, words: Words, count: int, known: set[str], random: Random
) -> list[str]:
    """Other lemmas that the dictionary has, in random order."""
    if count <= 0:
        return []
    lemmas = set(DefaultDictionaryFactory(0).get_dictionary(code).values())
    others = sorted(lemma for lemma in lemmas - known if lemma.islower())
    found = []
    for lemma in random.sample(others, len(others)):
        if KNOWN in words.traits(lemma) and lemma in _good(words, [lemma]):
            found.append(lemma)
            if len(found) == count:
                break
    return found


def _known(words: Words, forms: Sequence[str], random: Random) -> tuple[str, ...]:
    """Some forms in random order, without those that are made up and no reader would type."""
    mixed = random.sample(forms, len(forms))
    known = (form for form in mixed if _WORD.fullmatch(form) and KNOWN in words.traits(form))
    return tuple(islice(known, FORMS))


def _good(words: Words, lemmas: Iterable[str]) -> list[str]:
    """Those that are words of letters, and lemmas of themselves."""
    return [lemma for lemma in lemmas if _WORD.fullmatch(lemma) and lemma in words.lemmas(lemma)]
