"""All forms of words, from simplemma's dictionaries, and by the last part of a compound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guide.grammar import dictionary, fold

#: The shortest last part by which a compound is inflected.
_SHORTEST_TAIL = 3


def all_forms(
    code: str, lemmas: Iterable[str], endings: Iterable[str], *, few: int = 0
) -> dict[str, set[str]]:
    """The forms of each lemma, itself included, folded.

    A lemma of which the dictionary has no more than ``few`` forms takes those of its longest
    last part, too; if it has none, the endings.
    """
    wanted = set(lemmas)
    tails = {lemma[n:] for lemma in wanted for n in range(len(lemma) - _SHORTEST_TAIL + 1)}
    known = dictionary.forms(code, wanted | tails)
    return {lemma: {fold(lemma)} | _forms(lemma, known, endings, few) for lemma in wanted}


def _forms(lemma: str, known: Mapping[str, set[str]], endings: Iterable[str], few: int) -> set[str]:
    found: set[str] = set()
    for start in range(len(lemma) - _SHORTEST_TAIL + 1):
        found |= {fold(lemma[:start]) + form for form in known.get(lemma[start:], ())}
        if len(found) > few:
            return found
    return found | {fold(lemma + ending) for ending in endings}
