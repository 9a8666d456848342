"""Finnish: Voikko reads a word; what it does not know is split at a hyphen or loses its ending.

Source: VISK (Iso suomen kielioppi), §81-95, for the endings; Voikko's classes and cases
(``nimisana``, ``omanto``) are its own words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from guide.grammar import AGREES, KNOWN
from guide.grammar.inflection import all_forms

# How many letters at the end of a lemma may differ from those of its forms: kunta, kunnan.
_CHANGING = 3
# Lemmas of so many letters keep two; but not these: etu, edun; aika, ajan; tie, teiden.
_SHORT = 4
_EARLY = re.compile("[aeiouyäö][kpti]")
_DIPHTHONGS = {"ie": "ei", "uo": "oi", "yö": "öi"}

# Adjectives that have one form only.
_UNBENDING = frozenset({"ensi", "eri", "joka", "koko", "pikku", "viime"})

# Endings of cases, then of owners and particles, of a word that Voikko does not know. A name
# that ends in a consonant takes an i before them: Interregin.
_PARTICLE = "(?:(?:ni|si|nsa|nsä|mme|nne)?(?:kin|kaan|kään|han|hän|ko|kö)?)"
_CASE = (
    "(?:i?(?:n|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|na|nä|ksi|tta|ttä)|i?[aä]|t[aä]|"
    "h?[aeiouyäö]{1,2}n|seen|i?t|ien|iden|ej[aä]|eihin|ei(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle))"
)
_INFLECTED = re.compile(rf"(.{{2,}}?){_CASE}?{_PARTICLE}")
# After a colon, an abbreviation's ending: EU:n, EAKR:stä.
_MINEN = re.compile("mi(?:nen|s[^i].*|siä|sii.*|siss.*|sist.*|sill.*|silt.*)$")
_ENDINGS_OF_NAMES = (
    *("n", "in", "ssa", "issa", "ssä", "issä", "sta", "ista", "stä", "istä"),
    *("lla", "illa", "lle", "ille", "ksi", "iksi", "a", "ia", "an", "iin", "t", "it"),
)
_ABBREVIATION = re.compile(rf"(.+):{_CASE}?{_PARTICLE}")


class Finnish:
    """See ``guide.grammar.Grammar``."""

    def keys(self, word: str) -> frozenset[str]:
        """Every reading of a word: its lemma, and its lemma in its case."""
        return frozenset(_keys(word))

    def term_keys(self, word: str) -> frozenset[str]:
        """Readings in which the word is a base form, if there are; else in the case it has."""
        readings = _readings(word)
        if not readings:
            return frozenset(_term_keys_of_unknown(word))
        base = [r.lemma for r in readings if r.lemma == _joined(word)]
        nominative = [r.lemma for r in readings if r.case in ("", "nimento")]
        return frozenset(base or nominative or [f"{r.lemma}@{r.case}" for r in readings])

    def traits(self, word: str) -> frozenset[str]:
        """Whether Voikko knows it, and whether it is an adjective that bends: hyvä, but not eri."""
        readings = _readings(word)
        base = [r for r in readings if r.adjective and r.lemma == _joined(word)]
        agrees = {AGREES} if base and word not in _UNBENDING else set()
        return frozenset({KNOWN, *agrees} if readings else ())

    def openings(self, word: str) -> frozenset[str]:
        """What is left of the word and its lemmas without the letters that can change."""
        if not _readings(word) and "-" not in word:
            return self.term_keys(
                word.partition(":")[0]
            )  # What no dictionary has, does not change.
        words = {re.split("[@/]", key)[0] for key in self.term_keys(word)} | {
            _joined(word.partition(":")[0])
        }
        return frozenset(opening for lemma in words for opening in _openings(lemma))

    def lemmas(self, word: str) -> frozenset[str]:
        """The lemmas of its readings, whatever their class and case."""
        keys = set(_keys(word))
        nouns = {_MINEN.sub("minen", word)} if any("/minen" in key for key in keys) else set()
        return frozenset({re.split("[@/]", key)[0] for key in keys} | nouns)

    def parts(self, word: str) -> frozenset[str]:
        """The lemmas of the parts that Voikko sees in it."""
        return _parts(word)

    def forms(self, lemmas: Collection[str]) -> Mapping[str, Collection[str]]:
        """From the dictionary, by the last part of what it lacks; names with their endings."""
        return all_forms("fi", lemmas, _ENDINGS_OF_NAMES, few=3)


make = Finnish


def _openings(lemma: str) -> Iterator[str]:
    """What the forms of a lemma can begin with: kunta, kunnan; etu, edun; tie, teiden."""
    if len(lemma) <= _SHORT and lemma[-2:] in _DIPHTHONGS:
        yield lemma
        yield lemma[:-2] + _DIPHTHONGS[lemma[-2:]]
    elif len(lemma) > _SHORT:
        yield lemma[:-_CHANGING]
    elif len(lemma) > 2:  # noqa: PLR2004
        yield lemma[: 1 if _EARLY.match(lemma) else 2]
    else:
        yield lemma


def _joined(word: str) -> str:
    return word.replace("-", "") if "-" in word[:-1] else word


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a word is a form of, and its case ('' for what has none)."""

    lemma: str
    case: str
    adjective: bool


