"""The search finds the right page, in the browser, with few and small files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from guide.addresses import Addresses
from guide.search.documents import document
from guide.search.index import base36
from guide.search.words import split
from playwright.sync_api import Browser, Page

from tests.axe import in_every_window
from tests.browser import assets
from tests.project import ROOT, checked_root

CODES = ["sv", "fi", "en"]

#: Asks the engine each query, and tells the addresses of the results. It fetches files where none
#: are given to it.
ASK = """async ([engine, base, queries, files]) => {
  const { open } = await import(engine);
  const given = files && (async (url) => files[url.pathname.split("/").at(-1)]);
  const opened = open(new URL(base, location.href), given ?? undefined);
  const answers = [];
  for (const query of queries) {
    const { total, results } = await opened.search(query);
    answers.push({ total, results });
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_page(base_url=address) as page:
        page.goto("/sv/")
        yield page


def ask(
    page: Page, code: str, *queries: str, files: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    engine = page.evaluate("document.querySelector('script[src*=search]').src")
    engine = engine.replace("search.js", "engine.js")
    answers: list[dict[str, Any]] = page.evaluate(
        ASK, [engine, f"/{code}/search/", list(queries), files]
    )
    return answers


def paths(answer: dict[str, Any], page: Page) -> list[str]:
    """The addresses of the results below the site's, without headings, each once."""
    origin = page.evaluate("location.origin") + "/"
    found = [result["url"].removeprefix(origin).partition("#")[0] for result in answer["results"]]
    return list(dict.fromkeys(found))


def cases(code: str) -> list[tuple[str, str, set[str]]]:
    """Kind, query, and the sources of the pages that are right."""
    lines = (ROOT / "tests/search" / f"{code}.tsv").read_text("utf-8").splitlines()
    found = [line.split("\t") for line in lines]
    return [
        (kind, query, {f"{target.partition('#')[0]}.md" for target in targets.split()})
        for kind, query, targets in found
    ]


@pytest.fixture(scope="module")
def addresses() -> Addresses:
    return Addresses(checked_root()[0])


@pytest.mark.parametrize("code", CODES)
def test_the_right_page_is_found(page: Page, site: Path, addresses: Addresses, code: str) -> None:
    expected = cases(code)
    files = {path.name: path.read_text("utf-8") for path in (site / code / "search").iterdir()}
    answers = ask(page, code, *(query for _, query, _ in expected), files=files)
    ranks: dict[str, int] = {}
    for (_, query, targets), answer in zip(expected, answers, strict=True):
        right = {addresses.address(code, source) for source in targets}
        found = paths(answer, page)
        ranks[query] = next((n for n, path in enumerate(found) if path in right), 99)
    late = {query: rank for query, rank in ranks.items() if rank > 2}
    assert len(ranks) >= 200
    assert sum(rank == 0 for rank in ranks.values()) / len(ranks) >= 0.88
    assert len(late) / len(ranks) <= 0.04, late
    assert [
        query for (_, query, _), a in zip(expected, answers, strict=True) if not a["total"]
    ] == []


@pytest.mark.parametrize(
    ("code", "query", "path", "marked"),
    [
        ("fi", "ystävyyskunnissa", "fi/sanasto/ystavyyskunta/", "ystävyyskunta"),
        ("fi", "YSTÄVYYSKUNTIEN", "fi/sanasto/ystavyyskunta/", "ystävyyskunta"),
        ("sv", "vänorternas", "sv/ordlista/vanort/", "vänort"),
        ("sv", "vänortt", "sv/ordlista/vanort/", "vänort"),
        ("en", "twin towns", "en/glossary/twin-town/", "twin town"),
        ("en", "partnrship", "en/glossary/partnership/", "partnership"),
    ],
)
def test_every_form_finds_the_concept(
    page: Page, code: str, query: str, path: str, marked: str
) -> None:
    (answer,) = ask(page, code, query)
    assert paths(answer, page)[0] == path
    first = answer["results"][0]
    assert first["title"].lower() == marked
    assert all(isinstance(text, str) for text, _ in first["excerpt"])


@pytest.mark.parametrize(
    ("code", "term", "path", "lang"),
    [
        ("sv", "systerstad", "sv/ordlista/vanort/", "sv"),
        ("fi", "vänort", "fi/sanasto/ystavyyskunta/", "sv"),
        ("fi", "vänorter", "fi/sanasto/ystavyyskunta/", "sv"),
        ("en", "ystävyyskunta", "en/glossary/twin-town/", "fi"),
    ],
)
def test_a_hit_by_another_term_says_so(
    page: Page, code: str, term: str, path: str, lang: str
) -> None:
    (answer,) = ask(page, code, term)
    assert paths(answer, page)[0] == path
    note = answer["results"][0]["note"]
    assert note["lang"] == lang
    assert term.startswith(note["term"])
    assert note["text"]


def test_results_are_of_one_language(page: Page) -> None:
    for code in CODES:
        (answer,) = ask(page, code, "Interreg")
        assert answer["total"] > 3
        assert all(path.startswith(f"{code}/") for path in paths(answer, page))


def test_results_come_with_the_second_letter(page: Page) -> None:
    one, two, three = ask(page, "fi", "y", "ys", "yst")
    assert one["total"] == 0
    assert two["total"] > 3
    assert "fi/sanasto/ystavyyskunta/" in paths(three, page)


@pytest.mark.parametrize(
    "query", ["", "?!", "🙂🙂", "xqzwjk", "x" * 500, "a b c d e f g", "__proto__"]
)
def test_a_query_without_sense_does_no_harm(page: Page, query: str) -> None:
    (answer,) = ask(page, "sv", query)
    assert answer["total"] == len(answer["results"]) or answer["total"] > 0


def test_sections_are_results_with_marked_words(page: Page) -> None:
    (answer,) = ask(page, "sv", "motiverat nej")
    found = [result for result in answer["results"] if result["heading"]]
    assert found
    assert any("#" in result["url"] for result in found)
    pieces = [piece for result in answer["results"] for piece in result["excerpt"]]
    assert {text.lower() for text, marked in pieces if marked} >= {"nej"}


def test_the_first_results_cost_little(page: Page, site: Path) -> None:
    """At most 30 KB for the queries of the sets, with the scripts, each from a cold start."""
    compressed = cache(lambda path: len(gzip.compress(path.read_bytes())))
    fixed = sum(map(compressed, (site / assets(site) / "search").glob("*.js")))
    loaded = "performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)"
    costs: dict[str, int] = {}
    for code in CODES:
        for _, query, _ in cases(code)[::6]:
            page.evaluate("performance.clearResourceTimings()")
            ask(page, code, query)
            names = {name for name in page.evaluate(loaded) if "/assets/" not in name}
            costs[query] = fixed + sum(compressed(site / name.lstrip("/")) for name in names)
    assert len(costs) > 80
    assert {query: cost for query, cost in costs.items() if cost > 30_000} == {}


def test_material_left_nothing(site: Path) -> None:
    assert not list(site.rglob("search_index.json"))
    assert not list(site.rglob("*workers*"))
    assert not list(site.rglob("lunr*"))


def test_the_index_says_where_its_words_come_from(site: Path) -> None:
    for code in CODES:
        text = (site / code / "search" / "LICENCE.txt").read_text("utf-8")
        assert "simplemma" in text


def sections(source: str, html: str) -> list[tuple[str, str, str]]:
    """The anchor, heading and text of each section of a page."""
    found = document(source, "../x/", "Titel", "Om.", html).sections
    return [(section.anchor, section.heading, section.text) for section in found]


def test_documents_have_sections_and_no_lists() -> None:
    html = (
        '<h1>Titel</h1><p>Först <a class="term" href="x">ord</a>et.</p><h2 id="a">Ett</h2>'
        '<p>Andra<br>rad</p><svg><text>bild</text></svg><section class="terms-used"><dl><dt>x</dt>'
        '</dl></section><h2 id="sources">Källor</h2><p>källa</p>'
    )
    assert sections("checklists/x.md", html) == [
        ("", "", "Först ordet."),
        ("a", "Ett", "Andra rad"),
    ]


def test_only_whole_elements_are_left_out_of_documents() -> None:
    html = (
        '<p title="a > b">Ett &lt;tal&gt; &amp;lt; <!-- <h2 id="no">nej</h2> --> 3 < 4</p>'
        '<section class="wide map"><section><h2 id="inside">x</h2></section>y</section><p>Efter</p>'
        '<p class="roadmap">Väg<span class="entry-status">ny</span>karta</p>'
        '<h3 class="k" id="b"><code>kod</code>\n<time>2026</time></h3><textarea>z</textarea>&amp;'
    )
    assert sections("guide/x.md", html) == [
        ("", "", "Ett <tal> &lt; 3 < 4 Efter Vägkarta"),
        ("b", "kod 2026", "&"),
    ]


def test_numbers_are_of_base_36() -> None:
    assert [base36(n) for n in (0, 35, 36, 1295, 1296)] == ["0", "z", "10", "zz", "100"]


def test_words_are_split_as_the_browser_splits_them(page: Page, site: Path) -> None:
    text = "EU:n kv-toiminta, kv\u2011työ kun\u00adta Erasmus+ – ’sana’ 2021–2027 (a/b) e.g. O’Hara"
    script = """async ([engine, text]) => {
      const { fold, WORD } = await import(engine);
      return text.match(WORD).map(fold);
    }"""
    engine = f"/{assets(site)}/search/engine.js"
    assert page.evaluate(script, [engine, text]) == split(text)


@pytest.mark.parametrize("code", CODES)
def test_the_router_names_every_chunk(site: Path, code: str) -> None:
    folder = site / code / "search"
    router = json.loads((folder / "router.json").read_text("utf-8"))
    for family in ("w", "t", "s"):
        lists = [
            (folder / f"{family}-{base36(number)}.txt").read_text("utf-8").split("\n")
            for number in range(len(router[family]["lists"]))
        ]
        firsts = [first for each in lists for first in each]
        assert [each[0] for each in lists] == router[family]["lists"]
        assert firsts == sorted(firsts)
        assert (
            len(firsts) == router[family]["chunks"] == len(list(folder.glob(f"{family}[!-]*.txt")))
        )


#: What the dialog says in each of its states, by a query that brings it there.
STATES = {"idle": "", "results": "Interreg", "none": "xqzwjk"}


@pytest.mark.parametrize("code", CODES)
def test_axe_finds_nothing_in_any_state(page: Page, code: str) -> None:
    """All of its rules, in the dialog and the term's pop-up."""
    browser = page.context.browser
    assert browser
    fresh = browser.new_page(base_url=page.evaluate("location.origin"))
    fresh.goto(f"/{code}/")
    fresh.keyboard.press("Control+k")
    for state, query in STATES.items():
        fresh.fill("#search-query", query)
        done = "idle" if state == "idle" else "done"
        fresh.wait_for_selector(f"[data-search-state={done}]")
        assert in_every_window(fresh, ".search-dialog") == {}, state
    fresh.route("**/search/*", lambda route: route.abort())
    fresh.fill("#search-query", "Erasmus")
    fresh.wait_for_selector(".search-failure:not([hidden])")
    assert in_every_window(fresh, ".search-dialog") == {}, "failure"
    fresh.keyboard.press("Escape")
    fresh.keyboard.press("Tab")
    fresh.locator("article a.term").first.focus()
    fresh.wait_for_selector(".term-popup:not([hidden])")
    assert in_every_window(fresh, ".term-popup:not([hidden])") == {}
    fresh.close()
