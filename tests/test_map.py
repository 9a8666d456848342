"""The map of the glossary: every concept by subject, and the subjects as they hang together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide.addresses import MAP, Addresses
from guide.generate import generate
from guide.model import GeneratedPage, Site
from guide.subjects import arranged, bonds, closest
from playwright.sync_api import Browser

from tests.project import checked_root, copy_fixture, edit, messages

ADDRESS = {"sv": "/sv/ordlista/karta/", "fi": "/fi/sanasto/kartta/", "en": "/en/glossary/map/"}


@pytest.fixture(scope="module")
def real() -> Site:
    return checked_root()[0]


@pytest.fixture(scope="module")
def maps(real: Site) -> list[GeneratedPage]:
    return [page for page in generate(real) if page.source == MAP]


def test_bonds_count_each_link_once(real: Site) -> None:
    found = bonds(real)
    pairs = {
        frozenset((concept.id, other))
        for concept in real.concepts.values()
        for other in (*concept.broader, *concept.narrower, *concept.related)
    }
    within = sum(count for (one, other), count in found.items() if one == other)
    between = sum(count for (one, other), count in found.items() if one != other)
    assert within + between // 2 == len(pairs)
    assert all(found[one, other] == found[other, one] for one, other in found)


def test_subjects_stand_in_the_same_order_in_all_languages(
    real: Site, maps: list[GeneratedPage]
) -> None:
    order = arranged(real, bonds(real))
    assert sorted(order) == sorted({concept.subject for concept in real.concepts.values()})
    for page in maps:
        assert re.findall(r"^## .*\{#([a-z-]+)\}$", page.body, re.MULTILINE) == order
    assert [page.language for page in maps] == ["sv", "fi", "en"]


def test_each_subject_says_what_belongs_to_it(real: Site, maps: list[GeneratedPage]) -> None:
    for page in maps:
        for name in arranged(real, bonds(real)):
            said = real.subjects[name].description[page.language]
            heading, text, *_ = page.body.split(f"{{#{name}}}")[1].split("\n\n")
            assert (heading, text) == ("", f"{said}\n{{: .words }}"), name


def test_the_closest_subjects_are_those_with_most_links() -> None:
    links = {("a", "b"): 2, ("a", "c"): 3, ("a", "d"): 0}
    assert closest("a", ["a", "b", "c", "d"], links) == ["c", "b"]


def test_every_concept_is_listed_once(real: Site, maps: list[GeneratedPage]) -> None:
    addresses = Addresses(real)
    for page in maps:
        start = (page.language, MAP)
        listed = re.findall(r'<li><a href="([^"]+)">', page.body)
        expected = [
            addresses.relative(start, (page.language, f"glossary/{name}.md"))
            for name in real.concepts
        ]
        assert sorted(listed) == sorted(expected)


def test_no_concept_takes_the_address_of_the_map(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/concepts/network.yml", "slug: rete", "slug: mappa")
    assert [m for m in messages(root) if "the slug 'mappa' is that of" in m]


@pytest.mark.parametrize("size", [320, 390, 1440])
@pytest.mark.parametrize("code", ADDRESS)
def test_the_map_in_a_browser(browser: Browser, address: str, code: str, size: int) -> None:
    """Reached from the index; nothing is too wide, too small or cut."""
    page = browser.new_page(viewport={"width": size, "height": 900})
    page.goto(address + ADDRESS[code] + "../")
    page.locator("a[href$='" + ADDRESS[code].split("/")[-2] + "/']").first.click()
    page.wait_for_url(f"**{ADDRESS[code]}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size
    cut = page.evaluate(
        """() => {
          const room = document.querySelector(".map svg").getBoundingClientRect();
          const texts = [...document.querySelectorAll(".map svg text")];
          return texts.filter((text) => {
            const { left, right } = text.getBoundingClientRect();
            return left < room.left || right > room.right;
          }).map((text) => text.textContent);
        }"""
    )
    assert cut == []
    scale = page.evaluate("document.querySelector('.map svg').getBoundingClientRect().width")
    assert 15 * scale / 352 >= 12 * min(1, size / 390)
    subject = page.locator(".map .subject").nth(3)
    subject.focus()
    page.keyboard.press("Enter")
    anchor = subject.get_attribute("href") or ""
    assert page.url.endswith(anchor)
    assert page.locator(anchor).is_visible()
    page.close()
