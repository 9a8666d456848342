"""The accessibility statement: what it says of the real site, and what it says when things change.

What an editor can get wrong in its data is in ``mistakes.yml``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide.check import check
from guide.model import GeneratedPage
from guide.rendering import host, telephone
from lxml import html

from tests.project import ROOT, copy_fixture, edit

PAGES = {
    "sv": "sv/tillganglighet/index.html",
    "fi": "fi/saavutettavuusseloste/index.html",
    "en": "en/accessibility/index.html",
}
PRIVACY = {
    "sv": "sv/dataskydd/index.html",
    "fi": "fi/tietosuoja/index.html",
    "en": "en/privacy/index.html",
}

#: That no person has assessed the site, and that there is nobody to turn to.
HONEST = {
    "sv": ("Ingen människa har ännu bedömt", "Därför finns det ännu ingen att kontakta"),
    "fi": ("Yksikään ihminen ei ole vielä arvioinut", "Siksi yhteystietoja ei vielä ole"),
    "en": ("No person has assessed", "there is nobody to contact yet"),
}

#: The parts that the model asks for, in its order.
PARTS = ["status", "failings", "assessment", "feedback", "enforcement", "sources"]

PUBLISHER = """\
publisher:
  name:
    sv: Byn
    fi: Kylä
    en: Village
    la: Vicus
  email: access@village.example
  form:
    sv: https://village.example/sv
    fi: https://village.example/fi
    en: https://village.example/en
    la: https://village.example/la
authority:
"""


def statement(root: Path, language: str) -> GeneratedPage:
    """The statement of a copy of the fixture, which has no problem."""
    _, pages, problems = check(root)
    assert problems == []
    found = [p for p in pages if (p.language, p.source) == (language, "accessibility.md")]
    assert len(found) == 1
    return found[0]


def read(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def text(site: Path, name: str) -> str:
    page = read(site / name)
    return " ".join(page.xpath("string(//article)").split())


@pytest.mark.parametrize("code", PAGES)
def test_the_statement_says_what_it_does_not_know(site: Path, code: str) -> None:
    said = text(site, PAGES[code])
    assert "WCAG 2.2" in said
    assert "Traficom" in said
    assert "14" in said
    assert all(sentence in said for sentence in HONEST[code])


@pytest.mark.parametrize("code", PAGES)
def test_the_statement_has_the_parts_of_the_model(site: Path, code: str) -> None:
    page = read(site / PAGES[code])
    assert page.xpath("//article//h2/@id") == PARTS


@pytest.mark.parametrize("pages", [PAGES, PRIVACY], ids=["statement", "privacy"])
@pytest.mark.parametrize("code", PAGES)
def test_every_page_leads_to_it(site: Path, code: str, pages: dict[str, str]) -> None:
    folder = site / code
    target = (site / pages[code]).resolve().parent
    for path in folder.rglob("index.html"):
        page = read(path)
        links = page.xpath("//footer//*[contains(@class, 'footer-links')]//a/@href")
        assert target in [(path.parent / link).resolve() for link in links], path


def test_the_publisher_is_shown_once_there_is_one(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    before = statement(root, "en").body
    edit(root, "data/accessibility.yml", "authority:\n", PUBLISHER)
    after = statement(root, "en").body
    assert "there is nobody to contact yet" in before
    assert "depends on who publishes it" in before
    assert "nobody" not in after
    assert "depends on" not in after
    assert "published by Village" in after
    assert 'href="mailto:access&#64;village.example"' in after
    assert 'href="https://village.example/en"' in after


def test_an_assessment_by_people_may_find_everything_in_order(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    data = root / "data" / "accessibility.yml"
    content = data.read_text("utf-8").replace("by: machine", "by: expert")
    content = content.replace("status: partial", "status: full")
    data.write_text(re.sub(r"failings:\n(?: .*\n)+", "", content), "utf-8")
    said = statement(root, "en").body
    assert "The site meets the Web Content Accessibility Guidelines" in said
    assert "An outside expert has assessed" in said
    assert "We know of no problems" in said


def test_data_cannot_break_out_of_its_place(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/accessibility.yml", "en: The table is too wide.", "en: '[x](y) *a* {.b} |'")
    assert "[x](y)" not in statement(root, "en").body


def test_numbers_and_addresses_are_written_for_links_and_for_people() -> None:
    assert telephone("029 534 5000") == "+358295345000"
    assert telephone("+46 8 123") == "+468123"
    assert host("https://www.example.org/a?b") == "www.example.org"


@pytest.mark.parametrize("code", PRIVACY)
def test_the_privacy_page_names_what_the_scripts_keep(site: Path, code: str) -> None:
    """Every key that a script writes by name stands on the page."""
    scripts = "".join(p.read_text("utf-8") for p in (ROOT / "overrides/assets").rglob("*.js"))
    keys = re.findall(r'const \w+ = "([a-z-]+)"; // In localStorage', scripts)
    assert keys
    assert all(key in text(site, PRIVACY[code]) for key in keys)
