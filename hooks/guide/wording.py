"""Finds terms that the glossary advises against, in our own prose and data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from guide.grammar import fold
from guide.model import Quote, Site
from guide.passages import FOREIGN, MASK, page_passages
from guide.problems import Place, Problem, listing, quote
from guide.recognition import DEPRECATED, Recogniser, Term
from guide.rendering import unmarked

# Quotations in the languages of the site; one mark may serve to open and to close.
_QUOTATION = re.compile(
    r"“[^“”]+”|”[^”]+”|„[^“”„]+[“”]|»[^»«]+[»«]|«[^»«]+»|\"[^\"]+\"|‘[^‘’]+’|’[^’]+’(?!\w)"
)


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


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said in a language: deprecated terms that are used, and by file those it quotes."""

    problems: Sequence[Problem]
    quoted: Mapping[str, frozenset[str]]


def check(site: Site, code: str, recogniser: Recogniser) -> Wording:
    """Looks for deprecated terms in the texts of a language."""
    said = {path: {fold(entry.term) for entry in entries} for path, entries in site.quotes.items()}
    quoted: dict[str, frozenset[str]] = {}
    problems = []
    for path, use, place in _all_uses(site, code, recogniser):
        if named := use.names & said.get(path, set()):
            quoted[path] = quoted.get(path, frozenset()) | named
        else:
            problems.append(_deprecated(site, code, use, place))
    return Wording(problems, quoted)


def unused(site: Site, wordings: Collection[Wording]) -> Iterator[Problem]:
    """Every term that is said to be quoted, and is in no language."""
    for path, entries in site.quotes.items():
        for entry in entries:
            if not any(fold(entry.term) in wording.quoted.get(path, ()) for wording in wordings):
                yield _unused(entry)


def _all_uses(site: Site, code: str, recogniser: Recogniser) -> Iterator[tuple[str, _Use, Place]]:
    """Every use in a language: the file that says what it quotes, the use, and where it is."""
    for page in site.pages:
        if page.language == code:
            path = f"docs/{code}/{page.source}"
            for field, text in (("title", page.title), ("description", page.description)):
                for use in _uses(site, code, recogniser, text):
                    yield path, use, page.place(field)
            for passage in page_passages(page):
                for use in _uses(site, code, recogniser, passage.text):
                    yield path, use, passage.place(use.position)
    for entry in site.texts:
        if entry.language == code:
            text = FOREIGN.sub(_masked, entry.text)
            for use in _uses(site, code, recogniser, text):
                yield entry.place.path, use, _found(site, entry.place, text, use)


def _uses(site: Site, code: str, recogniser: Recogniser, text: str) -> Iterator[_Use]:
    deprecated = [
        mention
        for mention in recogniser.recognise(text)
        if any(_is_checked(site, code, term) for term in mention.terms)
    ]
    quotations = [found.span() for found in _QUOTATION.finditer(text)] if deprecated else []
    for mention in deprecated:
        if not any(start < mention.start and mention.end < end for start, end in quotations):
            yield _Use(text[mention.start : mention.end], mention.start, mention.terms)


def _is_checked(site: Site, code: str, term: Term) -> bool:
    """Whether a term is deprecated, and not in one of its senses only."""
    return term.rank == DEPRECATED and any(
        entry.check and entry.term == term.text
        for entry in site.concepts[term.concept].texts[code].deprecated
    )


def _found(site: Site, start: Place, text: str, use: _Use) -> Place:
    """Where a use stands in a file, from the place where its text begins."""
    whole = (site.root / start.path).read_text("utf-8").split("\n")
    rest = "\n".join([*[""] * (start.line - 1), *whole[start.line - 1 :]])
    form = r"\s+".join(map(re.escape, use.form.split()))
    pattern = re.compile(rf"(?<!\w){form}(?!\w)")
    earlier = len(pattern.findall(text, 0, use.position))
    begin = start.line - 1 + start.column - 1
    places = (found.start() for found in pattern.finditer(FOREIGN.sub(_masked, rest), begin))
    position = next(islice(places, earlier, None), None)
    if position is None:
        return start
    before = rest[:position]
    return Place(start.path, before.count("\n") + 1, position - before.rfind("\n"))


def _masked(found: re.Match[str]) -> str:
    return MASK * len(found[0])


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
        f"write that; if the word is meant, put it in quotation marks{_or_name_it(place.path)}",
    )


def _or_name_it(path: str) -> str:
    """Where else a file can say that it quotes a term."""
    if path.startswith(("data/strings/", "data/subjects/")):
        return ""
    if path.startswith("docs/includes/"):
        return ", or name it under 'quotes:' at the top of every page that includes the text"
    return " or name it under 'quotes:' at the top of the file"


def _unused(entry: Quote) -> Problem:
    return Problem(
        entry.place,
        f"{quote(entry.term)} is not used here without quotation marks",
        "'quotes' names deprecated terms that the file uses on purpose",
        "remove the line",
    )
