"""What pages say of themselves: to readers, to machines, and to who follows the changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from guide.anchors import with_anchors
from guide.check import check
from lxml import etree, html
from playwright.sync_api import Browser, Page

from tests.browser import until
from tests.project import ROOT, copy_fixture, edit

ORIGIN = "https://kommunen-i-varlden.example/"
CODES = ("sv", "fi", "en")
ATOM = "{http://www.w3.org/2005/Atom}"


def pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    """Every page that is in a language and for everyone: its address, and its document."""
    for code in CODES:
        for path in sorted((site / code).rglob("index.html")):
            address = path.relative_to(site).as_posix().removesuffix("index.html")
            page = html.document_fromstring(path.read_bytes())
            if not page.xpath("//meta[@name='robots'][@content='noindex']"):
                yield address, page


def is_there(site: Path, url: str) -> bool:
    """Whether an address of the site leads to a page, and to a place on it if it names one."""
    address, _, anchor = url.removeprefix(ORIGIN).partition("#")
    page = site / address / "index.html"
    return page.is_file() and (not anchor or f'id="{anchor}"' in page.read_text("utf-8"))


def linked(page: html.HtmlElement) -> list[dict[str, Any]]:
    (script,) = page.xpath("//script[@type='application/ld+json']")
    nodes: list[dict[str, Any]] = json.loads(script.text)
    return nodes


def test_every_page_says_its_version_its_address_and_how_to_refer_to_it(site: Path) -> None:
    for address, page in pages(site):
        (record,) = page.xpath("//main/section[@class='record']")
        (reference,) = record.xpath(".//p[@class='cite-text']")
        text = reference.text_content()
        version = re.search(r"20\d\d-\d\d-\d\d", record.findtext("p") or "")
        assert version, address
        assert version[0] in text
        assert f"{ORIGIN}{address} (" in text
        assert page.xpath("string(//h1)").strip().rstrip("?!.") in text
        assert re.search(r"\[\w+\]\)\.$", text), "a blank for the day of reading"


def test_every_heading_has_a_link_beside_it_that_says_where_it_leads(site: Path) -> None:
    for address, page in pages(site):
        for heading in page.xpath("//article//*[self::h2 or self::h3 or self::h4][@id]"):
            if "--" in heading.get("id"):
                continue
            link = heading.getnext()
            assert link.get("href") == f"#{heading.get('id')}", address
            assert " ".join(heading.text_content().split()) in link.get("aria-label")
            assert heading.xpath(".//a[@class='anchor']") == []


def test_signs_in_a_heading_stay_what_they_are_in_the_name_of_its_link() -> None:
    made = with_anchors('<h2 id="a">"A" &amp; <em>b</em> {heading}</h2><h3>No</h3>', "To {heading}")
    (link,) = html.fragment_fromstring(made, create_parent=True).xpath(".//a")
    assert link.get("aria-label") == 'To "A" & b {heading}'
    assert str(made).endswith("</div><h3>No</h3>")


def test_machines_are_told_what_readers_are_told(site: Path) -> None:
    for address, page in pages(site):
        node, *rest = linked(page)
        assert node["url"] == ORIGIN + address
        assert node["name"] == page.xpath("string(//h1)").strip()
        assert node["description"] == page.xpath("string(//meta[@name='description']/@content)")
        assert node["inLanguage"] == address.split("/")[0]
        assert node["version"].startswith(node["dateModified"])
        assert node["license"].startswith("https://creativecommons.org/")
        if address.count("/") == 1:
            assert (node["@type"], rest) == ("WebSite", [])
            continue
        assert is_there(site, node["isPartOf"]["url"])
        (trail,) = rest
        steps = trail["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(is_there(site, step["item"]) for step in steps)
        assert steps[-1]["item"] == node["url"]


def test_concepts_guides_and_checklists_are_what_schema_org_calls_them(site: Path) -> None:
    found = dict(pages(site))
    (term, _) = linked(found["fi/sanasto/ystavyyskunta/"])
    concept = term["mainEntity"]
    assert (concept["@type"], concept["name"]) == ("DefinedTerm", "ystävyyskunta")
    assert is_there(site, concept["inDefinedTermSet"]["@id"])
    (glossary, _) = linked(found["fi/sanasto/"])
    assert "DefinedTermSet" in glossary["@type"]
    assert glossary["@id"] == concept["inDefinedTermSet"]["@id"]
    (guide, _) = linked(found["sv/guide/verksamhetslogiken/"])
    assert guide["@type"] == ["Article", "LearningResource"]
    (checklist, _) = linked(found["en/checklists/discussion-questions/"])
    items = checklist["mainEntity"]["itemListElement"]
    labels = found["en/checklists/discussion-questions/"].xpath("//label[starts-with(@id,'label')]")
    assert [item["name"] for item in items] == [label.text_content() for label in labels]


def test_no_text_ends_the_element_that_machines_read(site: Path) -> None:
    for address, page in pages(site):
        (script,) = page.xpath("//script[@type='application/ld+json']")
        assert "<" not in script.text, address


@pytest.mark.parametrize("code", CODES)
def test_the_feed_is_what_atom_asks_for(site: Path, code: str) -> None:
    """The rules of RFC 4287 that a feed of ours could break."""
    (found,) = {
        page.xpath("string(//link[@type='application/atom+xml']/@title)")
        for a, page in pages(site)
        if a.startswith(code)
    }
    start = html.document_fromstring((site / code / "index.html").read_bytes())
    href = start.xpath("string(//link[@type='application/atom+xml']/@href)")
    path = site / code / str(href)
    feed = etree.fromstring(path.read_bytes())
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}title") == found
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == ORIGIN + path.resolve().relative_to(site.resolve()).as_posix()
    assert is_there(site, links["alternate"] or "")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    ids = [element.text or "" for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(entries) + 1
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == moments[0]
    for entry in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.findtext(f"{ATOM}updated", ""))
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}content")
        (link,) = entry.findall(f"{ATOM}link[@rel='alternate']")
        assert is_there(site, link.get("href", ""))


def test_ids_differ_between_languages(site: Path) -> None:
    ids = [re.findall("urn:uuid:[^<]+", p.read_text("utf-8")) for p in site.rglob("feed.xml")]
    together = [one for of_feed in ids for one in of_feed]
    assert len(ids) == len(CODES)
    assert len(set(together)) == len(together)


def test_a_page_tells_of_its_own_changes_and_those_of_the_whole_site(tmp_path: Path) -> None:
    site, _, problems = check(copy_fixture(tmp_path))
    assert problems == []
    assert [change.id for change in site.latest("guide/basics.md")] == ["clearer", "started"]
    assert [change.id for change in site.latest("index.md")] == ["started"]
    assert [change.id for change in site.latest()] == ["clearer", "started"]


def test_a_change_of_tomorrow_is_let_be(tmp_path: Path) -> None:
    """Where the editor is, the day has begun."""
    root = copy_fixture(tmp_path)
    tomorrow = date.fromordinal(date.today().toordinal() + 1)  # noqa: DTZ011
    edit(root, "data/changes/clearer.yml", "2026-03-05", tomorrow.isoformat())
    assert check(root)[2] == []


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(
        base_url=address, permissions=["clipboard-read", "clipboard-write"]
    ) as context:
        yield context.new_page()


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_the_link_beside_a_heading_copies_its_address_and_says_so(page: Page) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto("/sv/guide/verksamhetslogiken/")
    page.locator("a.anchor[href='#need']").focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.copied').textContent === 'Adressen har kopierats.'")
    assert clipboard(page) == f"{ORIGIN}sv/guide/verksamhetslogiken/#need"
    assert urlsplit(page.url).fragment == "need"
    page.get_by_role("button", name="Kopiera adressen").click()
    until(page, "document.querySelector('.copied').textContent !== ''")
    assert clipboard(page) == f"{ORIGIN}sv/guide/verksamhetslogiken/"
    assert faults == []


def test_the_reference_has_the_day_of_reading_and_forms_for_programs(page: Page) -> None:
    page.goto("/fi/sanasto/ystavyyskunta/")
    page.locator(".cite summary").click()
    until(page, "!document.querySelector('.cite-text').textContent.includes('[')")
    today = page.evaluate(
        "[new Date().getFullYear(), new Date().getMonth() + 1, new Date().getDate()]"
    )
    year, month, day = today
    reference = page.locator(".cite-text").inner_text()
    assert reference.endswith(f"(luettu {day}.{month}.{year}).")
    page.get_by_role("button", name="Kopioi viite").click()
    until(page, "document.querySelector('.copied').textContent === 'Viite on kopioitu.'")
    assert clipboard(page) == reference
    page.get_by_role("button", name="Kopioi BibTeX-muodossa").click()
    page.wait_for_timeout(100)
    bib = clipboard(page)
    assert bib.startswith("@online{fi-sanasto-ystavyyskunta-20")
    assert "\n  title = {{Ystävyyskunta}},\n" in bib
    assert f"\n  urldate = {{{date(year, month, day).isoformat()}}},\n" in bib
    assert "\n  langid = {finnish},\n" in bib
    assert bib.count("{") == bib.count("}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Lataa CSL-JSON-muodossa").click()
    assert download.value.suggested_filename.endswith(".json")
    (item,) = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert (item["type"], item["language"]) == ("webpage", "fi")
    assert item["accessed"] == {"date-parts": [today]}
    assert item["URL"] == f"{ORIGIN}fi/sanasto/ystavyyskunta/"
    assert item["title"] == "Ystävyyskunta"


def test_english_writes_the_month_in_letters(page: Page) -> None:
    page.goto("/en/")
    page.locator(".cite summary").click()
    until(page, "!document.querySelector('.cite-text').textContent.includes('[')")
    assert re.search(r"accessed \d+ [A-Z][a-z]+ 20\d\d\)", page.locator(".cite-text").inner_text())


def test_the_social_pictures_are_of_the_build_alone(site: Path) -> None:
    for code in CODES:
        assert (site / f"assets/marks/social-{code}.png").is_file()
    assert list((ROOT / "overrides").rglob("social-*")) == []
