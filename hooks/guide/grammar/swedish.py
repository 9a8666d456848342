"""Swedish: simplemma's dictionary, for a compound that it lacks that of its last part.

The dictionary takes some forms of nouns for verbs ('besluten' for 'besluta'); so forms in
-en and -et are read as the noun, too, where the dictionary has that noun.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

from guide.grammar import KNOWN, dictionary
from guide.grammar.inflection import all_forms

_SHORTEST_PART = 3
# Forms that only nouns have: beslut-et, samarbete-t, mätare-n, nätverkande-t; and de anställd-a.
_DEFINITE = re.compile("(?<=.{2})(?:en|et|ena|(?<=e)n|(?<=e)t)$|(?<=.{6}d)a$")
# Plurals of ansökan, fordran, begäran; the neuter of fri.
_ENDINGS = (
    (re.compile("(?<=.{2})n?ingar(?:na)?$"), "an"),
    (re.compile("(?<=an)dena?$"), ""),
    (re.compile("(?<=[iyåä])tt$"), ""),
)
_PLURAL = re.compile("(?<=.{2})[aeo]r$")
_COMPARED = re.compile("(?:are|ast|aste)$")
# A participle of a verb that the dictionary has as its form is a noun if it is as long as this.
_NOUN = 7
_ABBREVIATION = re.compile("(.+):(?:s|n|ns|en|ens|et|ets|t|ts|ar|er|arna|erna|na)")


class Swedish:
    """See ``guide.grammar.Grammar``."""

    def keys(self, word: str) -> frozenset[str]:
        """What the word can be a form of, as a whole or by its last part."""
        return _keys(word)

    def term_keys(self, word: str) -> frozenset[str]:
        """The word itself and its lemma, but not a verb that it looks like."""
        return frozenset(key for key in _keys(word) if not _is_other_verb(word, key))

    def traits(self, word: str) -> frozenset[str]:
        """Whether the dictionary has the word."""
        return frozenset({KNOWN} if _lemma(word) else ())

    def openings(self, word: str) -> frozenset[str]:  # noqa: ARG002
        """Any: and, änder; liten, små. The dictionary is quick."""
        return frozenset({""})

    def lemmas(self, word: str) -> frozenset[str]:
        """The same as the keys."""
        return _keys(word)

    def parts(self, word: str) -> frozenset[str]:
        """The lemmas of the two parts of a compound, if the dictionary has both."""
        return frozenset(lemma for start in range(len(word)) for lemma in _halves(word, start))

    def forms(self, lemmas: Collection[str]) -> Mapping[str, Collection[str]]:
        """From the dictionary, by the last part of what it lacks."""
        return all_forms("sv", lemmas, ["s"], few=1)


make = Swedish


def _is_other_verb(word: str, key: str) -> bool:
    """Whether the key is a verb (nämna) and the word a noun that looks like a form of it."""
    return key.endswith("a") and not re.search("(?:a|an|as|or|orna|at|ad|ade)$", word)


@cache
def _keys(word: str) -> frozenset[str]:
    if abbreviation := _ABBREVIATION.fullmatch(word):
        return frozenset({word, abbreviation[1]})
    head, hyphen, tail = word.rpartition("-")
    if hyphen and head and tail:
        return frozenset(head.replace("-", "") + key for key in _keys(tail))
    if word.endswith("-"):
        return frozenset({word})
    return frozenset(_simple(word)) | frozenset(_compound(word))


def _simple(word: str) -> Iterator[str]:
    """The word, its lemma, and what it can be the definite, plural or genitive of."""
    yield word
    lemma = _lemma(word)
    if lemma and not _is_other_word(word, lemma):
        yield lemma
    for ending, replacement in ((_DEFINITE, ""), *_ENDINGS):
        bare = ending.sub(replacement, word)
        if bare != word and _lemma(bare):
            yield bare
    # Klubbar: the verb hides the noun, but the noun has klubbarna, too.
    plural = _PLURAL.sub("", word)
    if plural != word and _lemma(word + "na") == plural:
        yield plural
    if word.endswith("s") and (_lemma(word[:-1]) or not lemma):
        yield from _simple(word[:-1])


def _is_other_word(word: str, lemma: str) -> bool:
    """Whether the word is another than the lemma: internationellare; or nämnda for nämnd."""
    participle = word[:-1] == lemma and len(lemma) < _NOUN and _lemma(lemma) not in ("", lemma)
    return participle or (word != lemma and _COMPARED.sub("", word) == lemma)


def _compound(word: str) -> Iterator[str]:
    """The same of every last part that the dictionary has, if it lacks the whole."""
    if _lemma(word) or _lemma(word.removesuffix("s")):
        return
    for start in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        tail = word[start:]
        if _lemma(tail) or _lemma(tail.removesuffix("s")):
            yield from (word[:start] + key for key in _simple(tail))


def _halves(word: str, start: int) -> Iterator[str]:
    """The lemmas of what stands before and after a place in a word, if both are words."""
    head, tail = word[:start].removesuffix("-"), word[start:]
    if min(len(head), len(tail)) < _SHORTEST_PART:
        return
    # Asked first, since it rules out most places.
    last = _lemma(tail) or _lemma(tail.removesuffix("s"))
    heads = (head, head.removesuffix("s"), head + "a") if last else ()
    if first := next(filter(None, map(_lemma, heads)), ""):
        yield from (first, last)


def _lemma(word: str) -> str:
    """What simplemma's dictionary gives; empty if it does not have the word."""
    return dictionary.lemma_of("sv", word)
