"""Sentences of running text, and those that are too long to be read at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.model import Site
from guide.passages import page_passages
from guide.problems import Place

#: So many words are enough for a sentence; a longer one is better as two.
ENOUGH = 30

# Between sentences; what follows an abbreviation begins with no capital.
_BETWEEN = re.compile(r"(?<=[.!?])\s+(?=\W?[A-ZÅÄÖ])")

# Markup that is not read: a figure that is put in, the targets of links, attributes, signs.
_FIGURE = re.compile(r"\[\]\(fact:[^()]*\)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_FOREIGN = re.compile(r"\{[a-z]{2,3}:([^{}]*)\}")
_SIGNS = re.compile(r"\{[^{}]*\}|(?<!\w)[*_]+|[*_]+(?!\w)|\|")
_BULLET = re.compile(r"\A\s*[-*+]\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is read, and where it, or the text that it belongs to, begins."""

    language: str
    text: str
    place: Place

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _BETWEEN.split(text)


def long_sentences(site: Site) -> Iterator[Sentence]:
    """The sentences of prose and data that have more words than enough, in the site's order."""
    for sentence in _all_sentences(site):
        if sentence.words > ENOUGH:
            yield sentence


def _all_sentences(site: Site) -> Iterator[Sentence]:
    for page in site.pages:
        yield Sentence(page.language, page.description, page.place("description"))
        for passage in page_passages(page):
            whole = "\n".join(line.text for line in passage.lines)
            # The passage has a blank where the text has markup, so both have the same places.
            start = 0
            for found in (*_BETWEEN.finditer(passage.text), None):
                end = found.start() if found else len(whole)
                yield Sentence(page.language, _read(whole[start:end]), passage.place(start))
                start = found.end() if found else end
    for entry in site.texts:
        for text in sentences(entry.text):
            yield Sentence(entry.language, _read(text), entry.place)


def _read(markdown: str) -> str:
    """A text without what is not read of it."""
    text = _FIGURE.sub("…", _BULLET.sub("", markdown))
    text = _FOREIGN.sub(r"\1", _LINK.sub(r"\1", text))
    return " ".join(_SIGNS.sub(" ", text).split())
