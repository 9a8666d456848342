"""Made-up sites of any size, and the three engines on them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from guide.model import Site
from guide.words import Words

from bench.search.engines import Answer, Built, Engine
from bench.search.lexicon import lexicon
from bench.search.measures import Measures, average, measures
from bench.search.pages import WORDS, Query, address, queries, write
from bench.search.table import KB, show

#: Queries of each kind in each language.
QUERIES = 200

SEED = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine answered to the queries of a language."""

    code: str
    engine: str
    asked: Sequence[Query]
    answers: Sequence[Answer]

    @property
    def bytes(self) -> list[int]:
        """Until the first results, for each query."""
        return [answer.bytes for answer in self.answers]

    def measures(self, kind: str) -> Measures:
        """The means over the queries of a kind."""
        return average(
            [
                measures(answer.found, frozenset(address(self.code, n) for n in query.relevant))
                for query, answer in zip(self.asked, self.answers, strict=True)
                if query.kind == kind
            ]
        )


def compare(site: Site, engines: Sequence[Engine], pages: int, words: Mapping[str, Words]) -> int:
    """Prints the tables of one size; gives the most bytes that one of our queries needed."""
    print(f"== {pages:,} pages in each language, of {WORDS} words ==\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = {}
        for code in site.codes:
            random = Random(f"{SEED} {code} {pages}")  # noqa: S311 - to be the same each time
            known = lexicon(site, code, words[code], pages * WORDS, random)
            places = write(folder, code, known, pages, random)
            asked[code] = queries(known, places, pages, QUERIES, random)
        built = {engine.name: engine.build(folder, site.codes) for engine in engines}
        show(["index", "language", "seconds", "again", "MB", "memory, MB"], _built(built))
        texts = {code: [query.text for query in made] for code, made in asked.items()}
        # Building is timed and so done by one after another; answering is not.
        with ThreadPoolExecutor() as pool:
            told = list(pool.map(lambda engine: engine.answer(folder, texts), engines))
    outcomes = [
        Outcome(code, engine.name, asked[code], answers[code])
        for code in site.codes
        for engine, answers in zip(engines, told, strict=True)
    ]
    show(["first results", "engine", "KB, median", "KB, most"], _bytes(outcomes))
    heads = [
        "queries",
        "kind",
        "n",
        "engine",
        "recall",
        "precision",
        "of first 20",
        "MAP",
        "nothing",
    ]
    show(heads, _found(outcomes))
    return max(most for o in outcomes if o.engine == "ours" for most in o.bytes)


def _built(engines: Mapping[str, Mapping[str, Built]]) -> Iterator[Sequence[str]]:
    for name, languages in engines.items():
        for code, built in languages.items():
            again = "" if built.again is None else f"{built.again:.1f}"
            memory = f"{built.memory:.0f}" if built.memory else ""
            size = f"{built.size / KB / KB:.2f}"
            yield name, code or "all", f"{built.seconds:.1f}", again, size, memory


def _bytes(outcomes: Iterable[Outcome]) -> Iterator[Sequence[str]]:
    for outcome in outcomes:
        most = [f"{median(outcome.bytes) / KB:.1f}", f"{max(outcome.bytes) / KB:.1f}"]
        yield outcome.code, outcome.engine, *most


def _found(outcomes: Sequence[Outcome]) -> Iterator[Sequence[str]]:
    for code in dict.fromkeys(outcome.code for outcome in outcomes):
        for kind in ("inflected", "unseen", "compound", "synonym"):
            for outcome in outcomes:
                number = sum(query.kind == kind for query in outcome.asked)
                if outcome.code == code and number:
                    each = outcome.measures(kind)
                    yield (
                        *(code, kind, str(number), outcome.engine, f"{each.recall:.3f}"),
                        *(f"{each.precision:.3f}", f"{each.precision_of_first:.3f}"),
                        *(f"{each.average_precision:.3f}", f"{each.nothing:.0%}"),
                    )
