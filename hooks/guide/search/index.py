"""Pages to the files of a search index, for one language.

Every word form that a reader may type leads to its lemmas, and every lemma to the sections that
have it, with a weight. Both lie in chunks of sorted forms, so a browser asks for one small file
for each word; a router of first forms tells it which. A further row of chunks leads from
mistyped beginnings to right ones, and small files by first letter from two or three letters to
the pages that they most likely begin. What a result shows is in one file for a few sections.

The files are text: lines, tabs and numbers of base 36. See ``engine.js``, which reads them.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from guide.grammar import KNOWN, fold
from guide.model import Concept, Language, Site
from guide.recognition import Recogniser
from guide.search.documents import Document
from guide.terms import terms
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

#: Weights of a word, by where it stands. A title of several words shares its weight.
TITLE, SYNONYM, FOREIGN, KEYWORD, HEADING, MENTION = 24.0, 20.0, 18.0, 14.0, 6.0, 3.0

#: What a part of a compound weighs of it; and the verb of a noun.
PART, DERIVED = 0.5, 0.7

#: The greatest weight of a word that stands in a text, however often.
TEXT = 4.0

#: What pages that list everything count for.
LISTS = {"sources/index.md": 0.1, "sources/coverage.md": 0.2, "glossary/index.md": 0.1}
INDEX = 0.5

#: About how many characters a chunk of forms has, and one of mistyped beginnings.
CHUNK, TYPO_CHUNK = 3_500, 2_500

#: How many sections one file of texts holds, and how many characters of each.
SECTIONS, LONGEST = 2, 1_000

#: How many pages a lemma leads to at most, and sections of each: those where it weighs most.
PAGES, PLACES = 400, 6

#: On what part of the pages a word stands that is too common to look for.
COMMON = 0.25

#: How many letters of a form are looked at for typing errors; shorter forms are not.
OPENING = 5
SHORTEST = 4

#: How many pages are told for two or three letters.
LIKELY = 10

_WORD = re.compile(r"\w+(?:[-'’:–]\w+)*\+?")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


#: Lemma to page to section to weight.
_Weights = dict[str, dict[int, dict[int, float]]]


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
    gathered = _Gathered(words[language.code])
    gathered.add_documents(documents)
    gathered.add_glossary(site, language, documents, recogniser)
    gathered.add_foreign_forms(words)
    gathered.add_keywords(site, language, documents)
    forms = gathered.forms()
    return {
        "LICENCE.txt": LICENCE,
        "labels.json": _json(_labels(site, language)),
        **_texts(site, language, documents),
        **_index(gathered.weights, forms, gathered.seen, len(documents)),
    }


class _Gathered:
    """Which lemma stands where, and how much that weighs."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.weights: _Weights = defaultdict(lambda: defaultdict(dict))
        self.seen: set[str] = set()
        #: Forms that stand somewhere, by lemma; of terms in other languages, too.
        self.others: dict[str, set[str]] = defaultdict(set)

    def add(self, lemma: str, page: int, section: int, weight: float) -> None:
        """Notes a weight; the greatest counts where a word is there in several ways."""
        there = self.weights[lemma][page]
        there[section] = max(there.get(section, 0), weight)

    def add_text(self, text: str, page: int, section: int, weight: float) -> None:
        """Notes the words of a title, heading or term, which share its weight."""
        found = split(text)
        for word in found:
            self.add_word(word, page, section, weight / math.sqrt(len(found)))

    def add_word(self, word: str, page: int, section: int, weight: float) -> None:
        """Notes a word, and for less the parts of a compound."""
        exact = {re.split("[@/]", key)[0] for key in self.words.keys(word)}
        for lemma in self.lemmas(word):
            self.add(lemma, page, section, weight * (1 if lemma in exact else DERIVED))
            self.others[lemma].add(word)
        for part in self.words.parts(word):
            self.add(part, page, section, weight * PART)

    def lemmas(self, word: str) -> Iterable[str]:
        """The lemmas of a word; of one that no dictionary has, only those that stand somewhere."""
        lemmas = self.words.lemmas(word)
        if KNOWN in self.words.traits(word):
            return lemmas
        return {word.replace("-", "")} | {lemma for lemma in lemmas if lemma in self.seen}

    def add_documents(self, documents: Sequence[Document]) -> None:
        for document in documents:
            texts = [document.title, *(f"{s.heading} {s.text}" for s in document.sections)]
            self.seen |= {word for text in texts for word in split(text)}
        for page, document in enumerate(documents):
            index = document.source.endswith("index.md")
            importance = LISTS.get(document.source, INDEX if index else 1)
            self.add_text(document.title, page, 0, TITLE)
            for number, section in enumerate(document.sections):
                self.add_text(section.heading, page, number, HEADING * importance)
                for word, count in Counter(split(section.text)).items():
                    self.add_word(word, page, number, importance * TEXT * count / (count + 1))

    def add_glossary(
        self,
        site: Site,
        language: Language,
        documents: Sequence[Document],
        recogniser: Recogniser,
    ) -> None:
        """Notes what else concepts are called, on their pages and where they are mentioned."""
        pages = {document.source: page for page, document in enumerate(documents)}
        places: dict[str, list[tuple[int, int, bool]]] = {
            name: [(pages[source], 0, True)]
            for name in site.concepts
            if (source := f"glossary/{name}.md") in pages
        }
        for page, document in enumerate(documents):
            for number, section in enumerate(document.sections):
                for mention in recogniser.recognise(section.text):
                    if len(mention.terms) == 1 and mention.terms[0].concept in places:
                        places[mention.terms[0].concept].append((page, number, False))
        for name, found in places.items():
            for code in site.codes:
                for term in _designations(site.concepts[name], code):
                    self._add_term(term, code, language.code, found)

    def _add_term(
        self,
        term: str,
        code: str,
        own: str,
        places: Iterable[tuple[int, int, bool]],
    ) -> None:
        found = split(term)
        for page, section, is_own in places:
            weight = (SYNONYM if code == own else FOREIGN) if is_own else MENTION
            for word in found:
                if code == own:
                    self.add_word(word, page, section, weight / math.sqrt(len(found)))
                    continue
                self.others[f"{word}\t{code}"].add(word)
                self.add(f"{word}\t{code}", page, section, weight / math.sqrt(len(found)))

    def add_foreign_forms(self, words: Mapping[str, Words]) -> None:
        """Notes the forms of the words of terms in other languages."""
        for code, known in words.items():
            foreign = [name for name in self.others if name.endswith(f"\t{code}")]
            lemmas = {name: known.lemmas(name.partition("\t")[0]) for name in foreign}
            forms = known.forms(sorted({lemma for each in lemmas.values() for lemma in each}))
            for name, each in lemmas.items():
                self.others[name].update(*(forms[lemma] for lemma in each))

    def add_keywords(self, site: Site, language: Language, documents: Sequence[Document]) -> None:
        """Notes the words that people type though the pages do not use them."""
        keywords = {p.source: p.keywords for p in site.pages if p.language == language.code}
        for folder, entries in site.generated.items():
            for name, entry in entries.items():
                keywords[f"{folder}/{name}.md"] = entry.texts[language.code].keywords
        for page, document in enumerate(documents):
            for keyword in keywords.get(document.source, ()):
                self.add_text(keyword, page, 0, KEYWORD)

    def forms(self) -> dict[str, set[str]]:
        """Every form of every lemma."""
        own = sorted(lemma for lemma in self.weights if "\t" not in lemma)
        forms = self.words.forms(own)
        return {lemma: {*forms.get(lemma, ()), *self.others[lemma]} for lemma in self.weights}


