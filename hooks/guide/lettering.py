"""How wide a text is in a picture, and how it is set in lines that fit.

Pictures are drawn when the site is built, with letters that only the reader's device has. So
widths are those of common system fonts, with some room to spare. A reader may widen the spaces
between letters and words as WCAG 2.2, 1.4.12, says; what stands beside a line limits how far.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Widths of letters in ems; a letter that is not named is a small one of middle width.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl.,:;|!'’()[]", 0.31),
        ("frt-– ”“‘/", 0.39),
        ("mw", 0.88),
        ("MW", 0.98),
        ("ABCDEFGHIJKLNOPQRSTUVXYZÅÄÖ+", 0.71),
    )
    for letter in letters
}
_MIDDLE = 0.58
_BOLD = 1.07

#: What a reader may add after each letter and each word, in ems.
_LETTER_SPACE, _WORD_SPACE = 0.12, 0.16

_VOWELS = "aeiouyåäöæø"
#: A word is broken only so that this many letters stand on either side.
_FEWEST = 3
#: Words shorter than this say little of where a compound has its seam.
_PART = 4


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text, in the unit of ``size``."""
    ems = sum(_WIDTHS.get(letter, _MIDDLE) for letter in text)
    return ems * size * (_BOLD if bold else 1)


@dataclass(frozen=True, slots=True)
class Room:
    """How wide a line may be, set as usual and with widened spaces, in the unit of ``size``."""

    usual: float
    size: float
    bold: bool = False
    widened: float = math.inf

    def holds(self, line: str) -> bool:
        """Whether the line is no wider than that."""
        usual = width(line, self.size, bold=self.bold)
        added = self.size * (_LETTER_SPACE * len(line) + _WORD_SPACE * line.count(" "))
        return usual <= self.usual and usual + added <= self.widened


class Lettering:
    """Sets texts of one language in lines.

    Args:
        terms: Texts of the language, from whose words it is seen where a compound has its seam.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        words = (word for term in terms for word in re.findall(r"\w+", term.lower()))
        self._words = frozenset(word for word in words if len(word) >= _PART)

    def lines(self, text: str, room: Room) -> list[str]:
        """A text in lines that the room holds; a word that is wider is broken."""
        lines: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if room.holds(longer):
                line = longer
                continue
            lines += [line] if line else []
            *broken, line = self._pieces(word, room)
            lines += broken
        return [*lines, line]

    def _pieces(self, word: str, room: Room) -> list[str]:
        pieces = []
        while not room.holds(word):
            fitting = [place for place in _breaks(word) if room.holds(word[:place] + "-")]
            if not fitting:
                break
            place = max((p for p in fitting if self._is_seam(word, p)), default=max(fitting))
            pieces.append(word[:place].removesuffix("-") + "-")
            word = word[place:]
        return [*pieces, word]

    def _is_seam(self, word: str, place: int) -> bool:
        before, after = word[:place].lower(), word[place:].lower()
        return before.endswith("-") or after in self._words or before in self._words


def _breaks(word: str) -> list[int]:
    """Where a word may be broken: behind a hyphen, and before a consonant with a vowel."""
    letters = word.lower()
    return [
        place
        for place in range(_FEWEST, len(word) - _FEWEST + 1)
        if letters[place - 1] == "-"
        or (letters[place] not in _VOWELS and letters[place + 1] in _VOWELS)
    ]
