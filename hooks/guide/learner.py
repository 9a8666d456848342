"""What a process does that looks words up for a build: see ``guide.learning``.

What finding terms asks for comes first; the rest is wanted when the search is made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from guide.passages import MASK
from guide.recognition import Recogniser, Term
from guide.search.words import split
from guide.words import Words

# The fields of a concept's language that hold what is found in texts.
_TERMS = ("preferred", "admitted", "deprecated", "match", "never")

# A folder of addresses, which are no words.
_LEDGERS = "addresses"

# How many words a term has at most, more or less.
_LONGEST_TERM = 6

# What is no part of running text, or stands for what is none.
_SIGNS = "*_[]" + MASK
_NO_SIGNS = str.maketrans(dict.fromkeys(_SIGNS, " "))

# A language's code, as the name of a field or a file.
_CODE = re.compile("[a-z]{2}")

# Fields that name other entries, which is no text. One that is forgotten here takes longer only.
_IDS = frozenset(
    ("broader", "concept", "concepts", "guides", "id", "narrower", "related", "slug", "sources")
)

# What nobody reads of a text: of addresses all but their host, and attributes in Markdown.
_UNREAD = re.compile(
    r"(?<=://)([^/\s)]*)[^\s)]*|\]\([^)]*\)|\{[:#][^}]*\}|^(?:slug|reviewed):.*$", re.MULTILINE
)


def learn(root: Path, code: str, tell: int) -> None:
    """Saves the words that finding terms asks for, says so, and saves all words.

    Args:
        root: The project.
        code: The language.
        tell: A descriptor, see ``guide.words.expect``.
    """
    words = Words(code, root)
    for sign in _SIGNS:
        words.keys(sign)
    values = list(_values(root, code))
    terms = [text for text in _terms(values, code) if text.count(" ") < _LONGEST_TERM]
    _ask(words, terms)
    texts = [_UNREAD.sub(r" \1 ", text) for text in (*_prose(root, code), *_data(values, code))]
    recogniser = Recogniser(words, (Term("", text) for text in terms))
    for text in texts:
        recogniser.recognise(text.translate(_NO_SIGNS))
    words.save()
    os.write(tell, b".")
    # What signs join here stands elsewhere without them; and days are written in other ways.
    _ask(words, [*texts, *(re.sub(r"\W", " ", text) for text in texts), *map(str, range(32))])
    words.save()


def _ask(words: Words, texts: Iterable[str]) -> None:
    for word in sorted({word for text in texts for word in split(text)}):
        for ask in (words.keys, words.lemmas, words.parts, words.traits):
            ask(word)


def _terms(values: Iterable[tuple[str, Any]], code: str) -> Iterator[str]:
    """The terms of concepts, and what is said of those to be avoided."""
    for folder, value in values:
        text = value.get(code) if folder == "concepts" and isinstance(value, dict) else None
        if isinstance(text, dict):
            yield from _spoken([text.get(name) for name in _TERMS], code)


def _prose(root: Path, code: str) -> Iterator[str]:
    """The pages of a language, and what they include."""
    for path in sorted((root / "docs").rglob("*.md")):
        if code in path.relative_to(root).parts:
            yield path.read_text("utf-8", "replace")


def _data(values: Iterable[tuple[str, Any]], code: str) -> Iterator[str]:
    """What is written in a language, or in none, in the files of data; and names of sources."""
    for folder, value in values:
        yield from _spoken(value, "" if folder == "sources" else code)


def _values(root: Path, code: str) -> Iterator[tuple[str, Any]]:
    """What the files of data say, but those of other languages and ledgers; with their folder."""
    for path in sorted((root / "data").rglob("*.yml")):
        other = _CODE.fullmatch(path.stem) and path.stem != code
        if other or path.parent.name == _LEDGERS:
            continue
        try:
            value = yaml.load(path.read_text("utf-8", "replace"), yaml.CSafeLoader)
        except yaml.YAMLError:
            continue
        yield path.parent.name, value


def _spoken(value: Any, code: str) -> Iterator[str]:
    """The texts of a value but those in other languages; all of them where no code is given."""
    if isinstance(value, dict):
        for name, item in value.items():
            other = code and name != code and _CODE.fullmatch(str(name))
            if name not in _IDS and not other:
                yield from _spoken(item, code)
    elif isinstance(value, list):
        for item in value:
            yield from _spoken(item, code)
    elif value is not None:
        yield str(value)
