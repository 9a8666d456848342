"""The real site as a whole, built once: links, languages, titles, leftovers."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from guide.addresses import EDITORS
from guide.moves import is_withdrawn
from lxml import etree, html

from deploy.hosts import headers
from tests.project import ROOT, build, checked_root, complaints, copy_fixture, copy_site, edit

CODES = ("sv", "fi", "en")
ORIGIN = "https://kommunen-i-varlden.example/"

#: Pages that belong to no language.
PLAIN = ("index.html", "404.html")


@cache
def document(path: Path) -> html.HtmlElement:
    """A page as a tree, which nobody may change: it is parsed once for all tests."""
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1000)
def _parsed(path: Path, saved: int) -> html.HtmlElement:  # noqa: ARG001 - another time, another page
    return html.document_fromstring(path.read_bytes())


def names(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def address(name: str) -> str:
    return ORIGIN + name.removesuffix("index.html")


def pages(site: Path) -> Iterator[tuple[str, str, html.HtmlElement]]:
    """Each page that is in a language: its name, its language and its document.

    Old addresses are none: what leads on from there, and what says that a page was withdrawn. Nor
    is the page for editors.
    """
    for name in names(site):
        if name not in PLAIN and not name.endswith("/404.html"):
            page = document(site / name)
            if not page.xpath("//meta[@name='robots'][@content='noindex']"):
                yield name, name.split("/")[0], page


def alternates(page: html.HtmlElement) -> dict[str, str]:
    links = page.xpath("//head/link[@rel='alternate'][@hreflang]")
    assert len(links) == len({link.get("hreflang") for link in links})
    return {link.get("hreflang"): link.get("href") for link in links}


def test_every_page_is_there_in_every_language(site: Path) -> None:
    guide, generated, _ = checked_root()
    listed = [p for p in generated if not is_withdrawn(p.source) and p.source != EDITORS]
    expected = len(guide.pages) + len(listed)
    found = Counter(code for _, code, _ in pages(site))
    assert found == dict.fromkeys(CODES, expected // len(CODES))
    assert len(guide.concepts) >= 12


def internal_links(site: Path) -> Iterator[tuple[str, str]]:
    """Each page's name with the whole of each address on this site that it names."""
    for name in names(site):
        found = document(site / name).xpath(
            "//@src | //@action | //*[not(self::link[@rel='canonical' or @rel='alternate'])]/@href"
        )
        for target in found:
            whole = urljoin(f"https://site/{name}", target)
            if urlsplit(whole).netloc == "site":
                yield name, whole


def test_internal_links_and_anchors_resolve(site: Path) -> None:
    links = {target: name for name, target in internal_links(site)}
    assert len(links) > 1000
    broken = []
    for target, name in links.items():
        path, anchor = urlsplit(target).path, unquote(urlsplit(target).fragment)
        file = site / path.lstrip("/") / ("index.html" if path.endswith("/") else "")
        found = file.is_file() and (not anchor or document(file).xpath("//*[@id=$a]", a=anchor))
        if not found:
            broken.append((name, target))
    assert broken == []


def test_every_link_leads_somewhere(site: Path) -> None:
    """Without a script, too, and for search engines, which count a link to nothing as a fault."""
    assert [name for name, _, page in pages(site) if page.xpath("//a[not(@href)]")] == []


def test_every_published_address_is_a_file_with_its_anchors(site: Path) -> None:
    guide, _, _ = checked_root()
    assert tuple(guide.ledgers) == CODES
    for ledger in guide.ledgers.values():
        for at, entry in ledger.pages.items():
            page = document(site / at / "index.html")
            if not page.xpath("//meta[@http-equiv='refresh' or @content='noindex']"):
                assert entry.all_anchors <= set(page.xpath("//@id")), at


def test_alternates_are_complete_and_mutual(site: Path) -> None:
    for name, code, page in pages(site):
        links = alternates(page)
        assert set(links) == {*CODES, "x-default"}, name
        assert links[code] == address(name) == page.xpath("string(//link[@rel='canonical']/@href)")
        for other in CODES:
            target = links[other].removeprefix(ORIGIN)
            assert target.startswith(f"{other}/")
            assert alternates(document(site / target / "index.html")) == links