def split(text: str) -> list[str]:
    """The words of a text, folded."""
    return [fold(word) for word in _WORD.findall(text)]


def _designations(concept: Concept, code: str) -> list[str]:
    """Every term of a concept in a language, those to be avoided included."""
    return [term.text for term in terms(concept, code)]


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
            for term in (_designations(concept, code) if concept else ())
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


def _index(
    weights: _Weights, forms: Mapping[str, set[str]], seen: set[str], pages: int
) -> dict[str, str]:
    lemmas: dict[str, list[str]] = defaultdict(list)
    for lemma in sorted(weights):
        for form in forms[lemma]:
            lemmas[fold(form)].append(lemma)
    postings = {lemma: _postings(found) for lemma, found in weights.items()}
    made: dict[str, str] = {}
    first_words = []
    for number, chunk in enumerate(_chunks(lemmas, postings)):
        first_words.append(chunk[0])
        made[f"w{base36(number)}.txt"] = _word_chunk(chunk, lemmas, postings)
    first_typos = []
    for number, (first, text) in enumerate(_typo_chunks(lemmas)):
        first_typos.append(first)
        made[f"t{base36(number)}.txt"] = text
    likely = _likely(lemmas, weights, pages)
    letters = sorted({prefix[0] for prefix in likely})
    for number, letter in enumerate(letters):
        begun = {p: found for p, found in sorted(likely.items()) if p[0] == letter}
        made[f"s{base36(number)}.json"] = _json(begun)
    made["router.json"] = _json(
        {
            "pages": pages,
            "words": first_words,
            "typos": first_typos,
            "letters": "".join(letters),
            "common": [form for form in _common(lemmas, weights, pages) if form in seen],
        }
    )
    return made


