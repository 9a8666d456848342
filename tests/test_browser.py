"""The built site in a real browser, as a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import SIZES, Watched, Windows

#: The same page in each language.
START = {"sv": "/sv/", "fi": "/fi/", "en": "/en/"}
CONCEPT = {
    "sv": "/sv/ordlista/vanort/",
    "fi": "/fi/sanasto/ystavyyskunta/",
    "en": "/en/glossary/twin-town/",
}
CHECKLIST = {
    "sv": "/sv/checklistor/diskussionsfragor/",
    "fi": "/fi/tarkistuslistat/keskustelukysymykset/",
    "en": "/en/checklists/discussion-questions/",
}
NAMES = {"sv": "Svenska", "fi": "Suomi", "en": "English"}


@pytest.fixture(scope="module")
def windows(browser: Browser, address: str) -> Iterator[dict[str, Windows]]:
    with Windows(browser, address, "phone") as phones, Windows(browser, address, "desktop") as wide:
        yield {"phone": phones, "desktop": wide}


@pytest.fixture(params=SIZES)
def watched(request: pytest.FixtureRequest, windows: dict[str, Windows]) -> Iterator[Watched]:
    with windows[request.param].taken() as window:
        yield window


@pytest.mark.parametrize("pages", [START, CONCEPT, CHECKLIST], ids=["start", "concept", "list"])
def test_switching_language_leads_to_the_same_page(watched: Watched, pages: dict[str, str]) -> None:
    page = watched.page
    page.goto(pages["sv"])
    for code in ("fi", "en", "sv"):
        page.get_by_role("banner").get_by_role("link", name=NAMES[code]).click()
        page.wait_for_url(f"**{pages[code]}")
        assert page.locator("html").get_attribute("lang") == code
        assert page.locator("h1").is_visible()


def test_switching_language_stays_at_the_heading(watched: Watched) -> None:
    page = watched.page
    page.goto("/sv/guide/verksamhetslogiken/#goal")
    page.get_by_role("banner").get_by_role("link", name="Suomi").click()
    page.wait_for_url("**/fi/opas/toimintalogiikka/#goal")


def test_the_chooser_leads_into_each_language(watched: Watched) -> None:
    page = watched.page
    for code in NAMES:
        page.goto("/")
        page.locator(f"main a[hreflang={code}]").click()
        page.wait_for_url(f"**/{code}/")
        assert page.locator("html").get_attribute("lang") == code


@pytest.mark.parametrize("path", ["/", *START.values(), *CONCEPT.values(), *CHECKLIST.values()])
def test_nothing_is_wider_than_the_screen(watched: Watched, path: str) -> None:
    watched.page.goto(path)
    width = watched.page.evaluate("document.documentElement.scrollWidth")
    assert width <= watched.page.evaluate("document.documentElement.clientWidth")


def test_two_steps_from_the_start_to_a_definition(watched: Watched) -> None:
    page = watched.page
    page.goto("/fi/")
    page.locator("article a[href$='sanasto/']").first.click()
    page.wait_for_load_state()
    page.locator("article").get_by_role("link", name="ystävyyskunta").first.click()
    page.wait_for_url("**/fi/sanasto/ystavyyskunta/")
    assert "kunta" in (page.locator(".concept-definition").text_content() or "")


def test_a_letter_of_the_index_leads_to_its_words(watched: Watched) -> None:
    page = watched.page
    page.goto("/sv/ordlista/")
    page.get_by_role("navigation", name="Gå till bokstav").get_by_role("link", name="V").click()
    assert page.url.endswith("#letter-v")
    assert page.locator("#letter-v").is_visible()


def test_the_checklist_is_filled_in_without_losing_anything(watched: Watched) -> None:
    """Enter in a field makes a new line; no key sends the form and empties it."""
    page = watched.page
    page.goto(CHECKLIST["en"])
    field = page.locator("textarea").first
    field.fill("first")
    field.press("Enter")
    box = page.locator(".checklist input[type=checkbox]").first
    box.focus()
    box.press("Space")
    box.press("Enter")
    assert field.input_value() == "first\n"
    assert box.is_checked()
    assert urlsplit(page.url).query == ""


def test_every_field_of_the_checklist_has_a_name_and_a_reason(watched: Watched) -> None:
    page = watched.page
    page.goto(CHECKLIST["sv"])
    fields = page.locator(".checklist [id^=answer--]")
    assert fields.count() >= 12
    for number in range(fields.count()):
        field = fields.nth(number)
        identifier = field.get_attribute("id")
        assert page.locator(f"label[for='{identifier}']").inner_text().strip()
        reason = field.get_attribute("aria-describedby")
        assert page.locator(f"#{reason}").inner_text().startswith("Varför?")


@pytest.fixture
def without_script(browser: Browser, address: str) -> Iterator[Page]:
    with Watched(browser, address, "phone", script=False) as watched:
        yield watched.page


def test_without_script_the_chooser_the_switcher_and_the_checklist_work(
    without_script: Page,
) -> None:
    page = without_script
    page.goto("/")
    page.get_by_role("link", name="Jatka suomeksi").click()
    page.wait_for_url("**/fi/")
    page.goto(CHECKLIST["fi"])
    page.locator("textarea").first.fill("teksti")
    assert page.locator("textarea").first.input_value() == "teksti"
    page.get_by_role("banner").get_by_role("link", name="Svenska").click()
    page.wait_for_url(f"**{CHECKLIST['sv']}")


def test_nothing_is_kept_on_the_reader_s_machine(watched: Watched) -> None:
    page = watched.page
    for path in ("/", START["sv"], CONCEPT["fi"], CHECKLIST["en"]):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert watched.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_follow_the_reader_s_choice_without_script(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme, java_script_enabled=False)
    page = context.new_page()
    page.goto(CONCEPT["sv"])
    body = page.locator("body")
    ground, text = (
        body.evaluate(f"body => getComputedStyle(body).{name}").split("(")[1].split(",")[0]
        for name in ("backgroundColor", "color")
    )
    context.close()
    assert (int(ground) > int(text)) == (scheme == "light")


@pytest.mark.parametrize("path", [START["sv"], CONCEPT["sv"], CHECKLIST["sv"], "/sv/checklistor/"])
def test_the_skip_link_comes_first(watched: Watched, path: str) -> None:
    page = watched.page
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Hoppa till innehållet"


def test_a_missing_address_answers_in_three_languages(browser: Browser, address: str) -> None:
    watched = Watched(browser, address, "phone")
    response = watched.page.goto("/sv/finns/inte/")
    assert response
    assert response.status == 404
    text = watched.page.locator("main").inner_text()
    for words in ("Sidan hittades inte", "Sivua ei löydy", "Page not found"):
        assert words in text
    watched.page.get_by_role("link", name=re.compile("svenska")).click()
    watched.page.wait_for_url("**/sv/")
    watched.context.close()


def test_the_printed_checklist_shows_what_was_written(watched: Watched) -> None:
    page = watched.page
    page.goto(CHECKLIST["en"])
    field = page.locator("textarea").first
    field.fill("our answer\n" * 12)
    page.emulate_media(media="print")
    assert field.is_visible()
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight")
    for needless in ("header nav", ".menu", ".pdf", ".checklist-live", ".checklist-button"):
        assert page.locator(needless).locator("visible=true").count() == 0, needless


#: A guide in each language, and what opens the page of a concept.
GUIDE = {
    "sv": ("/sv/guide/roller/", "Läs mer i ordlistan", "Stäng"),
    "fi": ("/fi/opas/roolit/", "Lue lisää sanastosta", "Sulje"),
    "en": ("/en/guide/roles/", "Read more in the glossary", "Close"),
}


@pytest.mark.parametrize("code", GUIDE)
def test_a_term_shows_its_definition_in_place(watched: Watched, code: str) -> None:
    """By keyboard on the desktop and by touch on the phone; then the term leads to its page."""
    path, more, close = GUIDE[code]
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    term = page.locator("article a.term").first
    popup = page.locator(".term-popup")
    before = [url for url in asked if url.endswith("definitions.json")]
    if page.evaluate("navigator.maxTouchPoints"):
        term.tap()
        popup.wait_for()
        popup.get_by_role("button", name=close).tap()
        popup.wait_for(state="hidden")
        term.tap()
    else:
        page.keyboard.press("Tab")
        while not term.evaluate("link => link === document.activeElement"):
            page.keyboard.press("Tab")
        popup.wait_for()
        page.keyboard.press("Escape")
        popup.wait_for(state="hidden")
        assert term.evaluate("link => link === document.activeElement")
        term.hover()
    popup.wait_for()
    described = page.locator(f"#{term.get_attribute('aria-describedby')}").text_content()
    assert described
    assert described in (popup.text_content() or "")
    link = popup.get_by_role("link", name=more)
    assert [url for url in asked if url.endswith("definitions.json")] != before == []
    assert len([url for url in asked if url.endswith("definitions.json")]) == 1
    target = link.evaluate("link => link.href")
    assert target == term.evaluate("link => link.href")
    link.click()
    page.wait_for_url(target)
    definition = page.locator(".concept-definition").text_content()
    assert (definition or "").strip() == described.strip()


@pytest.mark.parametrize("code", GUIDE)
def test_paper_ends_with_the_terms_of_the_page(watched: Watched, code: str) -> None:
    page = watched.page
    page.goto(GUIDE[code][0])
    terms = page.locator(".terms-used")
    assert not terms.is_visible()
    page.emulate_media(media="print")
    assert terms.is_visible()
    assert terms.locator("dt").count() == terms.locator("dd").count() >= 5