def test_x_default_is_the_chooser_for_start_pages_and_a_language_for_others(site: Path) -> None:
    for name, code, page in pages(site):
        links = alternates(page)
        start = name == f"{code}/index.html"
        assert links["x-default"] == (ORIGIN if start else links["en"])
    assert alternates(document(site / "index.html"))["x-default"] == ORIGIN


def test_the_switcher_leads_to_the_same_page_and_no_other(site: Path) -> None:
    for name, code, page in pages(site):
        base = address(name)
        links = page.xpath("//header//a[@hreflang]")
        found = {link.get("hreflang"): urljoin(base, link.get("href")) for link in links}
        assert len(links) == len(CODES), name
        assert found == {other: alternates(page)[other] for other in CODES}
        assert all(link.get("lang") == link.get("hreflang") for link in links)
        current = [link.get("hreflang") for link in links if link.get("aria-current")]
        assert current == [code]


def test_every_page_says_its_language(site: Path) -> None:
    for name, code, page in pages(site):
        assert page.get("lang") == code, name
    for name in PLAIN:
        sections = document(site / name).xpath("//main/section")
        assert [section.get("lang") for section in sections] == list(CODES)


def test_each_language_has_a_page_for_missing_addresses_in_it_alone(site: Path) -> None:
    for code in CODES:
        page = document(site / code / "404.html")
        assert page.get("lang") == code
        assert [section.get("lang") for section in page.xpath("//main/section")] == [code]
        # It may be shown at any depth, so its links begin at the root.
        links = page.xpath("//link/@href | //a/@href | //script/@src")
        assert f"/{code}/" in links
        assert [link for link in links if not link.startswith("/")] == []
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_titles_are_unique_in_each_language_and_in_the_language(site: Path) -> None:
    titles = Counter((code, page.findtext(".//title")) for _, code, page in pages(site))
    assert [title for title, count in titles.items() if count > 1] == []
    suffixes = {"sv": "Kommunen i världen", "fi": "Kunta maailmalla", "en": "Municipality"}
    for code, title in titles:
        assert suffixes[code] in (title or "")


def test_every_page_has_one_heading_of_level_1_and_a_description(site: Path) -> None:
    for name, _, page in pages(site):
        assert len(page.xpath("//h1")) == 1, name
        assert page.xpath("string(//meta[@name='description']/@content)"), name


def test_addresses_are_ascii(site: Path) -> None:
    assert all(re.fullmatch(r"[a-z0-9/.-]+", name) for name in names(site))


def test_headings_have_the_same_ids_in_every_language(site: Path) -> None:
    for name, _, page in pages(site):
        if name.count("/") == 2 and "letter-" in html.tostring(page, encoding="unicode"):
            continue  # The index of the glossary has the letters of the language.
        here = page.xpath("//article//*[self::h2 or self::h3]/@id")
        for other in CODES:
            target = alternates(page)[other].removeprefix(ORIGIN)
            there = document(site / target / "index.html").xpath(
                "//article//*[self::h2 or self::h3]/@id"
            )
            assert here == there, (name, other)


def lists(page: html.HtmlElement) -> list[int]:
    """How many lists and items the article has, without the terms for paper."""
    own = "//article//{}[not(ancestor::section[@class='terms-used'])]"
    return [len(page.xpath(own.format(tag))) for tag in ("ul", "ol", "li", "dd")]


def test_guides_have_the_same_lists_in_every_language(site: Path) -> None:
    for name, code, page in pages(site):
        if code != "sv" or name.split("/")[1] != "guide":
            continue
        shape = lists(page)
        for other in CODES:
            target = alternates(page)[other].removeprefix(ORIGIN)
            assert lists(document(site / target / "index.html")) == shape, (name, other)


def test_all_fifty_points_are_covered() -> None:
    guide, _, problems = checked_root()
    assert problems == []
    assert guide.coverage
    assert [point.id for point in guide.coverage.points] == [f"C{n:02}" for n in range(1, 51)]


def test_the_glossary_is_as_large_as_promised() -> None:
    guide, _, _ = checked_root()
    assert len(guide.concepts) >= 110
    for concept in guide.concepts.values():
        for text in concept.texts.values():
            assert text.note, concept.id
            assert not re.search(rf"\b{re.escape(text.preferred)}\b", text.definition), concept.id


