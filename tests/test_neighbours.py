"""The small picture of a concept and its neighbours: drawn for every concept that there is."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guide import glossary
from guide.generate import generate
from guide.lettering import Lettering, Room, width
from guide.model import GeneratedPage, Language, Site
from guide.neighbours import MOST, PADDING, SIZE, WIDTH, Box, Picture, draw, nearest
from lxml import etree
from playwright.sync_api import Browser

from tests.project import checked_root

#: At most, compressed, as a part of a page.
HEAVIEST = 3 * 1024

#: A concept with many neighbours, and one with long words.
SHOWN = {
    "sv": "/sv/ordlista/vanortsverksamhet/",
    "fi": "/fi/sanasto/ystavyyskuntatoiminta/",
    "en": "/en/glossary/town-twinning/",
}


#: The spacing of WCAG 1.4.12, under the policy of the page.
SPACED = """() => {
  const spaced = new CSSStyleSheet();
  spaced.replaceSync("* { letter-spacing: .12em; word-spacing: .16em }");
  document.adoptedStyleSheets = [spaced];
}"""

#: Names that leave the window or cover each other, in any of the pictures.
LOST = """(pictures) => {
  const figure = document.querySelector("figure.neighbours");
  return pictures.flatMap((picture) => {
    figure.innerHTML = picture;
    const names = [...figure.querySelectorAll("text")].map((text) =>
      [text.textContent, text.getBoundingClientRect()]);
    const room = document.documentElement.clientWidth;
    return names.flatMap(([name, box], at) => [
      ...(box.right > room ? [name] : []),
      ...names.slice(at + 1).filter(([, other]) => box.left < other.right &&
        other.left < box.right && box.top < other.bottom - 2 && other.top < box.bottom - 2)
        .map(([other]) => `${name} / ${other}`),
    ]);
  });
}"""


@pytest.fixture(scope="module")
def real() -> Site:
    return checked_root()[0]


@pytest.fixture(scope="module")
def made(real: Site) -> list[GeneratedPage]:
    return generate(real, [glossary])


def drawn(real: Site, language: Language) -> Iterator[tuple[str, Picture]]:
    """A picture of every concept in a language, with addresses that are their ids."""
    names = {name: c.texts[language.code].name for name, c in real.concepts.items()}
    lettering = Lettering(names.values())
    for name, concept in real.concepts.items():
        found = nearest(real, language, concept)
        groups = {kind: (kind, [(names[n], n) for n in ids]) for kind, ids in found.kinds.items()}
        yield name, draw(lettering, names[name], groups, str(found.others or ""))


def boxes(picture: Picture) -> list[Box]:
    return [picture.concept, *(box for _, group in picture.groups for box in group)]


def test_every_box_is_inside_and_none_overlaps_another(real: Site) -> None:
    for language in real.languages:
        for name, picture in drawn(real, language):
            placed = boxes(picture)
            for n, box in enumerate(placed):
                assert box.x >= 0, name
                assert box.x + box.width <= WIDTH, name
                assert box.bottom <= picture.height, name
                for other in placed[n + 1 :]:
                    beside = box.x + box.width <= other.x or other.x + other.width <= box.x
                    assert beside or box.bottom <= other.y or other.bottom <= box.y, name


def test_every_line_of_text_fits_its_box(real: Site) -> None:
    for language in real.languages:
        for name, picture in drawn(real, language):
            for box in boxes(picture):
                for line in box.lines:
                    wide = width(line, SIZE, bold=box.kind == "concept")
                    assert wide <= box.width - 2 * PADDING, (name, line)


def test_the_nearest_are_shown_and_the_rest_is_counted(real: Site) -> None:
    for concept in real.concepts.values():
        found = nearest(real, real.languages[0], concept)
        confused = {confusion.concept for confusion in real.confusions(concept)}
        around = {*concept.broader, *concept.narrower, *concept.related, *confused}
        shown = [name for names in found.kinds.values() for name in names]
        assert len(shown) == len(set(shown))
        assert set(shown) <= around
        assert len(shown) + found.others == len(around)
        # What is above or below a concept stays there, though it be confused with it.
        ranked = {*concept.broader, *concept.narrower}
        assert not ranked & {*found.kinds["related"], *found.kinds["confused"]}
        assert all(len(names) <= MOST[kind] for kind, names in found.kinds.items())


def test_a_long_word_is_broken_at_the_seam_of_a_compound() -> None:
    lettering = Lettering(["ystävyyskunta", "kansainvälinen toiminta"])
    assert lettering.lines("ystävyyskuntatoiminta", Room(140, 15)) == ["ystävyyskunta-", "toiminta"]
    assert lettering.lines("Hinku-verkosto", Room(80, 15)) == ["Hinku-", "verkosto"]
    assert lettering.lines("sammanhållningspolitik", Room(150, 15))[0].endswith("-")
    assert lettering.lines("verkosto", Room(140, 15)) == ["verkosto"]
    assert lettering.lines("jaa", Room(1, 15)) == ["jaa"]


def test_the_picture_of_every_page_is_light_and_leads_to_pages(made: list[GeneratedPage]) -> None:
    sources = {page.source for page in made}
    seen = 0
    for page in made:
        found = re.search(r"<svg.*</svg>", page.body, re.DOTALL)
        if page.source == "glossary/index.md":
            assert not found
            continue
        assert found, page.source
        assert len(gzip.compress(found[0].encode(), 9)) <= HEAVIEST, page.source
        assert "style=" not in found[0]
        svg = etree.fromstring(found[0])
        assert svg.get("role") == "group"
        assert svg.findtext(f"title[@id='{svg.get('aria-labelledby')}']")
        for link in svg.iter("a"):
            assert " ".join("".join(map(str, link.itertext())).split()) or link.get("aria-label")
            seen += 1
    assert seen > len(sources)


@pytest.mark.parametrize("size", [320, 390, 1440])
@pytest.mark.parametrize("code", SHOWN)
def test_the_picture_in_a_browser(browser: Browser, address: str, code: str, size: int) -> None:
    """Letters stay inside their boxes with the fonts of this machine, and are not too small."""
    page = browser.new_page(viewport={"width": size, "height": 900})
    page.goto(address + SHOWN[code])
    measured = page.evaluate(
        """() => [...document.querySelectorAll(".neighbours :is(a, g)")].map((node) => {
          const [box, text] = ["rect", "text"].map((n) => node.querySelector(n).getBBox());
          const scale = node.querySelector("rect").getBoundingClientRect().height / box.height;
          return { inside: text.x + text.width <= box.x + box.width,
            size: parseFloat(getComputedStyle(node.querySelector("text")).fontSize) * scale,
            height: box.height * scale };
        })"""
    )
    assert len(measured) > 2
    for box in measured:
        assert box["inside"]
        assert box["size"] >= 12 * min(1, size / 390)
        assert box["height"] >= 24
    links = page.locator(".neighbours a")
    page.evaluate(SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= size
    name = links.first.get_attribute("href")
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{name.removeprefix('..') if name else ''}")
    assert page.locator(".concept-definition").is_visible()
    page.close()


@pytest.mark.parametrize("code", SHOWN)
def test_no_name_is_lost_when_letters_are_widened(
    site: Path, browser: Browser, address: str, code: str
) -> None:
    """In no picture of the language: none leaves the window or covers another."""
    pictures = [
        path.read_text("utf-8").split('<figure class="neighbours">')[1].split("</figure>")[0]
        for path in sorted((site / code).rglob("index.html"))
        if '<figure class="neighbours">' in path.read_text("utf-8")
    ]
    assert len(pictures) > 100
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(address + SHOWN[code])
    page.evaluate(SPACED)
    assert page.evaluate(LOST, pictures) == []
    page.close()
