"""Finds terms in running text, in whatever form they stand.

A term is a row of words; each word is known by the keys that the language's grammar gives it
(see ``guide.grammar``). A text's words are looked up by their keys, so a text costs as much
with ten thousand terms as with ten.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from guide.grammar import AGREES, KNOWN, Grammar, fold
from guide.tokens import Token, tokens

#: An abbreviation as short as this is found in its own capitals only: ETC is not etc. So is a
#: longer one that is a word, too: LEADER is not a leader.
SHORT = 4

# The rank of a phrase that contains a term but is none.
_NOTHING = -1

_HYPHENS = ("-", "\u2010", "\u2011")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011–](?=\w)")


#: What a term is to its concept, in the order in which it is believed.
PREFERRED, ADMITTED, DEPRECATED = range(3)


@dataclass(frozen=True, slots=True)
class Term:
    """A designation of a concept. Of equal terms the one with the lower ``rank`` is meant."""

    concept: str
    text: str
    rank: int = PREFERRED


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in a text: ``text[start:end]`` is its form there.

    ``terms`` holds more than one term where several concepts have it with the same rank.
    """

    start: int
    end: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a term, folded, and the keys it is found by."""

    word: str
    keys: frozenset[str]
    #: How it must begin, if capitals count.
    capitals: str = ""
    #: Whether it must be the word itself, in no other form.
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    term: Term
    parts: tuple[_Part, ...]
    #: The words that must have one case, by number; the last is the term's head.
    agreeing: tuple[int, ...] = ()


class Recogniser:
    """Finds the terms of one language.

    Args:
        grammar: The language's grammar.
        terms: What is to be found.
        never: For each concept, what is not it: a word exactly as it is written, or a phrase, in
            any form, that is nothing else either.
    """

    def __init__(
        self,
        grammar: Grammar,
        terms: Iterable[Term],
        never: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._grammar = grammar
        self._terms = tuple(terms)
        self._never = frozenset(never)
        # What was found already: several parts of a build read the same texts.
        self._found: dict[str, tuple[Mention, ...]] = {}
        self._known: dict[str, frozenset[str]] = {}
        self._beginnings: dict[str, tuple[_Pattern, ...]] = {}

    @cached_property
    def _patterns(self) -> dict[str, list[_Pattern]]:
        """What begins with a word, by its keys."""
        found: dict[str, list[_Pattern]] = defaultdict(list)
        for pattern in self._sought:
            for key in pattern.parts[0].keys:
                found[key].append(pattern)
        return found

    @cached_property
    def _openings(self) -> Sequence[str]:
        """What the first words of terms can begin with, in order; none begins with another."""
        firsts = {pattern.parts[0].word for pattern in self._sought}
        found: list[str] = []
        for opening in sorted({each for word in firsts for each in self._grammar.openings(word)}):
            if not (found and opening.startswith(found[-1])):
                found.append(opening)
        return found

    @cached_property
    def _sought(self) -> tuple[_Pattern, ...]:
        """Every way of writing a term, or what is none; looked up when a text is to be read."""
        phrases = [Term("", form, _NOTHING) for _, form in sorted(self._never) if " " in form]
        return tuple(
            pattern
            for term in (*self._terms, *phrases)
            for pattern in _patterns(self._grammar, term)
        )

    def recognise(self, text: str) -> tuple[Mention, ...]:
        """The terms of a text in order, the longest where several begin at one word."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = tuple(self._recognise(text))
        return found

    def _recognise(self, text: str) -> Iterator[Mention]:
        words, known = tokens(text), self._beginnings.get
        free = 0
        # Nothing begins with most words; of some it is not known yet.
        for position in [n for n, word in enumerate(words) if known(word.text, word)]:
            word = words[position]
            if position < free or not word.is_text:
                continue
            patterns = known(word.text)
            if patterns is None:
                patterns = self._beginning(word.text)
            matching = [pattern for pattern in patterns if self._matches(pattern, words, position)]
            for length in sorted({len(pattern.parts) for pattern in matching}, reverse=True):
                last = words[position + length - 1]
                if any(map(_continues, words[position + length : position + length + 1])):
                    continue
                terms = self._meant(
                    [pattern.term for pattern in matching if len(pattern.parts) == length],
                    " ".join(text[word.start : last.end].split()),
                )
                if terms:
                    if terms[0].rank != _NOTHING:
                        yield Mention(word.start, last.end, terms)
                    free = position + length
                    break

    def _beginning(self, word: str) -> tuple[_Pattern, ...]:
        """The patterns that may begin with a word; they are remembered."""
        keys = self._word_keys(word) if self._may_begin(word) else ()
        found = {pattern: None for key in keys for pattern in self._patterns.get(key, ())}
        known = self._beginnings[word] = tuple(found)
        return known

    def _may_begin(self, word: str) -> bool:
        """Whether a term may begin with a word, told without a look at the dictionary."""
        folded = fold(word)
        return self._is_opened(folded) or (
            "-" in folded and self._is_opened(folded.replace("-", ""))
        )

    def _is_opened(self, form: str) -> bool:
        """Whether a form begins with an opening: with the last one that is not after it, if any."""
        number = bisect_right(self._openings, form) - 1
        return number >= 0 and form.startswith(self._openings[number])

    def _meant(self, terms: Sequence[Term], form: str) -> tuple[Term, ...]:
        """The terms of the lowest rank, one for each concept; none that never has this form."""
        possible = [term for term in terms if (term.concept, form) not in self._never]
        rank = min((term.rank for term in possible), default=0)
        best = sorted((t for t in possible if t.rank == rank), key=lambda t: (t.concept, t.text))
        return tuple({term.concept: term for term in reversed(best)}.values())[::-1]

    def _matches(self, pattern: _Pattern, words: Sequence[Token], position: int) -> bool:
        found = words[position : position + len(pattern.parts)]
        return (
            len(found) == len(pattern.parts)
            and all(map(self._matches_part, pattern.parts, found))
            and self._agree([found[number].text for number in pattern.agreeing])
        )

    def _matches_part(self, part: _Part, word: Token) -> bool:
        return (
            word.is_text
            and not part.keys.isdisjoint(self._word_keys(word.text))
            and word.text.startswith((part.capitals, part.capitals.upper()))
            and (not part.fixed or fold(word.text) == part.word)
        )

    def _agree(self, words: Sequence[str]) -> bool:
        """Whether words can stand in one case; those of which none is known always can."""
        cases = [{key.partition("@")[2] for key in self._word_keys(word)} - {""} for word in words]
        known = [each for each in cases if each]
        return not known or bool(set.intersection(*known))

    def _word_keys(self, word: str) -> frozenset[str]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = _keys(self._grammar.keys, fold(word))
        return known


