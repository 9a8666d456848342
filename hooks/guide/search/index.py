"""Pages to the files of a search index, for one language.

Every word form that a reader may type leads to its lemmas, and every lemma to the sections that
have it, with a weight. What a result shows is in one file for a few sections (``p``). The rest
lies in chunks of sorted keys, so that a browser asks for one small file for each word:

``w``
    Forms, with their lemmas and the pages where each lemma weighs most. Where those are many,
    the others are in a file for that lemma alone (``l``).
``t``
    Beginnings of forms with a letter left out, with the right ones that they come from.
``s``
    Two or three letters, with the pages that they most likely begin.

Which chunk a key is in is told by lists of their first keys, and which list by ``router.json``.
The files are text: lines, tabs and numbers of base 36. See ``engine.js``, which reads them.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, islice, pairwise

from guide.model import Language, Site
from guide.recognition import Recogniser
from guide.search.documents import Document
from guide.search.weights import HEADING, Gathered, Place, designations, gather
from guide.words import Words

#: The folder of the files, below the language's.
FOLDER = "search"

#: Stands beside the files, since the forms of words in them come from others.
LICENCE = """\
The texts in these files are those of the site, under its own licence (CC BY 4.0).
Which forms belong to a word was found with the dictionaries of simplemma by Adrien Barbaresi (MIT),
which are made from Wiktionary and other sources under ODbL, CC BY and CC BY-SA, and with Voikko.
The forms are facts of the language; as a collection they may be used under CC BY-SA 4.0.
"""

#: About how many characters a chunk of forms has, and one of beginnings.
CHUNK, BEGINNINGS = 2_400, 1_500

#: How many chunks one list tells of.
LISTED = 64

#: How many sections one file of texts holds, and how many characters of each.
SECTIONS, LONGEST = 2, 1_000

#: How many pages a lemma leads to at most, and sections of each: those where it weighs most.
PAGES, SECTIONS_OF_PAGE = 400, 6

#: How many pages stand beside the forms if there are more than twice as many.
HEAVIEST = 12

#: On what part of the pages, and on how many, a word stands that is too common to look for.
COMMON, COMMON_PAGES = 0.25, 10

#: How many letters of a form are looked at for typing errors; shorter forms are not.
OPENING = 5
SHORTEST = 4

#: How many pages are told for two or three letters.
LIKELY = 10

#: About how many characters a form takes in a chunk, without its lemmas.
_FORM = 8

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# What a line has in common with the one before it, as many letters as one digit can tell; and what
# follows that. A regular expression compares letters several times as quickly as a loop.
_SHARED = re.compile(r"^(.{0,35}).*+\n(?=\1(.*))", re.MULTILINE)

#: Pages, each with the weights of a lemma in its sections; the heaviest come first in both.
_Pages = Mapping[int, Sequence[tuple[int, float]]]

#: Forms, each with the lemmas that it belongs to.
_Lemmas = Mapping[str, tuple[str, ...]]

#: The first and the last key of a chunk, and its text.
_Chunk = tuple[str, str, str]


def files(
    site: Site,
    language: Language,
    documents: Sequence[Document],
    words: Mapping[str, Words],
    recogniser: Recogniser,
) -> dict[str, str]:
    """The files of the index by name.

    Args:
        site: The site, whose glossary gives synonyms and terms in other languages.
        language: The language of the pages.
        documents: The pages in the order of the site.
        words: What is known of the words of each language.
        recogniser: Finds the terms of the language.
    """
    gathered = gather(site, language, documents, words, recogniser)
    return {
        "LICENCE.txt": LICENCE,
        "labels.json": _json(_labels(site, language)),
        **_texts(site, language, documents),
        **_index(gathered, len(documents)),
    }


def _labels(site: Site, language: Language) -> dict[str, str]:
    """What a result says of a term that is not its title: by language; '' for this one."""
    names = {other.code: f"{other.name}:" for other in site.languages}
    return names | {language.code: language.strings["search.also"]}


def _texts(site: Site, language: Language, documents: Sequence[Document]) -> dict[str, str]:
    made: dict[str, str] = {}
    for page, document in enumerate(documents):
        name = document.source.removeprefix("glossary/").removesuffix(".md")
        concept = site.concepts.get(name) if document.source.startswith("glossary/") else None
        others = [
            [term, code]
            for code in site.codes
            for term in (designations(concept, code) if concept else ())
            if concept and (code != language.code or term != concept.texts[code].preferred)
        ]
        for start in range(0, len(document.sections), SECTIONS):
            sections = [
                [section.anchor, section.heading, section.text[:LONGEST]]
                for section in document.sections[start : start + SECTIONS]
            ]
            shown = {"url": document.url, "title": document.title, "sections": sections}
            made[f"p{base36(page)}-{base36(start // SECTIONS)}.json"] = _json(
                shown | ({"terms": others} if others else {})
            )
    return made


def _index(gathered: Gathered, pages: int) -> dict[str, str]:
    lemmas: dict[str, tuple[str, ...]] = {}
    openings = {name: {form[:OPENING] for form in forms} for name, forms in gathered.forms.items()}
    made: dict[str, str] = {}
    lines: dict[str, str] = {}
    best: dict[str, list[int]] = {}
    common: set[str] = set()
    for lemma, found in sorted(gathered.weights.items()):
        alone = (lemma,)  # The same for all its forms, so that they are seen to have the same.
        for form in gathered.forms[lemma]:
            lemmas[form] = lemmas[form] + alone if form in lemmas else alone
        heaviest = by_page(found)
        lines[lemma], rest = postings(heaviest, base36(len(made)))
        if rest:
            made[f"l{base36(len(made))}.txt"] = rest
        best[lemma] = _best(heaviest, pages)
        if _is_common(heaviest, pages):
            common.add(lemma)
    likely = _likely(best, openings, pages)
    begun = [(prefix, " ".join(map(base36, found))) for prefix, found in sorted(likely.items())]
    families: dict[str, Iterator[_Chunk]] = {
        "w": _word_chunks(lemmas, lines),
        "t": _chunks(_mistyped(set().union(*openings.values()))),
        "s": _chunks(begun),
    }
    router: dict[str, object] = {
        "pages": pages,
        "common": sorted(w for w in gathered.seen & lemmas.keys() if common.issuperset(lemmas[w])),
        "listed": LISTED,
    }
    for family, chunks in families.items():
        texts, firsts = _named(family, chunks)
        made |= texts
        lists = [firsts[start : start + LISTED] for start in range(0, len(firsts), LISTED)]
        for number, each in enumerate(lists):
            made[f"{family}-{base36(number)}.txt"] = "\n".join(each)
        router[family] = {"chunks": len(firsts), "lists": [each[0] for each in lists]}
    made["router.json"] = _json(router)
    return made


def _named(family: str, chunks: Iterable[_Chunk]) -> tuple[dict[str, str], list[str]]:
    """Chunks by their names, and for each the fewest letters that part it from the one before."""
    made: dict[str, str] = {}
    firsts: list[str] = []
    before = ""
    for number, (first, last, text) in enumerate(chunks):
        made[f"{family}{base36(number)}.txt"] = text
        shared = os.path.commonprefix([before, first])  # noqa: RUF071 - they are no paths
        firsts.append(first[: len(shared) + 1])
        before = last
    return made, firsts


def by_page(found: Mapping[Place, float]) -> _Pages:
    """The places of a lemma, the heaviest first."""
    pages: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for place in sorted(sorted(found), key=found.__getitem__, reverse=True):
        page, section = place
        pages[page].append((section, found[place]))
    return pages


def postings(found: _Pages, name: str) -> tuple[str, str]:
    """'df page:section+weight,…;…': in how many pages, then those where it weighs most.

    Where there are more than twice ``HEAVIEST``, the name of a file follows, and its text is the
    second value: all pages, up to ``PAGES``.
    """
    df = base36(len(found))
    if len(found) <= 2 * HEAVIEST:
        return f"{df} {_entries(found, PAGES)}", ""
    return f"{df} {_entries(found, HEAVIEST)} {name}", _entries(found, PAGES)


def _entries(found: _Pages, most: int) -> str:
    pages = sorted(islice(found, most))
    entries = [_entry(page - before, tuple(found[page])) for before, page in pairwise([0, *pages])]
    return ";".join(entries)


@cache
def _entry(after: int, places: Sequence[tuple[int, float]]) -> str:
    """A page as so many after the one before, and its sections; most pages have the same few."""
    sections = [
        base36(section) + _DIGITS[max(1, min(35, round(weight)))]
        for section, weight in places[:SECTIONS_OF_PAGE]
    ]
    return f"{base36(after)}:{','.join(sections)}"


def _word_chunks(lemmas: _Lemmas, postings: Mapping[str, str]) -> Iterator[_Chunk]:
    chunk: list[str] = []
    held: set[str] = set()
    size = 0
    names: tuple[str, ...] = ()
    for form in sorted(lemmas):
        more = _FORM
        if lemmas[form] is not names:
            names = lemmas[form]
            more += sum([len(postings[lemma]) for lemma in names if lemma not in held])
        if chunk and size + more > CHUNK:
            yield chunk[0], chunk[-1], _word_chunk(chunk, lemmas, postings)
            chunk, held, size = [], set(), 0
            more = _FORM + sum([len(postings[lemma]) for lemma in names])
        if more > _FORM:
            held.update(names)
        chunk.append(form)
        size += more
    if chunk:
        yield chunk[0], chunk[-1], _word_chunk(chunk, lemmas, postings)


def _word_chunk(chunk: Sequence[str], lemmas: _Lemmas, postings: Mapping[str, str]) -> str:
    """The number of lemmas, a line for each, then a line for each form with its lemmas."""
    names = [lemmas[form] for form in chunk]
    known = set(names)
    number = {lemma: base36(n) for n, lemma in enumerate(sorted(set().union(*known)))}
    ids = {each: " ".join([number[lemma] for lemma in each]) for each in known}
    lines = [str(len(number)), *(postings[lemma] for lemma in number)]
    return "\n".join([*lines, *_front_coded(chunk, [ids[each] for each in names])])


def _mistyped(openings: Iterable[str]) -> list[tuple[str, str]]:
    """Beginnings with a letter left out, and the right beginnings that they come from."""
    right: dict[str, list[str]] = defaultdict(list)
    for opening in sorted(openings):
        if len(opening) < SHORTEST:
            continue
        for key in set(map("".join, combinations(opening, len(opening) - 1))):
            right[key].append(opening)
        if len(opening) < OPENING:
            right[opening].append(opening)
    return [(key, " ".join(right[key])) for key in sorted(right)]


def _chunks(entries: Sequence[tuple[str, str]]) -> Iterator[_Chunk]:
    begin, size = 0, 0
    for end, (key, value) in enumerate(entries, 1):
        size += len(key) + len(value)
        if size > BEGINNINGS or end == len(entries):
            keys, values = zip(*entries[begin:end], strict=True)
            yield keys[0], keys[-1], "\n".join(_front_coded(keys, values))
            begin, size = end, 0


def _front_coded(keys: Iterable[str], values: Iterable[str]) -> list[str]:
    """'n rest tab value': a key begins with n letters of the one before it."""
    parted = _SHARED.findall("\n".join(["", *keys]))
    return [
        f"{_DIGITS[len(shared)]}{rest}\t{value}"
        for (shared, rest), value in zip(parted, values, strict=True)
    ]


def _likely(
    best: Mapping[str, Sequence[int]], openings: Mapping[str, set[str]], pages: int
) -> dict[str, list[int]]:
    """The pages that two or three letters most likely begin, the likeliest first."""
    scores: dict[str, list[int]] = defaultdict(list)
    for lemma, found in best.items():
        threes = {opening[:3] for opening in openings[lemma]}
        for prefix in threes | {three[:2] for three in threes}:
            scores[prefix] += found
    return {
        prefix: list(dict.fromkeys([score % pages for score in sorted(there)]))[:LIKELY]
        for prefix, there in scores.items()
        if len(prefix) > 1
    }


def _best(found: _Pages, pages: int) -> list[int]:
    """The pages where a lemma weighs most; a rare lemma weighs more.

    Each is a number that leaves the page if it is divided by ``pages``, and is the lower, the
    more the lemma weighs there: numbers are sorted more quickly than pairs.
    """
    rarity = 100 * math.log(1 + pages / len(found))
    scores = [page - pages * round(rarity * places[0][1]) for page, places in found.items()]
    return sorted(scores)[:LIKELY]


def _is_common(found: _Pages, pages: int) -> bool:
    """Whether a lemma stands on most pages and in no title: it tells no page from another."""
    heaviest = next(iter(found.values()))
    return len(found) > max(COMMON * pages, COMMON_PAGES) and heaviest[0][1] < HEADING


@cache
def base36(number: int) -> str:
    """A number as JavaScript's ``parseInt(text, 36)`` reads it."""
    digits = ""
    while number >= len(_DIGITS):
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return _DIGITS[number] + digits


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