LEFTOVERS = {
    "an include that was not made": r"\{!",
    "a template that was not filled": r"\{\{|\{%",
    "a list of attributes that was not read": r"\{:|\{#",
    "a value that is not there": r"\bNone\b(?! of)|\bundefined\b|\bnull\b",
    "a key instead of its word": r"\b(?:concept|glossary|checklist|status|search)\.(?!yml)[a-z]",
    "a word for later": r"\bTODO\b|\bFIXME\b|lorem ipsum",
}


@pytest.mark.parametrize("what", LEFTOVERS)
def test_no_leftovers(site: Path, what: str) -> None:
    for name in names(site):
        page = document(site / name)
        words = page.xpath("//text()[not(ancestor::script or ancestor::style)]")
        labels = page.xpath("//@aria-label | //@title | //@placeholder | //@alt | //@content")
        for text in (*words, *labels):
            assert not re.search(LEFTOVERS[what], text), (name, text)


def test_interface_is_in_the_language_of_the_page(site: Path) -> None:
    """No page has a word that the theme says in another language."""
    foreign = {
        "sv": r"\b(?:Search|Skip|Back to top|Next|Previous|Table of contents|Footer|Header)\b",
        "fi": r"\b(?:Search|Skip|Back to top|Next|Previous|Table of contents|Footer|Header|Sök)\b",
        "en": r"\b(?:Sök|Nästa|Hae|Seuraava)\b",
    }
    for name, code, page in pages(site):
        words = page.xpath("//body//text()[not(ancestor::article)]")
        labels = page.xpath("//@aria-label | //@title | //@placeholder")
        for text in (*words, *labels):
            assert not re.search(foreign[code], text), (name, text)


def test_terms_in_other_languages_are_marked(site: Path) -> None:
    page = document(site / "sv/ordlista/vanort/index.html")
    marked = {
        element.get("lang"): element.text_content()
        for element in page.xpath("//article//dd/a[@hreflang]")
    }
    assert marked == {"fi": "ystävyyskunta", "en": "twin town"}


def test_index_has_every_term_once_and_in_order(site: Path) -> None:
    guide, _, _ = checked_root()
    for code, name in (
        ("sv", "sv/ordlista"),
        ("fi", "fi/sanasto"),
        ("en", "en/glossary"),
    ):
        page = document(site / name / "index.html")
        listed = [
            re.split(r",? (?:se|katso|see) |\s\(", item.text_content())[0]
            for item in page.xpath("//article/ul/li")
        ]
        texts = [concept.texts[code] for concept in guide.concepts.values()]
        terms = [t.preferred for t in texts]
        terms += [term for t in texts for term in t.admitted]
        terms += [deprecated.term for t in texts for deprecated in t.deprecated]
        assert Counter(listed) == Counter(term.split(" (")[0] for term in terms)
        letters = page.xpath("//nav[@class='letters']//a/text()")
        assert letters == sorted(letters, key="ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ".index)


def test_the_site_map_lists_each_page_under_a_heading(site: Path) -> None:
    page = document(site / "sv/webbplatskarta/index.html")
    lists = {
        each.xpath("string(h2)"): each.xpath("following-sibling::ul[1]/li/a/text()")
        for each in page.xpath("//main//div[@class='heading']")
    }
    assert len(lists) == len(page.xpath("//main//ul[preceding-sibling::div[@class='heading']]"))
    assert next(iter(lists)) == "Guider"
    assert lists["Om webbplatsen"][:2] == ["Om guiden", "Dataskydd"]


def test_sitemap_lists_every_page_once_with_its_alternates(site: Path) -> None:
    spaces = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    tree = etree.fromstring((site / "sitemap.xml").read_bytes())
    found = [url.text or "" for url in tree.findall("s:url/s:loc", spaces)]
    listed = [PLAIN[0], *(name for name, _, _ in pages(site))]
    assert sorted(found) == sorted(map(address, listed))
    for url in tree.findall("s:url", spaces):
        name = url.findtext("s:loc", "", spaces).removeprefix(ORIGIN) + "index.html"
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", spaces)}
        assert links == alternates(document(site / name))
        if name != "index.html":
            assert re.fullmatch(r"20\d\d-\d\d-\d\d", url.findtext("s:lastmod", "", spaces))
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == (
        (site / "sitemap.xml").read_bytes()
    )


