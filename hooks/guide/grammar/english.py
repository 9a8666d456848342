"""English: a plural or possessive is its noun; what is derived with -ing, -ed, -er or -ly is not.

simplemma takes 'networking' for a form of 'network'; so its lemma counts only for a word that
can be a plural.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from guide.grammar import KNOWN, dictionary
from guide.grammar.inflection import all_forms

_POSSESSIVE = re.compile("(?:'s|(?<=s)')$")
# Plurals without -s, by their ends and by the ends of their nouns.
_IRREGULAR = (
    ("men", "man"),
    ("people", "person"),
    ("children", "child"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("eaux", "eau"),
    ("a", "on"),
    ("a", "um"),
    ("i", "us"),
    ("ae", "a"),
)
# Spelled with z in America and by some in Britain.
_SPELLED_WITH_Z = re.compile("(?<=[a-z]{3})iz(?=e|ation|ing)")


class English:
    """See ``guide.grammar.Grammar``."""

    def keys(self, word: str) -> frozenset[str]:
        """The noun that the word is, or is a plural or possessive of."""
        return frozenset(_keys(word))

    def term_keys(self, word: str) -> frozenset[str]:
        """The same: a term may be a plural."""
        return frozenset(_keys(word))

    def traits(self, word: str) -> frozenset[str]:
        """Whether the dictionary has the word."""
        return frozenset({KNOWN} if _lemma(word) else ())

    def openings(self, word: str) -> frozenset[str]:
        """The first letter: feet, foot."""
        return frozenset({word[:1]})

    def lemmas(self, word: str) -> frozenset[str]:
        """Its noun, and what simplemma takes for its lemma: evaluating, evaluate."""
        return frozenset(_keys(word) | ({_british(lemma)} if (lemma := _lemma(word)) else set()))

    def parts(self, word: str) -> frozenset[str]:
        """What stands between hyphens."""
        parts = word.split("-") if "-" in word else []
        return frozenset(key for part in parts if len(part) > 2 for key in _keys(part))  # noqa: PLR2004

    def forms(self, lemmas: Collection[str]) -> Mapping[str, Collection[str]]:
        """From the dictionary, with the plural of what it lacks, and spelled with z, too."""
        found = all_forms("en", lemmas, ["s"])
        for lemma, forms in found.items():
            forms |= {form.replace("is", "iz") for form in forms if "isation" in lemma}
        return found


make = English


@cache
def _keys(word: str) -> frozenset[str]:
    word = _POSSESSIVE.sub("", word)
    head, hyphen, tail = word.rpartition("-")
    if hyphen and head and tail:
        bare = head.replace("-", "")
        # Mayors-elect: the first word can be the one that bends.
        return frozenset(first + key for first in (bare, _singular(bare)) for key in _keys(tail))
    singulars = {word, _singular(word)}
    if word.endswith("es"):
        # Bases, annexes: the dictionary can have another noun of the same plural. Not: does.
        others = (word[:-2] + "is", _without_s(word) if len(word) > len("does") else "")
        singulars |= {noun for noun in others if _lemma(noun)}
    return frozenset(map(_british, singulars))


def _british(word: str) -> str:
    return _SPELLED_WITH_Z.sub("is", word)


def _singular(word: str) -> str:
    lemma = _lemma(word)
    if word.endswith("s") and not word.endswith("ss"):
        return lemma or _without_s(word)
    irregular = any(word.endswith(p) and lemma.endswith(s) for p, s in _IRREGULAR)
    return lemma if irregular else word


def _lemma(word: str) -> str:
    """What simplemma's dictionary gives; empty if it does not have the word."""
    return dictionary.lemma_of("en", word)


def _without_s(word: str) -> str:
    """The noun of a regular plural that the dictionary does not have."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if re.search("(?:s|x|z|ch|sh)es$", word) else word[:-1]
