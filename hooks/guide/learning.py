"""Looks words up in a process of its own while a build reads the data that will ask for them.

Where nothing is known of a language's words yet, as on a fresh clone, this is the longest part of a
build for which nothing else must be ready.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from guide.grammar import SLOW
from guide.search.weights import split
from guide.words import Words, expect


def begin(root: Path) -> None:
    """Begins to look up the words of languages that take long, if none of them is known."""
    for code in SLOW:
        if not Words(code, root).is_empty:
            continue
        process = os.fork()
        if not process:
            try:
                _learn(root, code)
            finally:  # Whatever went wrong: the build asks for itself, and tells.
                os._exit(0)
        expect(code, process)


def _learn(root: Path, code: str) -> None:
    words = Words(code, root)
    for word in sorted({word for text in _texts(root, code) for word in split(text)}):
        for ask in (words.keys, words.lemmas, words.parts, words.traits):
            ask(word)
    words.save()


def _texts(root: Path, code: str) -> Iterator[str]:
    """What is written in a language in the project's files, more or less."""
    for path in (root / "docs" / code).rglob("*.md"):
        yield path.read_text("utf-8", "replace")
    for path in (root / "data").rglob("*.yml"):
        try:
            value = yaml.load(path.read_text("utf-8", "replace"), yaml.CSafeLoader)
        except yaml.YAMLError:
            continue
        yield from _spoken(value, code, path.stem == code)


def _spoken(value: Any, code: str, inside: bool) -> Iterator[str]:
    """The texts of a value below the code of the language."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _spoken(item, code, inside or name == code)
    elif isinstance(value, list):
        for item in value:
            yield from _spoken(item, code, inside)
    elif inside and isinstance(value, str):
        yield value
