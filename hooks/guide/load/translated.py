"""What is said in each language by what has to say the same in all: pages and entries of data."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from guide.load.data import Document, Key
from guide.model import DataText, Page

#: Fields of a language that are no prose: terms, which are judged otherwise, and settings.
NO_PROSE = frozenset(
    (
        "slug",
        "preferred",
        "qualifier",
        "admitted",
        "deprecated",
        "match",
        "never",
        "autolink",
        "keywords",
        "moved",
        "moved_anchors",
        "addresses",
    )
)

#: The folders of data whose entries are translated, and the folder of their pages.
_FOLDERS = {"data/concepts": "glossary", "data/checklists": "checklists", "data/paths": "paths"}

#: The single files that are.
_SINGLE = {"data/coverage.yml": "sources/coverage", "data/accessibility.yml": "accessibility"}

# An id at the end of a heading.
_ID = re.compile(r"\s*\{#[a-z0-9-]+\}\s*$")


def data_texts(
    document: Document, value: Any, key: Key, codes: Collection[str], code: str = ""
) -> Iterator[DataText]:
    """Every text of a document that belongs to a language, but for terms and settings."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in NO_PROSE:
                within = name if name in codes else code
                yield from data_texts(document, inner, (*key, name), codes, within)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from data_texts(document, inner, (*key, number), codes, code)
    elif code and isinstance(value, str):
        yield DataText(code, value, document.place(*key))


def data_name(path: str) -> str:
    """The name of what a file of data makes: 'glossary/twin-town'; '' if it is not translated."""
    folder, file = posixpath.split(path)
    if folder in _FOLDERS:
        return f"{_FOLDERS[folder]}/{file.removesuffix('.yml')}"
    return _SINGLE.get(path, "")


def data_paths(name: str) -> list[str]:
    """The file of data that something is made from, if any: the other way round."""
    paths = [path for path, single in _SINGLE.items() if single == name]
    folder, file = posixpath.split(name)
    return paths + [f"{data}/{file}.yml" for data, pages in _FOLDERS.items() if pages == folder]


def translated_data(document: Document, codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """What a file of data says in each language.

    Of terms only the preferred one counts: a further synonym asks nothing of other languages.
    """
    found: dict[str, list[str]] = {}
    for code in codes:
        block = document.value.get(code, {})
        names = ("preferred", "qualifier") if isinstance(block, dict) else ()
        found[code] = [block[name] for name in names if block.get(name)]
    for text in data_texts(document, document.value, (), codes):
        if text.text:
            found[text.language].append(text.text)
    return {code: tuple(texts) for code, texts in found.items()}


def translated_page(page: Page) -> tuple[str, ...]:
    """What a page of prose says: its title, its description and its paragraphs."""
    body = "\n".join(_ID.sub("", line.text) for line in page.lines)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body)]
    return (page.title, page.description, *(part for part in paragraphs if part))