@cache
def _analyses(word: str) -> tuple[Any, ...]:
    """What Voikko says of a word."""
    import pyvoikko  # noqa: PLC0415 - half a second, and only where a word is not in the cache

    return tuple(pyvoikko.analyse(word))


@cache
def _readings(word: str) -> tuple[_Reading, ...]:
    """Voikko's readings of a word."""
    if word.endswith("-"):
        return ()  # The first half of a compound, which is no word.
    found: dict[_Reading, None] = {}
    yours: dict[_Reading, None] = {}
    for analysis in _analyses(word):
        lemma = _plain(analysis.BASEFORM)
        case = analysis.SIJAMUOTO or ""
        if analysis.CLASS == "teonsana":
            minen = analysis.MOOD == "MINEN-infinitive"
            lemma += "/minen" if minen else "/teonsana"
        elif analysis.CLASS == "seikkasana" or case == "kerrontosti":
            lemma, case = lemma + "/seikkasana", ""
        elif analysis.COMPARISON:
            lemma += f"/{analysis.COMPARISON}"
        elif analysis.PARTICIPLE == "agent":
            lemma += "/agent"
        # Yhteistyömme is a nominative and a genitive; Voikko tells the first.
        both = bool(analysis.POSSESSIVE) and case == "nimento"
        for each in (case, "omanto") if both else (case,):
            reading = _Reading(lemma, each, analysis.CLASS == "laatusana")
            (yours if analysis.POSSESSIVE == "2s" else found)[reading] = None
    # Lupasi is 'promised'; 'your permit' is meant only where it can be nothing else.
    return tuple(found or yours)


@cache
def _parts(word: str) -> frozenset[str]:
    found: set[str] = set()
    for analysis in _analyses(word):
        parts = analysis.COMPOUND_PARTS or []
        bases = [_plain(part.BASEFORM) for part in parts]
        found.update(bases)
        # Rahoitusosuus is a part of omarahoitusosuus, and so is omarahoitus.
        ends = range(1, len(parts) + 1)
        found |= {
            "".join(_plain(part.FORM) for part in parts[start : end - 1]) + bases[end - 1]
            for end in ends
            for start in range(end)
            if end - start < len(parts)
        }
    head, hyphen, tail = word.rpartition("-")
    if hyphen and head and tail and not found:
        found = {_joined(head), *(re.split("[@/]", key)[0] for key in _keys(tail))}
    return frozenset(part for part in found if len(part) > 2)  # noqa: PLR2004


def _plain(text: str) -> str:
    return re.sub("[-=]", "", text).lower()


def _keys(word: str) -> Iterator[str]:
    readings = _readings(word)
    for reading in readings:
        yield reading.lemma
        if reading.case:
            yield f"{reading.lemma}@{reading.case}"
    if not readings:
        yield from _keys_of_unknown(word)


def _keys_of_unknown(word: str) -> Iterator[str]:
    """A compound with a hyphen by its last part; else the word with and without an ending."""
    yield word
    head, hyphen, tail = word.rpartition("-")
    if abbreviation := _ABBREVIATION.fullmatch(word):
        yield abbreviation[1]
        if word.endswith(":n"):
            yield f"{abbreviation[1]}@omanto"
    elif hyphen and head and tail:
        yield from (_joined(head) + key for key in _keys(tail))
    elif not hyphen:
        for end in range(len(word) - 1, 1, -1):
            if _INFLECTED.fullmatch(word) and re.fullmatch(rf"{_CASE}?{_PARTICLE}", word[end:]):
                yield word[:end]
                if word[end:] in ("n", "in"):
                    yield f"{word[:end]}@omanto"


def _term_keys_of_unknown(word: str) -> Iterator[str]:
    head, hyphen, tail = word.rpartition("-")
    if abbreviation := _ABBREVIATION.fullmatch(word):
        yield f"{abbreviation[1]}@omanto" if word.endswith(":n") else abbreviation[1]
    elif hyphen and head and tail:
        yield from (_joined(head) + key for key in Finnish().term_keys(tail))
    else:
        yield word
