"""The guide itself: what a search of it costs, how good it is, and how long a keystroke takes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from guide.addresses import Addresses
from guide.model import Site
from playwright.sync_api import sync_playwright

from bench.recognition import ROOT
from bench.search.engines import Answer, Engine, shown
from bench.search.pages import Page, put
from bench.search.table import KB, show
from tests.browser import assets, launch, served

#: How many queries of each language are typed letter by letter.
TYPED = 10

#: How many results are looked at for the right page.
SEEN = 3

#: The row of all kinds of queries.
ALL = "all"

_ARTICLE = re.compile('<article class="content[^>]*>')

#: Engine to language to what it answered.
_Answers = dict[str, dict[str, list[Answer]]]


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the sources that answer it; see tests/search/README.md."""

    kind: str
    text: str
    targets: tuple[str, ...]


def measure(site: Site, engines: Iterable[Engine], folder: Path) -> int:
    """Prints the tables; gives the most bytes that a query of ours needed."""
    queries = {code: list(_read(folder, code)) for code in site.codes}
    texts = {code: [query.text for query in asked] for code, asked in queries.items()}
    with tempfile.TemporaryDirectory() as built, tempfile.TemporaryDirectory() as plain:
        _build(Path(built))
        print("== The guide ==\n", flush=True)
        _strip(Path(built), Path(plain), site.codes)
        answers = {"ours": {code: shown(Path(built), code, texts[code]) for code in site.codes}}
        for engine in engines:
            if engine.name not in answers:
                engine.build(Path(plain), site.codes)
                answers[engine.name] = engine.answer(Path(plain), texts)
        show(["first results", "engine", "KB, median", "KB, most"], _bytes(answers))
        heads = ["the right page", "kind", "n", "engine", "first", f"of first {SEEN}", "nothing"]
        show(heads, _right(queries, answers, Addresses(site)))
        typed = {code: asked[:: len(asked) // TYPED] for code, asked in texts.items()}
        heads = ["script per keystroke", "keys", "ms, median", "ms, 95th", "ms, most"]
        show(heads, _keys(Path(built), typed))
    return max(answer.bytes for told in answers["ours"].values() for answer in told)


def _strip(built: Path, plain: Path, codes: Iterable[str]) -> None:
    """Writes the pages without what surrounds their content, as the others would index it."""
    for code in codes:
        for file in (built / code).rglob("index.html"):
            rest = _ARTICLE.split(file.read_text("utf-8"), maxsplit=1)[1]
            content = rest.partition("</article>")[0]
            title = content.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]
            address = f"{file.parent.relative_to(built).as_posix()}/"
            put(plain, code, Page(address, title, content))


def _read(folder: Path, code: str) -> Iterator[Query]:
    for line in (folder / f"{code}.tsv").read_text("utf-8").splitlines():
        kind, text, targets = line.split("\t")
        yield Query(kind, text, tuple(targets.split()))


def _build(folder: Path) -> None:
    # The theme prints a notice about other products in every build.
    environment = os.environ | {"PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603


def _bytes(answers: _Answers) -> Iterator[Sequence[str]]:
    for engine, languages in answers.items():
        for code, told in languages.items():
            sizes = [answer.bytes for answer in told]
            yield code, engine, f"{median(sizes) / KB:.1f}", f"{max(sizes) / KB:.1f}"


def _right(
    queries: Mapping[str, Sequence[Query]], answers: _Answers, addresses: Addresses
) -> Iterator[Sequence[str]]:
    for code, asked in queries.items():
        for kind in dict.fromkeys([*(query.kind for query in asked), ALL]):
            for engine, languages in answers.items():
                told = [
                    (_rank(code, query, answer.found, addresses), answer.found)
                    for query, answer in zip(asked, languages[code], strict=True)
                    if kind in (query.kind, ALL)
                ]
                shares = [sum(rank <= seen for rank, _ in told) / len(told) for seen in (1, SEEN)]
                nothing = sum(not found for _, found in told)
                row = (code, kind, str(len(told)), engine, *(f"{share:.0%}" for share in shares))
                yield *row, str(nothing)


def _rank(code: str, query: Query, found: Sequence[str], addresses: Addresses) -> float:
    """Which result is the first on a right page."""
    sources = {f"{target.partition('#')[0]}.md" for target in query.targets}
    right = {addresses.address(code, source) for source in sources}
    pages = [address.partition("#")[0] for address in found]
    return next((rank for rank, page in enumerate(pages, 1) if page in right), float("inf"))


_TYPE = """async ([engine, base, queries]) => {
  const { open } = await import(engine);
  const folder = new URL(base, location.origin);
  const kept = new Map();
  const fetched = async (url) => {
    kept.set(url.href, await (await fetch(url)).text());
    return kept.get(url.href);
  };
  const remembered = async (url) => kept.get(url.href);
  const times = [];
  for (const query of queries) {
    const typed = [...query].map((_, n) => query.slice(0, n + 1));
    // All files are fetched first, so that what is measured is script alone.
    for (const [get, measured] of [[fetched, false], [remembered, true]]) {
      const engine = open(folder, get);
      for (const text of typed) {
        const started = performance.now();
        await engine.search(text);
        if (measured) times.push(performance.now() - started);
      }
    }
  }
  return times;
}"""


def _keys(site: Path, queries: dict[str, list[str]]) -> Iterator[Sequence[str]]:
    with served(site) as url, sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        for code, texts in queries.items():
            page.goto(f"{url}/{code}/")
            times: list[float] = page.evaluate(
                _TYPE, [f"/{assets(site)}/search/engine.js", f"/{code}/search/", texts]
            )
            (*_, high) = quantiles(times, n=20)
            numbers = (median(times), high, max(times))
            yield code, str(len(times)), *(f"{number:.1f}" for number in numbers)
