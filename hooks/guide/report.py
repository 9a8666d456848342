"""What editors may want to mend in the glossary, told by the site's own texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from guide.facts import FactsExtension, figures
from guide.grammar import fold
from guide.linking import TermsExtension
from guide.load.markup import EXTENSIONS
from guide.model import Language, Site
from guide.passages import page_passages
from guide.recognition import Recogniser
from guide.terms import entries, recognisers
from guide.tokens import tokens
from guide.usage import uses
from guide.words import Words
from markdown import Markdown

#: A word is listed as a possible concept if it stands in the prose as often as this.
OFTEN = 2

#: So many of the most frequent words are no first part of a term.
COMMON = 150

#: Languages that write compounds apart.
APART = frozenset({"en"})

#: The last parts of our terms that are too short to be sure of in other words.
SHORTEST_HEAD = 5


def terms_report(site: Site) -> Iterator[str]:
    """Lines to print, for each language.

    Concepts without a mention, mentioned concepts without a link, and frequent words that end
    as our terms do and are none of them.
    """
    for code, (recogniser, words) in recognisers(site).items():
        language = next(language for language in site.languages if language.code == code)
        mentioned = set(uses(site, code, recogniser))
        linked = set(_linked(site, language, recogniser))
        yield f"{code}: never mentioned outside the glossary"
        yield from _listed(site, code, set(site.concepts) - mentioned)
        yield f"{code}: mentioned, but on no page of prose linked"
        wanted = {name for name in mentioned if site.concepts[name].texts[code].autolink}
        yield from _listed(site, code, wanted - linked)
        yield f"{code}: words that may be missing concepts"
        for form, count in possible_concepts(site, code, recogniser, words):
            yield f"  {form} ({count})"
        words.save()


def possible_concepts(
    site: Site, code: str, recogniser: Recogniser, words: Words
) -> list[tuple[str, int]]:
    """Frequent words of the prose that end in the head of a term but are no mention of one.

    In a language that writes compounds apart these are two words, the first not a common one.

    Returns:
        The most frequent form of each, and how often the word stands there in any form.
    """
    pairs = list(_unrecognised(site, code, recogniser))
    frequency = Counter(word for _, word in pairs)
    common = {word for word, _ in frequency.most_common(COMMON)}
    heads = _heads(site, code, words, set(frequency))
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for before, word in pairs:
        for key in words.keys(word):
            if code in APART and key in heads and before.isalpha() and before not in common:
                forms[f"{before} {key}"][f"{before} {word}"] += 1
                break
            if code not in APART and any(key.endswith(h) and key != h for h in heads):
                forms[key][word] += 1
                break
    found = [(c.most_common(1)[0][0], c.total()) for c in forms.values() if c.total() >= OFTEN]
    return sorted(found, key=lambda entry: (-entry[1], entry[0]))


def _unrecognised(site: Site, code: str, recogniser: Recogniser) -> Iterator[tuple[str, str]]:
    """Every word of the prose that belongs to no mention, with the word or sign before it."""
    for page in site.pages:
        for passage in page_passages(page) if page.language == code else ():
            mentions = [(m.start, m.end) for m in recogniser.recognise(passage.text)]
            before = ""
            for token in tokens(passage.text):
                word = fold(token[0])
                if not any(start <= token.start() < end for start, end in mentions):
                    if word[0].isalpha():
                        yield before, word
                    before = word
                else:
                    before = ""


def _heads(site: Site, code: str, words: Words, known: set[str]) -> set[str]:
    """The last parts of our terms: of a compound, the longest that is a word of the prose."""
    heads: set[str] = set()
    for concept in site.concepts.values():
        text = concept.texts[code]
        for term in (text.preferred, *text.admitted):
            last = fold(term.split()[-1])
            parts = [last[start:] for start in range(3, len(last) - SHORTEST_HEAD + 1)]
            if code in APART:
                heads |= words.term_keys(last)
            elif part := next((part for part in parts if part in known), None):
                heads.add(part)
    return heads


def _linked(site: Site, language: Language, recogniser: Recogniser) -> Iterator[str]:
    """The concepts that pages of prose link to."""
    linker = TermsExtension(recogniser, entries(site, language), "", site.link_limits)
    parser = Markdown(extensions=[*EXTENSIONS, FactsExtension(figures(site, language)), linker])
    for page in site.pages:
        if page.language == language.code:
            linker.source = page.source
            parser.reset()
            parser.convert("\n".join(line.text for line in page.lines))
            yield from linker.linked


def _listed(site: Site, code: str, concepts: set[str]) -> Iterator[str]:
    for name in sorted(concepts):
        yield f"  {site.concepts[name].texts[code].name} (data/concepts/{name}.yml)"