def test_no_page_asks_another_host(site: Path) -> None:
    for name in names(site):
        page = document(site / name)
        loaded = page.xpath(
            "//script/@src | //img/@src | //iframe/@src | //form/@action"
            " | //link[not(@rel='canonical' or @rel='alternate')]/@href"
        )
        assert [target for target in loaded if urlsplit(target).netloc] == []


def test_guides_are_whole_and_share_a_text(site: Path) -> None:
    for name in (
        "sv/guide/verksamhetslogiken",
        "fi/opas/toimintalogiikka",
        "en/guide/basic-logic",
    ):
        article = document(site / name / "index.html").find(".//article")
        assert len(article.text_content().split()) >= 600
        assert article.find(".//*[@class='admonition note']") is not None


def test_the_same_bytes_from_two_folders(site: Path, tmp_path: Path) -> None:
    other = copy_site(tmp_path / "another" / "folder")
    assert build(other, PDF="1").returncode == 0
    assert tree(other / "site") == tree(site)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_build_with_a_warning_fails(tmp_path: Path) -> None:
    """What MkDocs only warns of is a mistake, too."""
    root = copy_fixture(tmp_path)
    edit(root, "mkdocs.yml", "static_templates: [404.html,", "static_templates: [missing.html,")
    result = build(root)
    assert result.returncode == 1
    assert any("missing.html" in line for line in complaints(result))


def test_a_build_without_an_address_fails(tmp_path: Path) -> None:
    result = build(copy_fixture(tmp_path), SITE_URL="")
    assert result.returncode == 1
    assert "'site_url' is empty" in result.stderr
    assert "Traceback" not in result.stderr


def test_signs_in_the_words_of_the_interface_stay_what_they_are(tmp_path: Path) -> None:
    """No word of the interface breaks out of an attribute, and none is escaped twice."""
    root = copy_fixture(tmp_path)
    signs = """ & "onx="1" 'y'"""
    path = root / "data" / "strings" / "la.yml"
    data = yaml.safe_load(path.read_text("utf-8"))
    for name, text in data["interface"].items():
        if name not in ("date.format", "date.months"):
            data["interface"][name] = text + signs
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    result = build(root)
    assert (result.returncode, complaints(result)) == (0, [])
    for name in ("la/index.html", "la/glossarium/rete/index.html", "index.html", "404.html"):
        page = document(root / "site" / name)
        assert page.xpath("//@onx") == []
        body = (root / "site" / name).read_text("utf-8")
        assert "&amp;amp;" not in body
        assert "&amp;#3" not in body
    page = document(root / "site/la/glossarium/rete/index.html")
    name = page.xpath("string(//nav[@class='languages']/@aria-label)")
    assert name == data["interface"]["shell.languages"]
    assert (page.findtext(".//title") or "").endswith(data["interface"]["site.name"])
    assert page.xpath("string(//h2[@id='note'])") == data["interface"]["concept.note"]


