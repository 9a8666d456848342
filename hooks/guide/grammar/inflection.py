"""All forms of words, from simplemma's dictionaries, and by the last part of a compound."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from guide.grammar import dictionary, fold

#: The shortest last part by which a compound is inflected.
_SHORTEST_TAIL = 3


def all_forms(
    code: str, lemmas: Iterable[str], endings: Collection[str], *, few: int = 0
) -> dict[str, set[str]]:
    """The forms of each lemma, itself included, folded.

    A lemma of which the dictionary has no more than ``few`` forms takes those of its longest
    last part, too; if it has none, the endings.
    """
    forms: dict[str, set[str]] = {lemma: set() for lemma in lemmas}
    wanting, start = list(forms), 0
    # All are asked for at once, then those that want more by what they end in.
    while wanting := [lemma for lemma in wanting if len(lemma) - start >= _SHORTEST_TAIL]:
        found = dictionary.forms_of(code, {lemma[start:] for lemma in wanting})
        for lemma in wanting:
            if tails := found.get(lemma[start:]):
                head = fold(lemma[:start])
                forms[lemma].update([head + tail for tail in tails] if head else tails)
        wanting = [lemma for lemma in wanting if len(forms[lemma]) <= few]
        start += 1
    for lemma, made in forms.items():
        others = endings if len(made) <= few else ()
        made.update([fold(lemma), *(fold(lemma + ending) for ending in others)])
    return forms
