"""All forms of words, from simplemma's dictionaries, and by the last part of a compound."""

from __future__ import annotations

from collections.abc import Iterable

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
    return {lemma: {fold(lemma), *_forms(code, lemma, endings, few)} for lemma in lemmas}


def _forms(code: str, lemma: str, endings: Iterable[str], few: int) -> set[str]:
    found: set[str] = set()
    for start in range(len(lemma) - _SHORTEST_TAIL + 1):
        head = fold(lemma[:start])
        found |= {head + form for form in dictionary.forms_of(code, lemma[start:])}
        if len(found) > few:
            return found
    return found | {fold(lemma + ending) for ending in endings}
