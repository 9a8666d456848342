"""What everyone must be able to do with every page: by axe's rules, and by what axe cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser, Page

from tests.axe import (
    EVERY_WINDOW,
    WIDTHS,
    Scheme,
    bring_along,
    emulate,
    in_every_window,
    in_passing,
)
from tests.browser import until
from tests.project import ROOT
from tests.test_site import document, names, pages

#: A page of each kind, in the three languages by turns.
KINDS = [
    "index.html",
    "404.html",
    "sv/index.html",
    "fi/opas/index.html",
    "en/guide/roles/index.html",
    "sv/ordlista/index.html",
    "fi/sanasto/kartta/index.html",
    "fi/sanasto/ystavyyskunta/index.html",
    "en/checklists/before-you-join/index.html",
    "sv/beslutsstigar/fran-behov-till-beslut/index.html",
    "en/site-map/index.html",
    "fi/saavutettavuusseloste/index.html",
]

#: Pages for what is asked by keyboard and by touch.
LOOKED_AT = KINDS[2:]

# Every page takes minutes; in parts, two processes can share them. A multiple of the widths, since
# it takes time to make a window wider, too.
_PARTS = 8

# What changes how an element looks but is no class.
_STATES = {"aria-current", "disabled", "hidden", "open", "lang", "type"}


def window(browser: Browser, address: str, width: int, scheme: Scheme, height: int = 800) -> Page:
    page = browser.new_page(base_url=address)
    emulate(page, width, scheme, height)
    return page


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """The page of the browser that every page is opened in: what was seen in it is known."""
    with browser.new_page(base_url=address) as page:
        bring_along(page)
        yield page


@pytest.mark.parametrize("number", range(_PARTS))
def test_axe_finds_nothing_on_any_page(
    opened: Page, site: Path, distinct: frozenset[str], number: int
) -> None:
    """All of its rules but that about sizes, on every page as it is sent, at one of the widths.

    And at every width and in all colours, with the page's scripts at work, on pages that together
    have every element that differs from all others in its classes, its states or those of what it
    is in. `make accessibility` looks so at every page, which takes an hour.
    """
    mine = names(site)[number::_PARTS]
    assert mine
    found: dict[str, object] = {}
    opened.goto("/404.html")
    for name in sorted(mine, key=distinct.__contains__):
        address = f"/{name.removesuffix('index.html')}"
        if name in distinct:
            opened.goto(address)
            found[name] = in_every_window(opened)
        else:
            found[name] = in_passing(opened, address, WIDTHS[number % len(WIDTHS)])
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.fixture(scope="module")
def distinct(site: Path) -> frozenset[str]:
    """Pages that together have every element there is, told apart by its path of classes."""
    if EVERY_WINDOW:
        return frozenset(names(site))
    seen: set[str] = set()
    wanted = set(KINDS)
    for name in [*KINDS, *names(site)]:
        elements = _elements(document(site / name))
        if name in wanted or not elements <= seen:
            wanted.add(name)
            seen |= elements
    return frozenset(wanted)


def _elements(root: html.HtmlElement) -> set[str]:
    """Each element with what it is in, by names, classes and states; nothing of what it says."""
    paths: dict[Any, str] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            states = sorted(set(element.keys()) & _STATES)
            own = " ".join([element.tag, *sorted((element.get("class") or "").split()), *states])
            paths[element] = f"{paths.get(element.getparent(), '')} > {own}"
    return set(paths.values())


def test_the_pages_of_each_kind_are_there(site: Path) -> None:
    assert set(KINDS) <= set(names(site))


@pytest.mark.parametrize("code", ["sv", "fi", "en"])
def test_axe_finds_nothing_in_the_open_menu(browser: Browser, address: str, code: str) -> None:
    """Where there is room for the menu beside the brand it does not open."""
    page = window(browser, address, 390, "light")
    page.goto(f"/{code}/")
    page.locator(".menu-open").click()
    assert page.locator("#menu").is_visible()
    assert in_every_window(page, widths=WIDTHS[:3]) == {}
    page.close()


@pytest.mark.parametrize(
    "path", ["/sv/guide/roller/", "/fi/sanasto/ystavyyskunta/", "/en/checklists/before-you-join/"]
)
def test_axe_finds_nothing_in_what_unfolds(browser: Browser, address: str, path: str) -> None:
    """The list of headings, notes, the reference with its forms, and what is told of a copy."""
    page = window(browser, address, 390, "light")
    page.goto(path)
    page.locator(".cite summary").click()
    page.locator(".cite [data-form=text]").click()
    until(page, "document.querySelector('.copied').textContent !== ''")
    page.evaluate("() => document.querySelectorAll('details').forEach((box) => box.open = true)")
    assert in_every_window(page) == {}
    page.close()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(browser: Browser, address: str) -> None:
    """With no script: it is a pop-over of the browser's own."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/fi/")
    opener = page.get_by_role("button", name="Valikko")
    opener.focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("navigation", name="Valikko")
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert menu.get_by_role("link").first.evaluate("link => link.matches(':focus')")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert opener.evaluate("button => button.matches(':focus')")
    context.close()


