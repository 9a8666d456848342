"""The decision path, walked one question at a time in a real browser, by keyboard alone."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.axe import in_every_window
from tests.browser import Windows
from tests.project import ROOT

#: At most, compressed.
HEAVIEST = 3 * 1024

SCRIPT = ROOT / "overrides" / "assets" / "path" / "walk.js"


class Words(NamedTuple):
    """What the page of a language says."""

    address: str
    yes: str
    no: str
    #: The second and the last question, and two outcomes.
    second: str
    last: str
    domestic: str
    refusal: str
    none: str
    record: str
    copy: str
    again: str


LANGUAGES = {
    "sv": Words(
        "/sv/beslutsstigar/fran-behov-till-beslut/",
        "Ja",
        "Nej",
        "Räcker det med en inhemsk lösning?",
        "Vad vill ni först och främst göra?",
        "Resultat: Inhemsk lösning",
        "Resultat: Ett genomtänkt nej",
        "Inget av detta",
        "Kommunen inleder inget internationellt samarbete i frågan om (behov).",
        "Kopiera förslaget",
        "Börja om från första frågan",
    ),
    "fi": Words(
        "/fi/paatospolut/tarpeesta-paatokseen/",
        "Kyllä",
        "Ei",
        "Riittääkö kotimainen ratkaisu?",
        "Mitä haluatte ennen kaikkea tehdä?",
        "Lopputulos: Kotimainen ratkaisu",
        "Lopputulos: Harkittu ”ei”",
        "Ei mitään näistä",
        "Kunta ei aloita kansainvälistä yhteistyötä asiassa (tarve).",
        "Kopioi ehdotus",
        "Aloita alusta",
    ),
    "en": Words(
        "/en/decision-paths/from-need-to-decision/",
        "Yes",
        "No",
        "Is a solution within Finland enough?",
        "What do you mainly want to do?",
        "Outcome: A solution within Finland",
        "Outcome: A deliberate ‘no’",
        "None of these",
        "The municipality does not start international cooperation on (need).",
        "Copy the wording",
        "Start again from the first question",
    ),
}


@pytest.fixture(scope="module")
def phones(browser: Browser, address: str) -> Iterator[Windows]:
    with Windows(browser, address, "phone") as windows:
        yield windows


@pytest.fixture
def page(phones: Windows) -> Iterator[Page]:
    """A phone, on which nothing may be written to the console."""
    with phones.taken() as window:
        window.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield window.page


def card(page: Page) -> Locator:
    return page.locator("#walk")


def question(page: Page, text: str) -> None:
    """Expects a step to be shown and, so that a screen reader says it, focused."""
    heading = card(page).get_by_role("heading", level=3)
    expect(heading).to_have_text(text)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def press(page: Page, name: str, role: Any = "button", key: str = "Enter") -> None:
    """Goes to a control of the card by Tab, from where the focus is, and presses it."""
    control = card(page).get_by_role(role, name=name, exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if control.evaluate("node => node === document.activeElement"):
            page.keyboard.press(key)
            return
    pytest.fail(f"no Tab leads to {name!r}")


def begin(page: Page, words: Words) -> None:
    page.goto(words.address)
    card(page).get_by_role("button").first.wait_for()
    card(page).get_by_role("heading", level=3).focus()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_path_is_walked_by_keyboard_to_an_outcome(page: Page, code: str) -> None:
    words = LANGUAGES[code]
    begin(page, words)
    first = card(page).get_by_role("heading", level=3).text_content() or ""
    expect(card(page).get_by_role("list")).to_have_count(0)
    press(page, words.yes)
    question(page, words.second)
    press(page, words.no, key="Space")
    press(page, words.yes)
    question(page, words.last)
    press(page, words.none)
    question(page, words.refusal)
    assert page.url.endswith("#walk/domestic/capacity/purpose/deliberate-no")
    expect(card(page).locator("blockquote")).to_contain_text(words.record)
    expect(card(page).get_by_role("listitem")).to_have_count(4)
    expect(card(page).get_by_role("listitem").last).to_have_text(f"{words.last} {words.none}")
    press(page, words.copy)
    expect(card(page).get_by_role("status")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()").startswith(words.record)
    press(page, words.again, "link")
    question(page, first)


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_goes_back_to_any_step_by_its_link_and_by_the_browser(page: Page, code: str) -> None:
    words = LANGUAGES[code]
    begin(page, words)
    press(page, words.yes)
    press(page, words.no)
    press(page, words.yes)
    question(page, words.last)
    card(page).get_by_role("heading", level=2).evaluate(
        "h => { h.tabIndex = -1; h.focus(); h.removeAttribute('tabindex'); }"
    )
    press(page, words.second, "link")
    question(page, words.second)
    expect(card(page).get_by_role("listitem")).to_have_count(1)
    press(page, words.yes)
    question(page, words.domestic)
    for text in (words.second, words.last):
        page.go_back()
        question(page, text)
    page.go_forward()
    question(page, words.second)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_link_leads_to_an_outcome_and_keeps_it_in_other_languages(page: Page, code: str) -> None:
    words = LANGUAGES[code]
    page.goto(words.address + "#walk/domestic/domestic-solution")
    question(page, words.domestic)
    for other in [*LANGUAGES, code]:
        page.get_by_role("banner").locator(f"a[hreflang={other}]").first.dispatch_event("click")
        page.wait_for_url(f"**{LANGUAGES[other].address}#walk/domestic/domestic-solution")
        question(page, LANGUAGES[other].domestic)


def test_an_old_link_leads_as_far_as_it_makes_sense(page: Page) -> None:
    words = LANGUAGES["en"]
    page.goto(words.address + "#walk/domestic/gone/capacity")
    question(page, words.second)
    page.goto("about:blank")
    page.goto(words.address + "#walk/%3Cb%3E")
    expect(card(page).get_by_role("heading", level=3)).to_be_focused()
    expect(card(page).get_by_role("list")).to_have_count(0)


def test_a_heading_of_the_page_is_reached_as_ever(page: Page) -> None:
    """And going back from there leaves the focus where the reader is."""
    words = LANGUAGES["en"]
    begin(page, words)
    page.locator(".path-picture a[href='#capacity']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2#capacity")).to_be_in_viewport()
    page.go_back()
    expect(card(page).get_by_role("heading", level=3)).not_to_be_focused()


def test_the_picture_shows_the_way(page: Page) -> None:
    page.goto(LANGUAGES["fi"].address + "#walk/domestic")
    walked = page.locator(".path-picture a.walked")
    expect(walked).to_have_count(2)
    expect(walked.last).to_have_attribute("aria-current", "step")
    expect(page.locator(".path-picture [aria-current]")).to_have_count(1)
    for way, again in (("capacity", 0), ("capacity/purpose", 1)):
        page.goto("about:blank")
        page.goto(LANGUAGES["fi"].address + f"#walk/domestic/{way}/deliberate-no")
        current = page.locator(".path-picture [aria-current]")
        expect(current).to_have_count(1)
        expect(page.locator(".path-picture .again[aria-current]")).to_have_count(again)


@pytest.mark.parametrize("code", LANGUAGES)
def test_axe_finds_nothing_in_any_state(page: Page, code: str) -> None:
    for state in ("", "#walk/domestic/capacity", "#walk/domestic/domestic-solution"):
        page.goto("about:blank")
        page.goto(LANGUAGES[code].address + state)
        card(page).get_by_role("heading", level=3).wait_for()
        parts = ".path-walk, .path-picture"
        expect(page.locator(parts)).to_have_count(2)
        assert in_every_window(page, parts) == {}
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        low = (
            card(page)
            .locator(".path-walk-answers > :visible")
            .evaluate_all(
                "nodes => nodes.filter((node) => node.getBoundingClientRect().height < 44).length"
            )
        )
        assert low == 0


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_moves_when_the_script_begins(page: Page, code: str) -> None:
    page.goto(LANGUAGES[code].address)
    card(page).get_by_role("button").first.wait_for()
    moved = page.evaluate(
        """() => new Promise((done) => new PerformanceObserver((list, observer) => {
          observer.disconnect();
          done(list.getEntries().filter((entry) => !entry.hadRecentInput).length);
        }).observe({ type: "layout-shift", buffered: true }) || setTimeout(done, 500, 0))"""
    )
    assert moved == 0


def test_without_scripts_the_page_is_the_path(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + LANGUAGES["sv"].address)
    expect(card(page)).to_be_hidden()
    page.locator("li", has=page.locator(".path-answer", has_text="Ja")).first.get_by_role(
        "link"
    ).click()
    assert page.url.endswith("#domestic")
    context.close()


def test_paper_shows_the_way_and_its_outcome(page: Page) -> None:
    words = LANGUAGES["fi"]
    page.goto(words.address)
    page.emulate_media(media="print")
    expect(card(page)).to_be_hidden()
    page.goto("about:blank")
    page.goto(words.address + "#walk/domestic/domestic-solution")
    expect(card(page).get_by_role("heading", level=3)).to_be_visible()
    expect(card(page).get_by_role("button").first).to_be_hidden()


def test_the_script_is_light_and_only_where_it_is_used(site: Path) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= HEAVIEST
    assert "walk.js" in (site / LANGUAGES["en"].address[1:] / "index.html").read_text("utf-8")
    assert "walk.js" not in (site / "en" / "index.html").read_text("utf-8")
