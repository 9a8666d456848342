"""Made-up pages, and queries of which is known what they should find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from bench.search.lexicon import Lexicon

#: Of each page: the words of its title, of each section's heading, and of each section.
TITLE, HEADING, SECTION = 3, 2, 60
SECTIONS = 4
WORDS = TITLE + SECTIONS * (HEADING + SECTION)

#: Words of a sentence.
SENTENCE = 12

#: Nobody asks for shorter words, nor for those that stand on a greater share of the pages.
SHORTEST, COMMONEST = 4, 1 / 4

_PAGE = '<!doctype html>\n<html lang="{code}"><head><title>{title}</title></head><body>{content}'


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address below the site, its title, and the HTML of its content."""

    address: str
    title: str
    content: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader types, and the numbers of the pages that have it."""

    kind: str
    text: str
    relevant: frozenset[int]


def address(code: str, number: int) -> str:
    """Where a page is, below the site."""
    return f"{code}/{number}/"


def write(folder: Path, code: str, lexicon: Lexicon, count: int, random: Random) -> Places:
    """Writes pages to a folder; gives which form stands on which of them."""
    places: Places = defaultdict(set)
    drawn = lexicon.draw(random, count * WORDS)
    for number in range(count):
        words = list(islice(drawn, WORDS))
        for word in words:
            places[word].add(number)
        put(folder, code, _page(address(code, number), words))
    return places


def put(folder: Path, code: str, page: Page) -> None:
    """Writes a page to a folder."""
    file = folder / page.address / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = _PAGE.format(code=code, title=page.title, content=page.content)
    file.write_text(text, "utf-8")


def read(folder: Path, code: str) -> list[Page]:
    """The pages of a folder in a language, by their addresses."""
    found = []
    for file in sorted((folder / code).rglob("index.html")):
        head, _, content = file.read_text("utf-8").partition("<body>")
        title = head.partition("<title>")[2].partition("</title>")[0]
        found.append(Page(f"{file.parent.relative_to(folder).as_posix()}/", title, content))
    return found


#: Form to the numbers of the pages on which it stands.
Places = dict[str, set[int]]


def queries(
    lexicon: Lexicon, places: Places, pages: int, count: int, random: Random
) -> list[Query]:
    """Queries of each kind; the lemmas that stand on many pages are asked for more often.

    A synonym of the glossary that stands on no page should find the pages that have its concept
    by another term.
    """
    made: list[Query] = []
    gold = {lemma: _gold(lexicon.forms[lemma], places) for lemma in lexicon.lemmas}
    asked = {
        lemma: found
        for lemma, found in gold.items()
        if len(lemma) >= SHORTEST and 0 < len(found) <= pages * COMMONEST
    }
    standing = {
        lemma: [form for form in lexicon.written[lemma] if form in places] for lemma in asked
    }
    for kind, forms in (("inflected", standing), ("unseen", lexicon.unseen)):
        possible = {lemma: found for lemma, found in asked.items() if forms[lemma]}
        made += [
            Query(kind, random.choice(forms[lemma]), asked[lemma])
            for lemma in _choose(possible, count, random)
        ]
    made += [
        Query("synonym", synonym, asked[lemma])
        for synonym, lemma in lexicon.synonyms.items()
        if lemma in asked and not _gold(lexicon.forms.get(synonym, [synonym]), places)
    ]
    compounds = _compounds(lexicon, gold)
    asked = {
        part: found for part, found in compounds.items() if 0 < len(found) <= pages * COMMONEST
    }
    made += [Query("compound", part, asked[part]) for part in _choose(asked, count, random)]
    return made


def _gold(forms: Iterable[str], places: Places) -> frozenset[int]:
    return frozenset(number for form in forms for number in places.get(form, ()))


def _compounds(lexicon: Lexicon, gold: Mapping[str, frozenset[int]]) -> dict[str, frozenset[int]]:
    """The last parts of compounds, and the pages of all compounds that have them, and their own."""
    having: dict[str, list[str]] = defaultdict(list)
    for lemma, parts in lexicon.parts.items():
        for part in parts:
            having[part].append(lemma)
    last = {
        part
        for part, lemmas in having.items()
        if len(part) >= SHORTEST and any(lemma.endswith(part) and gold[lemma] for lemma in lemmas)
    }
    return {
        part: frozenset().union(gold.get(part, ()), *(gold[lemma] for lemma in having[part]))
        for part in sorted(last)
    }


def _choose(gold: Mapping[str, frozenset[int]], count: int, random: Random) -> Sequence[str]:
    """So many keys, each as likely as the root of the number of its pages."""
    keys = {key: random.random() ** (1 / len(found) ** 0.5) for key, found in gold.items()}
    return sorted(keys, key=lambda key: (-keys[key], key))[:count]


def _page(address: str, words: Sequence[str]) -> Page:
    drawn = iter(words)
    title = _sentence(islice(drawn, TITLE))
    content = [f'<h1 id="top">{title}</h1>']
    for number in range(1, SECTIONS + 1):
        heading = _sentence(islice(drawn, HEADING))
        content += [f'<h2 id="s{number}">{heading}</h2>', f"<p>{' '.join(_sentences(drawn))}</p>"]
    return Page(address, title, "\n".join(content))


def _sentences(words: Iterator[str]) -> Iterator[str]:
    for _ in range(SECTION // SENTENCE):
        yield _sentence(islice(words, SENTENCE)) + "."


def _sentence(words: Iterable[str]) -> str:
    text = " ".join(words)
    return text[:1].upper() + text[1:]
