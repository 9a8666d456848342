"""What a language knows of its words: which forms belong together.

A word gets *keys*: two words are forms of one word if they share a key. A key is a lemma, with
what keeps it apart from its neighbours after a sign that no word has (``johtaa/minen``); so a
verb never shares a key with a noun. A key that ends in a case (``kunta@omanto``) says that
the word stands in that case.

A language without a grammar of its own has words that are equal only to themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Protocol

#: Languages that have a grammar, and the module that holds it.
MODULES: Mapping[str, str] = {"sv": "swedish", "fi": "finnish", "en": "english"}

#: Languages with a grammar that takes a part of a millisecond for a word: Voikko's.
SLOW = ("fi",)

#: The packages whose knowledge a grammar is; other versions of them may know other things.
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "sv": ("simplemma",),
    "fi": ("pyvoikko", "kfst", "kfst-rs"),
    "en": ("simplemma",),
}

#: The dictionary has the word in small letters.
KNOWN = "known"
#: The word, before another one, takes the case of that one.
AGREES = "agrees"

# Ways of writing an apostrophe and a hyphen; a soft hyphen is not seen.
_SIGNS = {ord("’"): "'", 0x2010: "-", 0x2011: "-", ord("–"): "-", 0x00AD: None}


class Grammar(Protocol):
    """A language's knowledge of its words. Words are given in the form that ``fold`` makes."""

    def keys(self, word: str) -> frozenset[str]:
        """The keys of a word as it stands in a text."""

    def term_keys(self, word: str) -> frozenset[str]:
        """The keys that a word of a term is found by; the word is taken for a base form."""

    def traits(self, word: str) -> frozenset[str]:
        """What else is known of a word of a term: ``KNOWN``, ``AGREES``."""

    def openings(self, word: str) -> frozenset[str]:
        """Beginnings of words: whatever shares a key with the word begins with one of them."""

    def lemmas(self, word: str) -> frozenset[str]:
        """What a word may be looked for by: looser than keys, a verb and its noun may be one."""

    def parts(self, word: str) -> frozenset[str]:
        """The lemmas of the parts of a compound; none if it is no compound."""

    def forms(self, lemmas: Collection[str]) -> Mapping[str, Collection[str]]:
        """All forms of lemmas, folded."""


class Plain:
    """The grammar of a language that has none here."""

    def keys(self, word: str) -> frozenset[str]:
        """The word itself."""
        return frozenset({word})

    def term_keys(self, word: str) -> frozenset[str]:
        """The word itself."""
        return frozenset({word})

    def traits(self, word: str) -> frozenset[str]:  # noqa: ARG002
        """None."""
        return frozenset()

    def openings(self, word: str) -> frozenset[str]:
        """The word itself."""
        return frozenset({word})

    def lemmas(self, word: str) -> frozenset[str]:
        """The word itself."""
        return frozenset({word})

    def parts(self, word: str) -> frozenset[str]:  # noqa: ARG002
        """None is known."""
        return frozenset()

    def forms(self, lemmas: Collection[str]) -> Mapping[str, Collection[str]]:
        """The words themselves."""
        return {lemma: (lemma,) for lemma in lemmas}


def grammar(code: str) -> Grammar:
    """The grammar of a language. It loads its dictionary with the first word that it is asked."""
    if code not in MODULES:
        return Plain()
    module = import_module(f"{__name__}.{MODULES[code]}")
    made: Grammar = module.make()
    return made


@lru_cache(maxsize=1_000_000)
def fold(word: str) -> str:
    """A word as grammars take it: small letters, one way of writing each, no soft hyphens."""
    return unicodedata.normalize("NFC", word).lower().translate(_SIGNS)