@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_stop_of_the_keyboard_is_seen(browser: Browser, address: str, name: str) -> None:
    """Each has a name, an outline, and a place in the window; the skip link is the first."""
    page = window(browser, address, 1440, "light", 900)
    page.goto(f"/{name.removesuffix('index.html')}")
    look = """() => {
      const stop = document.activeElement;
      const {outlineStyle, outlineWidth} = getComputedStyle(stop.querySelector("rect") ?? stop);
      const own = getComputedStyle(stop);
      const box = stop.getBoundingClientRect();
      return {
        html: stop.outerHTML.slice(0, 120),
        seen: (own.outlineStyle !== "none" && parseFloat(own.outlineWidth) >= 2) ||
          Boolean(stop.closest("svg")),
        inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
        body: stop === document.body,
      };
    }"""
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(look)
        if stop["body"]:
            break
        stops.append(stop)
    page.close()
    assert 'class="skip"' in stops[0]["html"]
    assert len(stops) > 10
    assert [stop["html"] for stop in stops if not (stop["seen"] and stop["inside"])] == []


@pytest.mark.parametrize("name", LOOKED_AT)
def test_nothing_is_cut_when_enlarged_or_spaced(browser: Browser, address: str, name: str) -> None:
    """At 400 % of a window of 1280 pixels, and with the spacing of WCAG 1.4.12."""
    page = window(browser, address, 320, "light", 256)
    page.goto(f"/{name.removesuffix('index.html')}")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.evaluate(
        """() => {
          const spaced = new CSSStyleSheet();
          spaced.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
          document.adoptedStyleSheets = [spaced];
        }"""
    )
    assert page.evaluate(wide) <= 0
    cut = """() => [...document.querySelectorAll("main *, header *, footer *")]
      .filter((each) => !each.closest("svg, dialog, [popover]") && each.clientWidth > 1 &&
        getComputedStyle(each).overflowX === "hidden" && each.scrollWidth > each.clientWidth + 1)
      .map((each) => each.outerHTML.slice(0, 120))"""
    assert page.evaluate(cut) == []
    page.close()


@pytest.mark.parametrize("name", LOOKED_AT)
def test_targets_are_large_enough(browser: Browser, address: str, name: str) -> None:
    """24 pixels each way, but for links within a sentence; see WCAG 2.5.8."""
    page = window(browser, address, 390, "light")
    page.goto(f"/{name.removesuffix('index.html')}")
    small = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
      .filter((each) => {
        const {width, height} = each.getBoundingClientRect();
        if (!width || each.closest("p, dd, li, svg, .skip")?.matches("p, dd, svg, .skip")) {
          return false;
        }
        const item = each.closest("li");
        const inText = item && item.textContent.trim() !== each.textContent.trim();
        return !inText && (height < 23.5 || width < 23.5);
      })
      .map((each) => each.outerHTML.slice(0, 120))"""
    assert page.evaluate(small) == []
    page.close()


#: How many letters stand on each line that another line of the same paragraph follows.
_LETTERS = """() => [...document.querySelectorAll(".content > p, .content > ul > li")]
  .flatMap((block) => {
    const lines = new Map();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const [box] = range.getClientRects();
        const line = box && Math.round(box.bottom / 8);
        if (box) lines.set(line, (lines.get(line) ?? 0) + 1);
      }
    }
    return [...lines.values()].slice(0, -1);
  })"""


@pytest.mark.parametrize(
    "path", ["/sv/guide/roller/", "/fi/opas/roolit/", "/en/guide/roles/"], ids=["sv", "fi", "en"]
)
def test_lines_are_of_a_length_that_is_easy_to_read(
    browser: Browser, address: str, path: str
) -> None:
    """Some 60 to 75 letters where there is room; no more than 80 on any line, in any font."""
    page = window(browser, address, 1440, "light")
    page.goto(path)
    for font in ("", "Arial, 'Liberation Sans'"):
        page.evaluate("font => { document.body.style.fontFamily = font }", font)
        letters = sorted(page.evaluate(_LETTERS))
        assert len(letters) > 20
        assert 58 <= letters[len(letters) // 2] <= 75, font
        assert letters[-1] <= 85, font
    page.close()


def test_headings_and_landmarks_have_no_gaps(site: Path) -> None:
    for name in names(site):
        page: html.HtmlElement = document(site / name)
        levels = [
            int(each.tag[1])
            for each in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name
        assert len(page.xpath("//main")) == 1, name
        named = [nav.get("aria-label") for nav in page.xpath("//nav")]
        assert all(named), name
        assert len(named) == len(set(named)), name


def test_nothing_moves_by_itself(site: Path) -> None:
    """So a reader who wants less motion has none to switch off."""
    (styles,) = site.glob("assets/*/site.css")
    text = styles.read_text("utf-8")
    assert not re.search(r"transition|scroll-behavior:\s*smooth", text)
    assert set(re.findall(r"animation:([^;}]*)", text)) <= {
        "search-late 0s .4s both",
        "search-late 0s 0.4s both",
    }


def test_controls_are_named_in_the_language_of_the_page(site: Path) -> None:
    """No control or picture has a name that the interface has in another language alone."""
    words = {
        code: set(
            yaml.safe_load((ROOT / f"data/strings/{code}.yml").read_text("utf-8"))[
                "interface"
            ].values()
        )
        for code in ("sv", "fi", "en")
    }
    own = "self::button or self::summary or self::label or self::legend or self::option"
    seen = 0
    for name, code, page in pages(site):
        foreign = set().union(*(words[other] for other in words if other != code)) - words[code]
        for control in page.xpath(f"//*[@aria-label or @alt or @placeholder or {own}]"):
            (language, *_) = control.xpath("ancestor-or-self::*[@lang][1]/@lang")
            said = {control.get(each) for each in ("aria-label", "alt", "placeholder")}
            said.add(" ".join(control.text_content().split()))
            seen += 1
            assert language != code or not said & foreign, (name, said & foreign)
    assert seen > 5000
