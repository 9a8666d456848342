"""The face of the search in a real browser, on the built site, with an engine of the tests' own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser import Watched, assets, served, until

#: Answers by the query's first word, as engine.js promises them.
ENGINE = """
const result = (url, title, heading = "", note = null) =>
  ({ url, title, heading, excerpt: [["om ", false], ["vänortens", true], [" råd", false]], note });
const ANSWERS = {
  two: [
    result("../guide/roller/#do", "Vem gör vad", "Fullmäktige"),
    result("../ordlista/vanort/", "vänort", "", { text: "Suomi:", term: "kunta", lang: "fi" }),
  ],
  one: [result("../ordlista/vanort/", "<em>vänort</em> & a < b")],
  here: [result("../guide/verksamhetslogiken/#goal", "Verksamhetslogiken", "Mål")],
  long: Array(40).fill(result("../ordlista/", "internationaliseringsverksamhet".repeat(3))),
  none: [],
};
export function open(base) {
  globalThis.opened = [...(globalThis.opened ?? []), String(base)];
  return {
    async search(query) {
      globalThis.asked = [...(globalThis.asked ?? []), query];
      const [word] = query.split(" ");
      if (query.includes("slow")) await new Promise((resolve) => setTimeout(resolve, 900));
      if (!navigator.onLine || word === "fail") throw new Error("offline");
      const results = ANSWERS[word] ?? ANSWERS.two;
      return { total: word === "long" ? 120 : results.length, results };
    },
  };
}
"""

PAGE = "/sv/guide/verksamhetslogiken/"


class Words(NamedTuple):
    """What the search says in a language."""

    open: str
    label: str
    close: str
    results: str
    none: str
    glossary: str
    others: tuple[str, str]


LANGUAGES = {
    "sv": Words(
        open="Sök",
        label="Sök på webbplatsen",
        close="Stäng",
        results="2 träffar",
        none="Sökningen ”none” gav inga träffar.",
        glossary="/sv/ordlista/",
        others=("fi", "en"),
    ),
    "fi": Words(
        open="Haku",
        label="Hae sivustolta",
        close="Sulje",
        results="2 hakutulosta",
        none="Haulla ”none” ei löytynyt tuloksia.",
        glossary="/fi/sanasto/",
        others=("sv", "en"),
    ),
    "en": Words(
        open="Search",
        label="Search this site",
        close="Close",
        results="2 results",
        none="No results for ‘none’",
        glossary="/en/glossary/",
        others=("sv", "fi"),
    ),
}


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("search") / "site"
    shutil.copytree(site, root)
    (root / assets(root) / "search" / "engine.js").write_text(ENGINE, encoding="utf-8")
    with served(root) as origin:
        yield origin


@pytest.fixture(scope="module")
def windows(browser: Browser, address: str) -> Iterator[dict[str, Watched]]:
    """A window of each size, for all tests: to open one takes longer than most of them."""
    watched = {size: Watched(browser, address, size) for size in ("phone", "desktop")}
    yield watched
    for window in watched.values():
        window.context.close()


def opened(window: Watched) -> Iterator[Page]:
    window.page.goto(PAGE)
    yield window.page
    window.page.evaluate("localStorage.clear()")
    complaints, window.complaints[:] = window.complaints[:], []
    assert complaints == []


@pytest.fixture
def desktop(windows: dict[str, Watched]) -> Iterator[Page]:
    yield from opened(windows["desktop"])


@pytest.fixture
def phone(windows: dict[str, Watched]) -> Iterator[Page]:
    yield from opened(windows["phone"])
    windows["phone"].page.set_viewport_size({"width": 390, "height": 844})


def opener(page: Page) -> Locator:
    return page.get_by_role("banner").locator(".search-open")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def field(page: Page) -> Locator:
    return dialog(page).get_by_role("searchbox")


def results(page: Page) -> Locator:
    return page.locator("[data-search-result]")


def search(page: Page, words: str) -> None:
    """Opens the search, writes the words and waits for the answer."""
    page.keyboard.press("Control+k")
    field(page).fill(words)
    wait_until_done(page)


def wait_until_done(page: Page) -> None:
    page.locator('[data-search-state="done"]').wait_for()


def wait_until_settled(page: Page, words: str) -> None:
    until(page, "words => new URL(location).searchParams.get('q') === words", words)


@pytest.mark.parametrize("way", ["click", "Enter", "Space", "Control+k", "Meta+K", "/"])
def test_it_opens_and_escape_gives_the_focus_back(desktop: Page, way: str) -> None:
    origin = desktop.locator("article a").nth(3) if way in ("Control+k", "/") else opener(desktop)
    origin.focus()
    if way == "click":
        opener(desktop).click()
    else:
        desktop.keyboard.press(way)
    expect(field(desktop)).to_be_focused()
    expect(field(desktop)).to_have_value("")
    # With words in it too, for which Escape would otherwise only empty the field.
    field(desktop).press_sequentially("two")
    wait_until_done(desktop)
    desktop.keyboard.press("Escape")
    expect(dialog(desktop)).to_be_hidden()
    expect(origin).to_be_focused()


@pytest.mark.parametrize("way", ["Control+k", "/"])
def test_if_nothing_had_the_focus_the_button_gets_it(desktop: Page, way: str) -> None:
    desktop.keyboard.press(way)
    expect(field(desktop)).to_be_focused()
    desktop.keyboard.press("Escape")
    expect(opener(desktop)).to_be_focused()


def test_it_closes_by_its_button_and_by_a_tap_outside(desktop: Page) -> None:
    opener(desktop).click()
    dialog(desktop).get_by_role("button", name="Stäng").click()
    expect(dialog(desktop)).to_be_hidden()
    expect(opener(desktop)).to_be_focused()
    opener(desktop).click()
    desktop.mouse.click(20, 400)
    expect(dialog(desktop)).to_be_hidden()
    expect(opener(desktop)).to_be_focused()


def test_opened_again_the_words_are_there_to_be_replaced(desktop: Page) -> None:
    search(desktop, "one")
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("Control+k")
    expect(results(desktop)).to_have_count(1)
    wait_until_settled(desktop, "one")
    desktop.keyboard.type("two")
    expect(results(desktop)).to_have_count(2)
    # Pressed again, it leads back to the field.
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Control+k")
    expect(field(desktop)).to_be_focused()


@pytest.mark.parametrize("code", LANGUAGES)
def test_by_keyboard_alone_from_the_page_to_a_result(desktop: Page, code: str) -> None:
    words = LANGUAGES[code]
    desktop.goto(f"/{code}/")
    button = desktop.get_by_role("banner").get_by_role("button", name=words.open, exact=True)
    while not button.evaluate("button => button === document.activeElement"):
        desktop.keyboard.press("Tab")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("dialog", name=words.label)).to_be_visible()
    expect(desktop.get_by_label(words.label, exact=True).and_(field(desktop))).to_be_focused()
    desktop.keyboard.type("two")
    wait_until_done(desktop)
    expect(dialog(desktop).get_by_role("status")).to_have_text(words.results)
    for number in range(2):
        desktop.keyboard.press("Tab")
        expect(results(desktop).nth(number)).to_be_focused()
    desktop.keyboard.press("Tab")
    expect(dialog(desktop).get_by_role("checkbox")).to_be_focused()
    desktop.keyboard.press("Shift+Tab")
    for _ in range(3):
        desktop.keyboard.press("Shift+Tab")
    expect(dialog(desktop).get_by_role("button", name=words.close)).to_be_focused()
    assert desktop.evaluate("opened") == [desktop.url.split("?")[0] + "search/"]


def test_arrows_go_between_the_field_and_the_results(desktop: Page) -> None:
    search(desktop, "two")
    stops = [field(desktop), results(desktop).nth(0), results(desktop).nth(1)]
    for stop in stops[1:]:
        desktop.keyboard.press("ArrowDown")
        expect(stop).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    expect(stops[-1]).to_be_focused()
    for stop in reversed(stops[:-1]):
        desktop.keyboard.press("ArrowUp")
        expect(stop).to_be_focused()
    desktop.keyboard.press("ArrowDown")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/sv/guide/roller/#do")


def test_a_result_says_where_it_leads_and_why(desktop: Page) -> None:
    search(desktop, "two")
    first, second = (dialog(desktop).get_by_role("listitem").nth(number) for number in (0, 1))
    expect(first.get_by_role("link")).to_have_accessible_name("Vem gör vad Fullmäktige")
    expect(first).to_contain_text("om vänortens råd")
    expect(first.locator("mark")).to_have_text("vänortens")
    expect(second).to_contain_text("Suomi: kunta")
    expect(second.locator("[lang=fi]")).to_have_text("kunta")


def test_what_the_engine_gives_is_text_and_no_markup(desktop: Page) -> None:
    search(desktop, "one <b>")
    expect(results(desktop)).to_have_text("<em>vänort</em> & a < b")
    expect(dialog(desktop).locator(".search-count")).to_have_text("1 träff")


def test_the_count_says_when_only_the_best_are_listed(desktop: Page) -> None:
    search(desktop, "long")
    expect(dialog(desktop).get_by_role("status")).to_have_text("120 träffar. De 40 bästa visas.")


def test_the_count_is_said_after_a_pause_and_not_at_every_letter(desktop: Page) -> None:
    desktop.keyboard.press("Control+k")
    desktop.evaluate(
        """() => { globalThis.said = [];
             const status = document.querySelector("dialog [role=status]");
             new MutationObserver(() => said.push(status.textContent))
               .observe(status, { childList: true }); }"""
    )
    field(desktop).press_sequentially("two towns", delay=130)
    wait_until_settled(desktop, "two towns")
    assert desktop.evaluate("said") == ["2 träffar"]


def test_one_letter_asks_for_nothing_and_an_emptied_field_shows_the_hint(desktop: Page) -> None:
    desktop.keyboard.press("Control+k")
    hint = dialog(desktop).get_by_text("Skriv minst två tecken")
    expect(hint).to_be_visible()
    desktop.keyboard.type("t")
    desktop.wait_for_timeout(200)
    assert desktop.evaluate("globalThis.asked") is None
    desktop.keyboard.type("wo")
    wait_until_done(desktop)
    expect(hint).to_be_hidden()
    field(desktop).fill(" ")
    expect(hint).to_be_visible()
    expect(desktop.locator("[data-search-state=idle]")).to_be_attached()
    expect(results(desktop)).to_have_count(0)


def test_only_the_newest_words_are_answered(desktop: Page) -> None:
    desktop.keyboard.press("Control+k")
    field(desktop).fill("one slow")
    expect(desktop.locator("[data-search-state=busy]")).to_be_attached()
    until(desktop, "globalThis.asked?.length === 1")
    field(desktop).fill("two")
    wait_until_done(desktop)
    desktop.wait_for_timeout(900)
    expect(results(desktop)).to_have_count(2)
    # Letter by letter within the page: on a busy machine a driver types too slowly for this.
    field(desktop).evaluate(
        """field => [..." towns"].forEach((letter) => {
             field.value += letter;
             field.dispatchEvent(new InputEvent("input", {bubbles: true}));
           })"""
    )
    wait_until_done(desktop)
    assert desktop.evaluate("asked") == ["one slow", "two", "two towns"]


def test_a_search_that_takes_long_says_so(desktop: Page) -> None:
    desktop.keyboard.press("Control+k")
    busy = dialog(desktop).locator(".search-busy")
    field(desktop).fill("two")
    expect(busy).to_be_hidden()
    field(desktop).fill("two slow")
    busy.wait_for(timeout=5000)
    wait_until_done(desktop)
    expect(busy).to_be_hidden()


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_a_result_it_says_what_to_try(phone: Page, code: str) -> None:
    words = LANGUAGES[code]
    phone.goto(f"/{code}/?q=none%20%26")
    expect(dialog(phone).get_by_role("status")).to_have_text(words.none.replace("none", "none &"))
    for other in words.others:
        link = dialog(phone).locator(f"a[hreflang={other}]")
        assert link.evaluate("link => link.pathname + link.search") == f"/{other}/?q=none+%26"
    links = dialog(phone).get_by_role("link").all()
    assert words.glossary in [link.evaluate("link => link.pathname") for link in links]
    letter = dialog(phone).get_by_role("link", name="A", exact=True)
    assert letter.evaluate("link => link.pathname + link.hash") == f"{words.glossary}#letter-a"
    dialog(phone).locator("a[hreflang]").first.tap()
    phone.wait_for_url(f"**/{words.others[0]}/?q=none+%26")
    expect(field(phone)).to_have_value("none &")


def test_a_failure_is_said_and_mended_when_the_connection_is_back(
    desktop: Page, windows: dict[str, Watched]
) -> None:
    desktop.context.set_offline(True)
    search(desktop, "two")
    message = "Sökningen fungerar inte just nu"
    expect(dialog(desktop).get_by_role("status")).to_contain_text(message)
    expect(dialog(desktop).get_by_role("link")).to_have_text(["Ordlista", "Webbplatskarta"])
    desktop.context.set_offline(False)
    expect(results(desktop)).to_have_count(2)
    expect(dialog(desktop).get_by_text(message).and_(desktop.locator(":visible"))).to_have_count(0)
    field(desktop).fill("fail")
    expect(dialog(desktop).get_by_role("status")).to_contain_text(message)
    field(desktop).fill("two")
    expect(results(desktop)).to_have_count(2)
    # The browser is right to complain of what could not be fetched.
    windows["desktop"].complaints.clear()


def test_an_engine_that_could_not_be_had_is_asked_for_again(
    desktop: Page, windows: dict[str, Watched]
) -> None:
    desktop.route("**/engine.js", lambda route: route.fulfill(status=404), times=1)
    search(desktop, "two")
    expect(dialog(desktop).get_by_text("Sökningen fungerar inte")).not_to_have_count(0)
    desktop.keyboard.press("Enter")
    expect(results(desktop)).to_have_count(2)
    windows["desktop"].complaints.clear()


def test_the_address_is_that_of_the_search_while_it_is_open(desktop: Page) -> None:
    desktop.goto(PAGE + "?x=1#goal")
    search(desktop, "two å")
    wait_until_settled(desktop, "two å")
    assert desktop.url.endswith(f"{PAGE}?x=1&q=two+%C3%A5#goal")
    desktop.keyboard.press("Escape")
    expect(dialog(desktop)).to_be_hidden()
    assert desktop.url.endswith(f"{PAGE}?x=1#goal")


def test_enter_makes_the_address_and_moves_nothing(desktop: Page) -> None:
    desktop.keyboard.press("Control+k")
    desktop.keyboard.type("two")
    desktop.keyboard.press("Enter")
    wait_until_settled(desktop, "two")
    expect(field(desktop)).to_be_focused()
    expect(results(desktop)).to_have_count(2)
    assert desktop.evaluate("asked") == ["two"]


@pytest.mark.parametrize("path", ["/sv/", PAGE])
def test_an_address_with_words_opens_the_search(desktop: Page, path: str) -> None:
    desktop.goto(path + "?q=two")
    expect(field(desktop)).to_be_focused()
    expect(field(desktop)).to_have_value("two")
    expect(results(desktop)).to_have_count(2)
    desktop.keyboard.press("Escape")
    expect(opener(desktop)).to_be_focused()
    assert desktop.url.endswith(path)
    desktop.goto(path + "?q=")
    expect(dialog(desktop)).to_be_hidden()


def test_the_way_back_from_a_result_leads_to_the_results(desktop: Page) -> None:
    search(desktop, "one")
    results(desktop).click()
    desktop.wait_for_url("**/sv/ordlista/vanort/")
    desktop.go_back()
    desktop.wait_for_url(f"**{PAGE}?q=one")
    expect(results(desktop)).to_have_count(1)


def test_a_result_on_the_same_page_uncovers_it(desktop: Page) -> None:
    search(desktop, "here")
    results(desktop).click()
    expect(dialog(desktop)).to_be_hidden()
    expect(desktop.locator("#goal")).to_be_in_viewport()
    assert desktop.url.endswith(f"{PAGE}#goal")
    # It was not loaded anew, and the keyboard goes on from the heading.
    assert desktop.evaluate("asked") == ["here"]
    expect(opener(desktop)).not_to_be_focused()


def test_the_key_can_be_switched_off(desktop: Page) -> None:
    desktop.keyboard.press("/")
    box = dialog(desktop).get_by_role("checkbox")
    expect(box).to_be_checked()
    assert desktop.evaluate("localStorage.length") == 0
    box.press("Space")
    desktop.goto("/fi/")
    desktop.keyboard.press("/")
    expect(dialog(desktop)).to_be_hidden()
    desktop.keyboard.press("Control+k")
    expect(box).not_to_be_checked()
    box.press("Space")
    assert desktop.evaluate("localStorage.length") == 0
    desktop.keyboard.press("Escape")
    desktop.keyboard.press("/")
    expect(dialog(desktop)).to_be_visible()


def test_the_key_writes_in_a_field(desktop: Page) -> None:
    desktop.goto("/sv/checklistor/diskussionsfragor/")
    text = desktop.locator("textarea").first
    text.press("/")
    assert text.input_value() == "/"
    desktop.keyboard.press("Control+k")
    desktop.keyboard.type("1/2")
    expect(field(desktop)).to_have_value("1/2")


def test_no_other_single_key_does_anything(desktop: Page) -> None:
    assert desktop.locator("link[rel~=prev], link[rel~=next]").count() == 2
    here = desktop.evaluate("[location.href, history.length]")
    focus = "document.activeElement.tagName"
    for key in "fsnp,.SFNP":
        desktop.keyboard.press(key)
    desktop.wait_for_timeout(200)
    assert desktop.evaluate("[location.href, history.length]") == here
    assert desktop.evaluate(focus) == "BODY"
    expect(dialog(desktop)).to_be_hidden()


def test_nothing_of_the_theme_s_search_is_left(desktop: Page) -> None:
    assert desktop.locator("[class*=md-], [data-md-component]").count() == 0
    assert "worker" not in desktop.content()


def test_nothing_is_fetched_before_it_is_opened(desktop: Page) -> None:
    asked: list[str] = []
    desktop.on("request", lambda request: asked.append(request.url.split("/", 3)[3]))
    desktop.goto(PAGE)
    desktop.wait_for_load_state("networkidle")
    ours = [url.split("/", 2)[2] for url in asked if "search" in url]
    assert ours == ["search/search.js"]
    asked.clear()
    search(desktop, "two")
    search(desktop, "one")
    assert [url.split("/", 2)[2] for url in asked] == ["search/engine.js"]
    assert desktop.evaluate("opened.length") == 1
    assert desktop.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_it_works_under_a_strict_policy(browser: Browser, address: str) -> None:
    policy = {"Content-Security-Policy": "default-src 'self'"}

    def serve(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | policy)

    watched = Watched(browser, address, "desktop")
    page = watched.page
    page.add_init_script(
        """globalThis.refused = [];
           addEventListener("securitypolicyviolation",
             ({effectiveDirective, blockedURI}) => refused.push([effectiveDirective, blockedURI]));
        """
    )
    page.route(f"**{PAGE}", serve)
    page.goto(PAGE)
    search(page, "two")
    results(page).first.focus()
    refused = page.evaluate("refused")
    watched.context.close()
    assert refused == []


def test_without_script_the_button_is_a_link(browser: Browser, address: str) -> None:
    watched = Watched(browser, address, "phone", script=False)
    watched.page.goto(PAGE)
    expect(dialog(watched.page)).to_be_hidden()
    link = watched.page.get_by_role("banner").get_by_role("link", name="Sök", exact=True)
    target = link.evaluate("link => link.href")
    assert target.startswith(f"{address}/sv/")
    link.tap()
    watched.page.wait_for_url(target)
    assert watched.page.locator("h1").is_visible()
    watched.context.close()
    assert watched.complaints == []


@pytest.mark.parametrize("size", ["100%", "250%"])
def test_it_fits_a_narrow_window(phone: Page, size: str) -> None:
    """Twice as large letters with much room between them: 125 % is what the theme sets."""
    phone.set_viewport_size({"width": 320, "height": 640})
    if size != "100%":
        phone.evaluate(
            """fontSize => Object.assign(document.documentElement.style, {
                 fontSize, letterSpacing: '.12em', wordSpacing: '.16em'})""",
            size,
        )
    opener(phone).tap()
    assert_fits(phone)
    for words in ("long", "none", "fail"):
        field(phone).fill(words)
        wait_until_done(phone)
        assert_fits(phone)


def assert_fits(page: Page) -> None:
    """Nothing is cut, all can be scrolled to, and what is pressed is as high as a thumb."""
    wider = dialog(page).evaluate(
        """dialog => [document.querySelector(".search-open"), dialog,
               ...dialog.querySelectorAll("*:not([role=status])")]
             .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 320)
             .map((e) => e.outerHTML)"""
    )
    assert wider == []
    lower = dialog(page).evaluate(
        """dialog => [document.querySelector(".search-open"),
               ...dialog.querySelectorAll("a, button, .search-query, label:has(input)")]
             .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
             .map((e) => e.outerHTML)"""
    )
    assert lower == []
    last = dialog(page).get_by_role("checkbox")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=1)


def test_in_a_low_window_all_of_it_scrolls(desktop: Page) -> None:
    desktop.set_viewport_size({"width": 640, "height": 256})
    search(desktop, "long")
    for number in range(6):
        desktop.keyboard.press("ArrowDown")
        expect(results(desktop).nth(number)).to_be_focused()
        expect(results(desktop).nth(number)).to_be_in_viewport(ratio=0.99)
    desktop.set_viewport_size({"width": 1440, "height": 900})


def test_the_focus_is_seen(desktop: Page) -> None:
    desktop.keyboard.press("Control+k")
    desktop.keyboard.type("two")
    wait_until_done(desktop)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert desktop.evaluate(outline) == "solid"
    for _ in range(5):
        desktop.keyboard.press("Tab")
        if desktop.evaluate("document.activeElement !== document.body"):
            assert desktop.evaluate(outline) == "solid"


def test_paper_shows_the_page_and_not_the_search(desktop: Page) -> None:
    search(desktop, "two")
    desktop.emulate_media(media="print")
    assert dialog(desktop).is_hidden()
    assert opener(desktop).is_hidden()
    assert desktop.locator("h1").is_visible()
    desktop.emulate_media(media="screen")
