"""Running text to the words that a search knows it by."""

from __future__ import annotations

import re

from guide.grammar import fold

_WORD = re.compile(r"\w+(?:[-'’:–\u2010\u2011\u00ad]\w+)*\+?")


def split(text: str) -> list[str]:
    """The words of a text, folded."""
    return [fold(word) for word in _WORD.findall(text)]
