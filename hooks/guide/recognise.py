"""The command that finds terms in any text: ``python -m guide recognise LANG [FILE...]``."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from guide.grammar import MODULES
from guide.load import load
from guide.model import Line
from guide.passages import Passage, lines, passages
from guide.problems import Place, Problem, listing, quote
from guide.recognition import Recogniser, Term
from guide.terms import recogniser
from guide.words import Words

#: Files with these endings are Markdown: headings, links and code in them are passed over.
MARKDOWN = (".md", ".markdown")


class Refused(Exception):
    """Raised where the command cannot do its work; carries the problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def recognise(
    root: Path, code: str, texts: Iterable[tuple[str, str]], terms: Path | None
) -> Iterator[str]:
    """A line of JSON for every mention of a term.

    Each has ``id`` (the concept's), ``form`` (as it stands, on one line), ``term`` (the base
    term), ``line`` and ``column`` (both from 1), and ``file`` where the text has a name. A term
    that several concepts share gives a line for each.

    Args:
        root: The project's root, whose glossary is used and whose cache is kept.
        code: The language of the texts.
        texts: Name (empty for standard input) and content of each text.
        terms: A file of terms to find instead of the glossary's: lines of id, tab, term.

    Raises:
        Refused: if the language, the terms or the glossary cannot be read.
    """
    words = Words(code, root)
    finder = _from_file(code, terms, words) if terms else _from_glossary(root, code, words)
    words.save()  # Of the texts nothing is kept.
    for name, text in texts:
        for passage in _passages(name, text):
            for mention in finder.recognise(passage.text):
                place = passage.place(mention.start)
                form = " ".join(passage.text[mention.start : mention.end].split())
                for term in mention.terms:
                    found = {
                        "id": term.concept,
                        "form": form,
                        "term": term.text,
                        "line": place.line,
                        "column": place.column,
                    }
                    yield json.dumps(found | ({"file": name} if name else {}), ensure_ascii=False)


def read(path: Path) -> str:
    """The text of a file, as ``clean`` makes it.

    Raises:
        Refused: if the file is not there or not UTF-8.
    """
    try:
        return clean(path.read_bytes())
    except OSError as error:
        wrong = f"the file cannot be read ({error.strerror})"
        remedy = "correct its name"
    except UnicodeDecodeError as error:
        wrong = f"the file is not UTF-8 (byte {error.start + 1})"
        remedy = "save it as text in UTF-8"
    raise Refused([Problem(Place(str(path)), wrong, "texts are files of plain text", remedy)])


def clean(content: bytes) -> str:
    """UTF-8 as text with one kind of line end, each letter written as one character.

    Raises:
        UnicodeDecodeError: if it is no UTF-8.
    """
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _passages(name: str, text: str) -> Iterator[Passage]:
    if name.lower().endswith(MARKDOWN):
        found = passages(lines(name, text), links=False)
        yield from (passage for passage in found if not passage.is_heading)
    else:
        plain = [Line(line, Place(name, n)) for n, line in enumerate(text.split("\n"), 1)]
        yield Passage(text, "", plain)


def _from_glossary(root: Path, code: str, words: Words) -> Recogniser:
    site, problems = load(root)
    if problems:
        raise Refused(problems)
    if code not in site.codes:
        raise Refused([_unknown_language(code, site.codes)])
    return recogniser(site, code, words)


def _from_file(code: str, path: Path, words: Words) -> Recogniser:
    terms: list[Term] = []
    problems = [] if code in MODULES else [_unknown_language(code, tuple(MODULES))]
    for number, line in enumerate(read(path).split("\n"), 1):
        identifier, _, term = (part.strip() for part in line.partition("\t"))
        if identifier and term:
            terms.append(Term(identifier, term))
        elif line.strip():
            problems.append(
                Problem(
                    Place(str(path), number),
                    f"the line {quote(line)} names no id and term",
                    "each line is an id, a tab and a term",
                    "write it so, or delete the line",
                )
            )
    if problems:
        raise Refused(problems)
    return Recogniser(words, terms)


def _unknown_language(code: str, known: Sequence[str]) -> Problem:
    return Problem(
        Place("LANG"),
        f"{quote(code)} is no language that terms are recognised in",
        f"the languages are {listing(known, 'and')}",
        "name one of these",
    )
