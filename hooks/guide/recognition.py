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
from guide.tokens import TEXT, Token, tokens

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


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    term: Term
    parts: tuple[_Part, ...]
    #: The words that must have one case, by number; the last is the term's head.
    agreeing: tuple[int, ...] = ()


# What begins with some word, by the keys of its second word; '' for what has no second one.
_Beginning = dict[str, list[_Pattern]]


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
        self._beginnings: dict[str, _Beginning] = {}

    @cached_property
    def _patterns(self) -> dict[str, _Beginning]:
        """What begins with a word, by its keys."""
        found: dict[str, _Beginning] = defaultdict(lambda: defaultdict(list))
        for pattern in self._sought:
            first, *others = pattern.parts
            seconds = others[0].keys if others else ("",)
            for key in first.keys:
                for second in seconds:
                    found[key][second].append(pattern)
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
        found, known = tokens(text), self._beginnings.get
        words = [token[0] for token in found]
        free = 0
        # Nothing begins with most words; of some it is not known yet.
        for position in [n for n, word in enumerate(words) if known(word, word)]:
            if position < free or found[position].lastgroup not in TEXT:
                continue
            begun = known(words[position])
            if begun is None:
                begun = self._beginning(words[position])
            matching = self._matching(begun, found, position)
            for length in sorted({len(pattern.parts) for pattern in matching}, reverse=True):
                end = position + length
                if any(map(_continues, words[end : end + 1])):
                    continue
                first, last = found[position].start(), found[end - 1].end()
                terms = self._meant(
                    [pattern.term for pattern in matching if len(pattern.parts) == length],
                    " ".join(text[first:last].split()),
                )
                if terms:
                    if terms[0].rank != _NOTHING:
                        yield Mention(first, last, terms)
                    free = end
                    break

    def _matching(self, begun: _Beginning, found: Sequence[Token], position: int) -> list[_Pattern]:
        """What begins with the word at a position and stands there whole."""
        possible = list(begun.get("", ()))
        longer = begun.keys() - {""}
        following = found[position + 1 : position + 2] if longer else ()
        for token in following:
            if token.lastgroup in TEXT:
                for key in longer & self._word_keys(token[0]):
                    possible += begun[key]
        return [p for p in dict.fromkeys(possible) if self._matches(p, found, position)]

    def _beginning(self, word: str) -> _Beginning:
        """The patterns that may begin with a word; they are remembered."""
        found: _Beginning = defaultdict(list)
        for key in self._word_keys(word) if self._may_begin(word) else ():
            for second, patterns in self._patterns.get(key, {}).items():
                found[second] += patterns
        self._beginnings[word] = found
        return found

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

    def _matches(self, pattern: _Pattern, found: Sequence[Token], position: int) -> bool:
        row = found[position : position + len(pattern.parts)]
        return (
            len(row) == len(pattern.parts)
            and all(map(self._matches_part, pattern.parts, row))
            and self._agree([row[number][0] for number in pattern.agreeing])
        )

    def _matches_part(self, part: _Part, token: Token) -> bool:
        word = token[0]
        return (
            token.lastgroup in TEXT
            and not part.keys.isdisjoint(self._word_keys(word))
            and word.startswith((part.capitals, part.capitals.upper()))
            and (not part.fixed or fold(word) == part.word)
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


def _continues(word: str) -> bool:
    """Whether a word ends a compound that begins with the words before it: Kultur 2030 -projekt."""
    return len(word) > 1 and word.startswith(_HYPHENS)


def _keys(keys: Callable[[str], frozenset[str]], word: str) -> frozenset[str]:
    """The keys of a word; what ends a compound (-projekt) is no word of its own."""
    if word.startswith("-") and len(word) > 1:
        return frozenset("-" + key for key in keys(word[1:]))
    return keys(word)


def _patterns(grammar: Grammar, term: Term) -> Iterator[_Pattern]:
    """A term as its words; and with a hyphen for one of its spaces, or spaces for its hyphens."""
    words = [token[0] for token in tokens(term.text)]
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