def _postings(found: Mapping[int, Mapping[int, float]]) -> str:
    """'df page:section+weight,…;…': in how many pages, then those where it weighs most."""
    heaviest = sorted(found, key=lambda page: (-max(found[page].values()), page))[:PAGES]
    entries, before = [], 0
    for page in sorted(heaviest):
        sections = sorted(found[page].items(), key=lambda entry: (-entry[1], entry[0]))[:PLACES]
        places = ",".join(
            base36(number) + _DIGITS[max(1, min(35, round(weight)))] for number, weight in sections
        )
        entries.append(f"{base36(page - before)}:{places}")
        before = page
    return f"{base36(len(found))} {';'.join(entries)}"


def _chunks(lemmas: Mapping[str, list[str]], postings: Mapping[str, str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    held: set[str] = set()
    size = 0
    for form in sorted(lemmas):
        new = [lemma for lemma in lemmas[form] if lemma not in held]
        more = 8 + sum(len(postings[lemma]) for lemma in new)
        if chunk and size + more > CHUNK:
            yield chunk
            chunk, held, size = [], set(), 0
            more = 8 + sum(len(postings[lemma]) for lemma in lemmas[form])
        chunk.append(form)
        held |= set(lemmas[form])
        size += more
    if chunk:
        yield chunk


def _word_chunk(
    chunk: Sequence[str], lemmas: Mapping[str, list[str]], postings: Mapping[str, str]
) -> str:
    """The number of lemmas, a line for each, then a line for each form with its lemmas."""
    held = sorted({lemma for form in chunk for lemma in lemmas[form]})
    number = {lemma: base36(n) for n, lemma in enumerate(held)}
    lines = [str(len(held)), *(postings[lemma] for lemma in held)]
    ids = [" ".join(number[lemma] for lemma in lemmas[form]) for form in chunk]
    return "\n".join([*lines, *_front_coded(chunk, ids)])


def _typo_chunks(lemmas: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Beginnings with a letter left out, and the right beginnings that they come from."""
    right: dict[str, set[str]] = defaultdict(set)
    for opening in {form[:OPENING] for form in lemmas if len(form) >= SHORTEST}:
        for key in (opening, *(opening[:n] + opening[n + 1 :] for n in range(len(opening)))):
            right[key].add(opening)
    keys = sorted(right)
    begin, size = 0, 0
    for end, key in enumerate(keys, 1):
        size += len(key) + sum(len(opening) + 1 for opening in right[key])
        if size > TYPO_CHUNK or end == len(keys):
            part = keys[begin:end]
            values = [" ".join(sorted(right[key])) for key in part]
            yield part[0], "\n".join(_front_coded(part, values))
            begin, size = end, 0


def _front_coded(words: Iterable[str], values: Iterable[str]) -> Iterator[str]:
    """'n rest tab value': a word begins with n letters of the one before it."""
    before = ""
    for word, value in zip(words, values, strict=True):
        shared = 0
        for one, other in zip(before[:35], word, strict=False):  # One digit says how many.
            if one != other:
                break
            shared += 1
        yield f"{base36(shared)}{word[shared:]}\t{value}"
        before = word


def _likely(lemmas: Mapping[str, list[str]], weights: _Weights, pages: int) -> dict[str, list[int]]:
    """The pages that two or three letters most likely begin, the likeliest first."""
    begun: dict[str, set[str]] = defaultdict(set)
    for form, names in lemmas.items():
        for length in (2, 3):
            if len(form) >= length:
                begun[form[:length]].update(names)
    best = {lemma: _best(found, pages) for lemma, found in weights.items()}
    likely = {}
    for prefix, started in begun.items():
        scores: dict[int, int] = {}
        for lemma in started:
            for score, page in best[lemma]:
                scores[page] = max(scores.get(page, 0), score)
        likely[prefix] = sorted(scores, key=lambda page: (-scores[page], page))[:LIKELY]
    return likely


def _common(lemmas: Mapping[str, list[str]], weights: _Weights, pages: int) -> list[str]:
    """Words that stand on most pages and in no title: they tell no page from another."""
    return sorted(
        form
        for form, names in lemmas.items()
        if all(
            len(weights[lemma]) > COMMON * pages
            and max(max(there.values()) for there in weights[lemma].values()) < HEADING
            for lemma in names
        )
    )


def _best(found: Mapping[int, Mapping[int, float]], pages: int) -> list[tuple[int, int]]:
    """The pages where a lemma weighs most, with their scores; a rare lemma weighs more."""
    rarity = 100 * math.log(1 + pages / len(found))
    scores = ((round(rarity * max(sections.values())), page) for page, sections in found.items())
    return sorted(scores, key=lambda entry: (-entry[0], entry[1]))[:LIKELY]


def base36(number: int) -> str:
    """A number as JavaScript's ``parseInt(text, 36)`` reads it."""
    digits = ""
    while number >= len(_DIGITS):
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return _DIGITS[number] + digits


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
