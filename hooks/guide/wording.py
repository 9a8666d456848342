"""Finds terms that the glossary advises against, in our own prose and data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guide.grammar import fold
from guide.model import Quote, Site
from guide.passages import MASK, passages
from guide.problems import Place, Problem, listing, quote
from guide.recognition import Recogniser, Term
from guide.rendering import unmarked
from guide.terms import DEPRECATED

# Quotation marks of all three languages; between them and the term there may be emphasis.
_OPENS = re.compile(r"""["'“”„»«‘’][\s*_]*$""")
_FOREIGN = re.compile(r"\{[a-z]{2,3}:[^{}]*\}")
_CLOSES = re.compile(r"""[\s*_]*["'“”»«‘’]""")


@dataclass(frozen=True, slots=True)
class _Use:
    """A deprecated term in a text, not in quotation marks: its form, and where it begins."""

    form: str
    position: int
    terms: tuple[Term, ...]

    @property
    def names(self) -> frozenset[str]:
        """What it may be called: its term, or its form in the text."""
        return frozenset({fold(self.form), *(fold(term.text) for term in self.terms)})


def check(site: Site, recognisers: Mapping[str, Recogniser]) -> Iterator[Problem]:
    """Every deprecated term that is used, and every one said to be quoted that is not there."""
    said = {path: {fold(entry.term) for entry in entries} for path, entries in site.quotes.items()}
    found: dict[str, set[str]] = defaultdict(set)
    for code, recogniser in recognisers.items():
        for path, use, place in _all_uses(site, code, recogniser):
            if named := use.names & said.get(path, set()):
                found[path] |= named
            else:
                yield _deprecated(site, code, use, place)
    for path, entries in site.quotes.items():
        for entry in entries:
            if fold(entry.term) not in found[path]:
                yield _unused(entry)


def _all_uses(site: Site, code: str, recogniser: Recogniser) -> Iterator[tuple[str, _Use, Place]]:
    """Every use in a language: the file that says what it quotes, the use, and where it is."""
    for page in site.pages:
        if page.language == code:
            path = f"docs/{code}/{page.source}"
            for field, text in (("title", page.title), ("description", page.description)):
                for use in _uses(recogniser, text):
                    yield path, use, page.place(field)
            for passage in passages(page.lines, links=True):
                for use in _uses(recogniser, passage.text):
                    yield path, use, passage.place(use.position)
    for entry in site.texts:
        if entry.language == code:
            for use in _uses(recogniser, _FOREIGN.sub(MASK, entry.text)):
                yield entry.place.path, use, _found(site, entry.place, use.form)


def _uses(recogniser: Recogniser, text: str) -> Iterator[_Use]:
    for mention in recogniser.recognise(text):
        quotation = _OPENS.search(text, 0, mention.start) and _CLOSES.match(text, mention.end)
        if mention.terms[0].rank == DEPRECATED and not quotation:
            yield _Use(text[mention.start : mention.end], mention.start, mention.terms)


def _found(site: Site, start: Place, form: str) -> Place:
    """Where a form stands in a file, from the place where its text begins."""
    lines = (site.root / start.path).read_text("utf-8").split("\n")[start.line - 1 :]
    word = form.split(maxsplit=1)[0]
    for number, line in enumerate(lines, start.line):
        column = line.find(word, start.column - 1 if number == start.line else 0)
        if column >= 0:
            return Place(start.path, number, column + 1)
    return start


def _deprecated(site: Site, code: str, use: _Use, place: Place) -> Problem:
    texts = [(term, site.concepts[term.concept].texts[code]) for term in use.terms]
    reasons = [
        unmarked(entry.reason).rstrip(".")
        for term, text in texts
        for entry in text.deprecated
        if entry.term == term.text
    ]
    return Problem(
        place,
        f"{quote(use.form)} is a deprecated term ({'. '.join(reasons)})",
        f"the term is {listing([quote(text.preferred) for _, text in texts])}",
        "write that; if the word is meant, put it in quotation marks or name it under 'quotes:' "
        "at the top of the file",
    )


def _unused(entry: Quote) -> Problem:
    return Problem(
        entry.place,
        f"{quote(entry.term)} is not used here without quotation marks",
        "'quotes' names deprecated terms that the file uses on purpose",
        "remove the line",
    )