def test_a_fourth_language_is_data(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    result = build(root)
    assert (result.returncode, complaints(result)) == (0, [])
    page = document(root / "site" / "la" / "glossarium" / "rete" / "index.html")
    assert page.get("lang") == "la"
    assert set(alternates(page)) == {*CODES, "la", "x-default"}
    assert page.xpath("string(//a[@class='skip'])").strip() == "Ad verba transi"
    definition = (
        'Coetus eorum qui "A & B" * inter _se_ communicant, {!x.md!} et {{ y }} [z](q) | #1.'
    )
    assert page.xpath("string(//p[@class='concept-definition'])") == definition
    assert page.xpath("string(//meta[@name='description']/@content)") == definition
    quoted = document(root / "site" / "la" / "dux" / "elementa" / "index.html")
    assert quoted.findtext(".//title") == 'Elementa & "rete" – Municipium in mundo'
    assert quoted.findtext(".//h1") == 'Elementa & "rete"'
    found = (root / "site" / "la" / "search").glob("p*.json")
    texts = [json.loads(path.read_text("utf-8"))["sections"][0][2] for path in found]
    assert any(definition in text for text in texts)
    sections = document(root / "site" / "index.html").xpath("//main/section/@lang")
    assert sections == [*CODES, "la"]


TERM = "//article//a[contains(concat(' ', @class, ' '), ' term ')]"


def test_terms_in_prose_lead_to_their_concepts(site: Path) -> None:
    """In each language, on every guide; never from a heading, in a link, or to the page itself."""
    counts: Counter[str] = Counter()
    concepts = {code: set() for code in CODES}  # type: dict[str, set[str]]
    for name, code, page in pages(site):
        links = page.xpath(TERM)
        counts[code] += len(links)
        concepts[code] |= {link.get("data-term") for link in links}
        assert page.xpath(f"{TERM}[ancestor::a or ancestor::h2 or ancestor::h3 or .//a]") == []
        for link in links:
            target = urljoin(address(name), link.get("href"))
            assert target.startswith(ORIGIN + code)
            assert target != address(name)
            assert (site / target.removeprefix(ORIGIN) / "index.html").exists()
        if name.split("/")[1] in ("guide", "opas"):
            assert len(links) >= 5, name
    assert min(counts.values()) > 500
    assert min(map(len, concepts.values())) > 80


def test_the_settings_limit_how_much_is_linked(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    for code, words in {"sv": "Nätverk", "fi": "Verkosto", "en": "Networks", "la": "Rete"}.items():
        path = root / "docs" / code / "guide/basics.md"
        text = "".join(f"\n### {n} {{#s{n}}}\n\n{words}.\n" for n in range(9))
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    edit(root, "mkdocs.yml", "per_page: 30", "per_page: 4")
    result = build(root)
    assert (result.returncode, complaints(result)) == (0, [])
    for name in ("sv/guide/grunderna", "fi/opas/perusteet", "en/guide/basics", "la/dux/elementa"):
        links = document(root / "site" / name / "index.html").xpath(TERM)
        # One by hand, which does not count.
        assert len(links) == 1 + 4, name


def test_pop_ups_need_one_small_file_for_each_language(site: Path) -> None:
    for name, code, page in pages(site):
        holders = page.xpath("//article[@data-definitions]")
        assert len(holders) == bool(page.xpath(TERM)), name
        for holder in holders:
            source = urljoin(address(name), holder.get("data-definitions")).removeprefix(ORIGIN)
            assert source.startswith(f"{code}/")
            content = (site / source).read_bytes()
            shown = json.loads(content)["concepts"]
            assert {link.get("data-term") for link in page.xpath(TERM)} <= set(shown)
            assert len(gzip.compress(content)) < 10_000


def test_printed_pages_end_with_their_terms(site: Path) -> None:
    for name, _, page in pages(site):
        linked = {link.get("data-term") for link in page.xpath(TERM)}
        shown = page.xpath("//section[@class='terms-used']//dt")
        assert len(shown) == len(linked), name
        assert len(page.xpath("//section[@class='terms-used']//dd")) == len(shown)


def test_concepts_lead_back_to_the_guides(site: Path) -> None:
    """Every place that a concept's page names is there, and names the concept's language only."""
    used = 0
    for name, code, page in pages(site):
        for link in page.xpath("//h2[@id='used']/../following-sibling::*[1]//a"):
            target, _, anchor = urljoin(address(name), link.get("href")).partition("#")
            there = document(site / target.removeprefix(ORIGIN) / "index.html")
            assert target.startswith(ORIGIN + code)
            assert not anchor or there.xpath(f"//*[@id='{anchor}']"), (name, target, anchor)
            used += 1
    assert used > 1000


def test_every_page_says_what_it_may_do_as_the_server_does(site: Path) -> None:
    """All but who may frame it, which only a header can say."""
    stated = headers((ROOT / "deploy/nginx/guide/headers.conf").read_text("utf-8"))
    expected = stated["Content-Security-Policy"].removesuffix("; frame-ancestors 'none'")
    for name in names(site):
        page = document(site / name)
        policies = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policies == [expected], name
        # What machines read of the page is data: no browser runs it, and no policy forbids it.
        scripts = "//script[not(@src) and not(@type='application/ld+json')]"
        assert page.xpath(f"{scripts} | //style | //*[@style]") == [], name
        assert page.xpath("//@*[starts-with(name(), 'on')]") == [], name
