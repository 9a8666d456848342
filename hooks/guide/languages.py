"""What differs between languages: the order of letters, and how a date is written."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache, lru_cache

from guide.model import Language

#: A space sorts before every letter, so that phrases stand with their first word.
_SPACE = -1


@cache
def _positions(alphabet: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    """Each letter's place in the alphabet and the letter under which it is listed."""
    return {letter: (n, group[0]) for n, group in enumerate(alphabet) for letter in group}


def sort_key(language: Language, text: str) -> tuple[tuple[int, ...], str]:
    """The key that puts texts in the language's alphabetical order.

    Words are compared one by one. Case and punctuation do not count; å, ä and ö count as the
    alphabet says, and a letter that it does not name counts as its bare form (é as e). Texts
    that are equal in this sense are ordered by their characters.
    """
    positions = _positions(language.alphabet)
    words = [_letters(language.alphabet, word) for word in text.split()]
    numbers = [[positions[letter][0] for letter in word] for word in words]
    return tuple(n for word in numbers for n in (*word, _SPACE)), text


def initial(language: Language, text: str) -> str:
    """The letter of the alphabet under which a text is listed, or '#' if it has none."""
    first = next(iter(_letters(language.alphabet, text)), None)
    return _positions(language.alphabet)[first][1] if first else "#"


def letter_id(letter: str) -> str:
    """An ASCII id for a letter: 'a' is 'letter-a', 'å' is 'letter-a-with-ring-above'."""
    if letter == "#":
        return "letter-other"
    name = unicodedata.name(letter).removeprefix("LATIN SMALL LETTER ")
    return "letter-" + name.lower().replace(" ", "-")


def written_date(language: Language, day: str) -> str:
    """A day (year-month-day) as the language writes it."""
    value = date.fromisoformat(day)
    return language.strings["date.format"].format(
        day=value.day,
        month=value.month,
        month_name=language.strings["date.months"].split()[value.month - 1],
        year=value.year,
    )


def sentence(text: str) -> str:
    """A phrase, such as a definition, as a sentence: with a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def capitalised(text: str) -> str:
    """A term as a heading: its first letter large, unless it is a name such as eTwinning."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


@lru_cache(maxsize=100_000)
def _letters(alphabet: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The letters of a text that count, each as the alphabet names it."""
    positions = _positions(alphabet)
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", text).casefold():
        if character in positions:
            letters.append(character)
        else:
            bare = unicodedata.normalize("NFKD", character)
            letters.extend(part for part in bare if part in positions)
    return tuple(letters)
