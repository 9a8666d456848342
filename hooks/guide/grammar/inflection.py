"""All forms of words, from simplemma's dictionaries, and by the last part of a compound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

#: The shortest last part by which a compound is inflected.
_SHORTEST_TAIL = 3


def all_forms(
    code: str, lemmas: Iterable[str], endings: Iterable[str], *, few: int = 0
) -> dict[str, set[str]]:
    """The forms of each lemma, itself included.

    A lemma of which the dictionary has no more than ``few`` forms takes those of its longest
    last part, too; if it has none, the endings. The whole dictionary is read, which takes
    seconds: ask for many at once.
    """
    wanted = set(lemmas)
    tails = {lemma[n:] for lemma in wanted for n in range(len(lemma) - _SHORTEST_TAIL + 1)}
    known = _from_dictionary(code, wanted | tails)
    return {lemma: {lemma} | _forms(lemma, known, endings, few) for lemma in wanted}


def _forms(lemma: str, known: Mapping[str, set[str]], endings: Iterable[str], few: int) -> set[str]:
    found: set[str] = set()
    for start in range(len(lemma) - _SHORTEST_TAIL + 1):
        found |= {lemma[:start] + form for form in known.get(lemma[start:], ())}
        if len(found) > few:
            return found
    return found | {lemma + ending for ending in endings}


def _from_dictionary(code: str, lemmas: Iterable[str]) -> dict[str, set[str]]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415

    wanted = set(lemmas)
    found: dict[str, set[str]] = defaultdict(set)
    # A factory of our own, so that the dictionary does not stay in memory.
    for form, lemma in DefaultDictionaryFactory(0).get_dictionary(code).items():
        if lemma in wanted:
            found[lemma].add(form.lower())
    return found