def _continues(word: Token) -> bool:
    """Whether a word ends a compound that begins with the words before it: Kultur 2030 -projekt."""
    return len(word.text) > 1 and word.text.startswith(_HYPHENS)


def _keys(keys: Callable[[str], frozenset[str]], word: str) -> frozenset[str]:
    """The keys of a word; what ends a compound (-projekt) is no word of its own."""
    if word.startswith("-") and len(word) > 1:
        return frozenset("-" + key for key in keys(word[1:]))
    return keys(word)


def _patterns(grammar: Grammar, term: Term) -> Iterator[_Pattern]:
    """A term as its words; and with a hyphen for one of its spaces, or spaces for its hyphens."""
    words = [token.text for token in tokens(term.text)]
    yield _pattern(grammar, term, words)
    for n, (word, following) in enumerate(pairwise(words)):
        if word[0].isalnum() and following[0].isalnum():
            yield _pattern(grammar, term, [*words[:n], f"{word}-{following}", *words[n + 2 :]])
    if len(words) > 2 and all(word[0].isalnum() for word in words):  # noqa: PLR2004
        yield _pattern(grammar, term, ["-".join(words)])
    apart = [part for word in words for part in _HYPHEN.split(word)]
    if len(apart) > len(words):
        pattern = _pattern(grammar, term, apart)
        # Only the last word bends: follow-up is not 'follows up'.
        fixed = [replace(part, fixed=True) for part in pattern.parts[:-1]]
        yield replace(pattern, parts=(*fixed, pattern.parts[-1]))


def _pattern(grammar: Grammar, term: Term, words: Sequence[str]) -> _Pattern:
    agreeing = [n for n, word in enumerate(words[:-1]) if AGREES in grammar.traits(fold(word))]
    return _Pattern(
        term,
        tuple(_part(grammar, word) for word in words),
        (*agreeing, len(words) - 1) if agreeing else (),
    )


def _part(grammar: Grammar, word: str) -> _Part:
    folded = fold(word)
    abbreviation = word[1:] != word[1:].lower() and (
        len(word) <= SHORT or (word.isupper() and KNOWN in grammar.traits(folded))
    )
    return _Part(folded, _keys(grammar.term_keys, folded), word if abbreviation else "")
