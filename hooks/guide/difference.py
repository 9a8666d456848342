"""The difference between two states of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

#: A part of a text: 'same', 'old' (no longer there) or 'new', and its words.
Part = tuple[str, str]


def difference(old: Sequence[str], new: Sequence[str]) -> list[list[Part]]:
    """The paragraphs in which two texts differ, each whole and in parts."""
    found: list[list[Part]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            pairs = zip_longest(old[start:end], new[new_start:new_end], fillvalue="")
            found.extend(list(_words(*pair)) for pair in pairs)
    return found


def _words(old: str, new: str) -> Iterator[Part]:
    """The parts of a paragraph, each word with the space that follows it."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    matcher = SequenceMatcher(
        None, [w.strip() for w in before], [w.strip() for w in after], autojunk=False
    )
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(after[new_start:new_end])
            continue
        if end > start:
            yield "old", "".join(before[start:end])
        if new_end > new_start:
            yield "new", "".join(after[new_start:new_end])


def in_brackets(parts: Sequence[Part]) -> str:
    """A paragraph for where there is no colour: [-no longer there-] {+new+}."""
    marks = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}
    words = []
    for kind, text in parts:
        before, after = marks[kind]
        words.append(f"{before}{text.rstrip()}{after}{text[len(text.rstrip()) :]}")
    return " ".join("".join(words).split())
