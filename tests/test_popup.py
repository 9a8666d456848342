"""The pop-up of a term in a real browser, on a small page of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Watched, served
from tests.project import ROOT

ASSETS = ROOT / "overrides" / "assets"


#: As small as will do, since each picture of a large window takes its time.
SIZES = {"phone": (390, 844), "desktop": (960, 600)}


class Words(NamedTuple):
    """What the page of a language says."""

    inflected: str
    term: str
    definition: str
    more: str
    close: str


LANGUAGES = {
    "sv": Words("vänortens", "vänort", "Kommun med varaktigt samarbete.", "Läs mer", "Stäng"),
    "fi": Words("ystävyyskunnan", "ystävyyskunta", "Kunta, jolla on sopimus.", "Lisää", "Sulje"),
    "en": Words("twin town's", "twin town", "A town with a lasting bond.", "Read more", "Close"),
}

#: Longer than a small screen is high, and with signs that mean something in HTML.
LONG = "Tavoitteet & <em>painopisteet</em> ja vastuut, kun a < b. " * 10

FILLING = "<p>" + "Kunta tekee yhteistyötä muiden kuntien kanssa. " * 12 + "</p>"


#: The text is as wide as the window, so that terms are near its edges.
WIDE = ".content { margin: 0; padding: 0 16px; } .content > * { max-width: none; }"


def write_page(language: str) -> str:
    words = LANGUAGES[language]

    def term(key: str, text: str) -> str:
        return f'<a class="term" data-term="{key}" href="../entry/#{key}">{text}</a>'

    return f"""<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'self'">
    <title>{words.term}</title>
    <link rel="stylesheet" href="../../base.css">
    <link rel="stylesheet" href="../../terms.css">
    <link rel="stylesheet" href="../../wide.css">
  </head>
  <body>
    <article class="content">
      <p><a id="before" href="#before">1</a></p>
      <p>{term("twin-town", words.inflected)} <a id="after" href="#after">2</a></p>
      <p id="text">{term("twin-town", words.inflected)} {"yhteistyö " * 8}
        {term("long", "kansainvälistymisstrategia " * 6)} {term("gone", "poistettu")}</p>
      {FILLING * 3}
      <p>{"yhteistyö " * 8} {term("twin-town", words.inflected)}.</p>
      <p>{term("long", "strategia")}</p>
    </article>
    <script type="module" src="../../terms.js" data-definitions="../definitions.json"></script>
  </body>
</html>
"""


def definitions(words: Words) -> dict[str, object]:
    return {
        "more": words.more,
        "close": words.close,
        "concepts": {
            "twin-town": {"term": words.term, "definition": words.definition},
            "long": {"term": "strategia", "definition": LONG},
        },
    }


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("popup")
    for name in ("styles/base.css", "styles/terms.css", "terms.js"):
        shutil.copy(ASSETS / name, root)
    (root / "wide.css").write_text(WIDE, encoding="utf-8")
    (root / "favicon.ico").touch()
    for language, words in LANGUAGES.items():
        for folder, text in (("page", write_page(language)), ("entry", f"<title>{words.term}")):
            (root / language / folder).mkdir(parents=True)
            (root / language / folder / "index.html").write_text(text, encoding="utf-8")
        text = json.dumps(definitions(words), ensure_ascii=False)
        (root / language / "definitions.json").write_text(text, encoding="utf-8")
    with served(root) as origin:
        yield origin


@pytest.fixture
def language() -> str:
    """The language of the page, unless a test says otherwise."""
    return "fi"


@pytest.fixture(scope="module")
def windows(browser: Browser, address: str) -> Iterator[dict[str, Watched]]:
    """A window of each size, for all tests: to open one takes longer than most of them."""
    watched = {size: Watched(browser, address, size) for size in SIZES}
    yield watched
    for window in watched.values():
        window.context.close()


def opened(window: Watched, size: str, language: str) -> Iterator[Page]:
    width, height = SIZES[size]
    window.page.set_viewport_size({"width": width, "height": height})
    window.page.mouse.move(width - 1, height - 1)
    window.page.goto(f"/{language}/page/")
    yield window.page
    complaints, window.complaints[:] = window.complaints[:], []
    assert complaints == []


@pytest.fixture
def desktop(windows: dict[str, Watched], language: str) -> Iterator[Page]:
    yield from opened(windows["desktop"], "desktop", language)


@pytest.fixture
def phone(windows: dict[str, Watched], language: str) -> Iterator[Page]:
    yield from opened(windows["phone"], "phone", language)


def term(page: Page, number: int = 0) -> Locator:
    return page.locator("a.term").nth(number)


def popup(page: Page) -> Locator:
    return page.locator(".term-popup")


class Box(NamedTuple):
    """Where something is in the window, in pixels."""

    x: float
    y: float
    width: float
    height: float


def box(locator: Locator) -> Box:
    found = locator.bounding_box()
    assert found
    return Box(**found)


def requests(page: Page) -> list[str]:
    """The requests for definitions from now on."""
    asked: list[str] = []

    def note(url: str) -> None:
        if url.endswith(".json"):
            asked.append(url)

    page.on("request", lambda request: note(request.url))
    return asked


def wait_until_open(page: Page) -> None:
    popup(page).wait_for(timeout=5000)


def wait_until_closed(page: Page) -> None:
    popup(page).wait_for(state="hidden", timeout=5000)


def assert_stays_open(page: Page) -> None:
    """Longer than the pointer may be away."""
    page.wait_for_timeout(250)
    assert popup(page).is_visible()


def assert_stays_closed(page: Page) -> None:
    """Longer than hovering and loading take."""
    page.wait_for_timeout(300)
    assert popup(page).is_hidden()


def test_hovering_shows_it_until_the_pointer_leaves(desktop: Page) -> None:
    term(desktop).hover()
    wait_until_open(desktop)
    place = box(popup(desktop))
    desktop.mouse.move(place.x + 20, place.y + place.height - 20, steps=8)
    assert_stays_open(desktop)
    desktop.mouse.move(place.x + place.width + 50, place.y + place.height + 50)
    wait_until_closed(desktop)


def test_the_link_in_the_pop_up_leads_to_the_entry(desktop: Page) -> None:
    term(desktop).hover()
    popup(desktop).get_by_role("link").click()
    desktop.wait_for_url("**/fi/entry/#twin-town")


def test_a_pointer_that_passes_opens_nothing_and_asks_for_nothing(desktop: Page) -> None:
    asked = requests(desktop)
    term(desktop).hover()
    desktop.mouse.move(900, 550)
    assert_stays_closed(desktop)
    assert asked == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_focus_shows_and_describes(desktop: Page, language: str) -> None:
    words = LANGUAGES[language]
    desktop.locator("#before").focus()
    desktop.keyboard.press("Tab")
    expect(term(desktop)).to_be_focused()
    wait_until_open(desktop)
    texts = popup(desktop).locator("p").all_inner_texts()
    assert [text.strip() for text in texts] == [words.term, words.definition, words.more]
    assert popup(desktop).evaluate("popup => popup.closest('[lang]').lang") == language
    # The definitions came after the focus, so the description could not be said with the link.
    expect(desktop.get_by_role("status")).to_have_text(words.definition)
    for number in (0, 1, 4):
        expect(term(desktop, number)).to_have_accessible_description(words.definition)
    assert_stays_open(desktop)

    desktop.keyboard.press("Tab")
    expect(desktop.locator("#after")).to_be_focused()
    wait_until_closed(desktop)
    # Now it is said with the link, and not twice.
    desktop.keyboard.press("Tab")
    wait_until_open(desktop)
    expect(desktop.get_by_role("status")).to_be_empty()


def test_the_keyboard_goes_through_the_page_as_without_pop_ups(desktop: Page) -> None:
    links = desktop.locator("article a")
    desktop.locator("#before").focus()
    for number in range(1, links.count()):
        desktop.keyboard.press("Tab")
        expect(links.nth(number)).to_be_focused()
    wait_until_open(desktop)
    for number in reversed(range(links.count() - 1)):
        desktop.keyboard.press("Shift+Tab")
        expect(links.nth(number)).to_be_focused()
    # What comes after the last link of the text is not in the pop-up.
    links.last.focus()
    wait_until_open(desktop)
    desktop.keyboard.press("Tab")
    wait_until_closed(desktop)


def test_focus_on_what_is_below_the_window_shows_it_there(desktop: Page) -> None:
    desktop.set_viewport_size({"width": 700, "height": 400})
    for number in (4, 5):
        term(desktop, number - 1).focus()
        desktop.evaluate("scrollTo(0, 0)")
        desktop.keyboard.press("Tab")
        expect(term(desktop, number)).to_be_focused()
        wait_until_open(desktop)
        expect(popup(desktop)).to_be_in_viewport(ratio=1)


def test_escape_closes_and_leaves_focus_and_pointer(desktop: Page) -> None:
    term(desktop).focus()
    wait_until_open(desktop)
    desktop.keyboard.press("Escape")
    wait_until_closed(desktop)
    expect(term(desktop)).to_be_focused()

    term(desktop, 1).hover()
    wait_until_open(desktop)
    desktop.keyboard.press("Escape")
    assert_stays_closed(desktop)
    expect(term(desktop)).to_be_focused()


def test_escape_is_in_time_before_it_opens(desktop: Page) -> None:
    term(desktop).hover()
    desktop.keyboard.press("Escape")
    assert_stays_closed(desktop)


def test_it_stays_until_both_pointer_and_focus_have_left(desktop: Page) -> None:
    term(desktop).focus()
    term(desktop).hover()
    wait_until_open(desktop)
    desktop.mouse.move(900, 550)
    assert_stays_open(desktop)
    term(desktop).hover()
    desktop.keyboard.press("Tab")
    assert_stays_open(desktop)
    desktop.mouse.move(900, 550)
    wait_until_closed(desktop)


def test_there_is_one_pop_up_at_a_time(desktop: Page) -> None:
    term(desktop).focus()
    expect(popup(desktop)).to_contain_text("ystävyyskunta")
    term(desktop, 2).hover()
    expect(popup(desktop)).to_contain_text("strategia")
    assert popup(desktop).count() == 1


def test_enter_follows_the_link_and_the_way_back_finds_it_closed(desktop: Page) -> None:
    term(desktop).focus()
    wait_until_open(desktop)
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**/fi/entry/#twin-town")
    desktop.go_back()
    wait_until_closed(desktop)


def test_a_click_follows_the_link(desktop: Page) -> None:
    term(desktop).click()
    desktop.wait_for_url("**/fi/entry/#twin-town")


@pytest.mark.parametrize("way", ["Control", "middle"])
def test_a_new_tab_opens_as_with_any_link(desktop: Page, way: str) -> None:
    with desktop.context.expect_page() as tab:
        if way == "middle":
            term(desktop).click(button="middle")
        else:
            term(desktop).click(modifiers=["Control"])
    tab.value.wait_for_url("**/fi/entry/#twin-town")
    assert desktop.url.endswith("/fi/page/")


def test_the_first_tap_opens_and_the_second_follows(phone: Page, language: str) -> None:
    words = LANGUAGES[language]
    term(phone).tap()
    expect(popup(phone)).to_contain_text(words.definition)
    expect(phone.get_by_role("status")).to_have_text(words.definition)
    for target in (
        popup(phone).get_by_role("button", name=words.close),
        popup(phone).get_by_role("link", name=words.more),
    ):
        assert min(box(target).width, box(target).height) >= 44
        assert target.evaluate("target => target.tabIndex") == 0
    assert_stays_open(phone)
    assert phone.url.endswith("/page/")
    term(phone).tap()
    phone.wait_for_url(f"**/{language}/entry/#twin-town")


def test_a_tap_outside_or_on_the_button_closes(phone: Page) -> None:
    term(phone).tap()
    wait_until_open(phone)
    assert_stays_open(phone)
    phone.mouse.move(200, 700)
    phone.evaluate("document.activeElement.blur()")
    assert_stays_open(phone)
    popup(phone).get_by_text("Kunta, jolla").tap()
    assert_stays_open(phone)
    phone.touchscreen.tap(200, 800)
    wait_until_closed(phone)
    expect(phone.get_by_role("status")).to_be_empty()

    term(phone).tap()
    popup(phone).get_by_role("button").tap()
    wait_until_closed(phone)
    expect(term(phone)).to_be_focused()
    assert_stays_closed(phone)

    term(phone).tap()
    wait_until_open(phone)
    phone.keyboard.press("Tab")
    wait_until_closed(phone)


def test_a_tap_on_another_term_opens_that_one(phone: Page) -> None:
    term(phone).tap()
    expect(popup(phone)).to_contain_text("ystävyyskunta")
    term(phone, 4).tap()
    expect(popup(phone)).to_be_in_viewport(ratio=1)
    place = box(term(phone, 4))
    assert place.y - box(popup(phone)).height - box(popup(phone)).y < 1
    assert phone.url.endswith("/fi/page/")


def test_closing_by_keyboard_what_a_tap_opened_gives_the_focus_back(phone: Page) -> None:
    term(phone).tap()
    popup(phone).get_by_role("button").press("Enter")
    wait_until_closed(phone)
    expect(term(phone)).to_be_focused()
    assert_stays_closed(phone)


def test_scrolling_with_a_finger_keeps_it_open_at_its_term(phone: Page) -> None:
    term(phone).tap()
    wait_until_open(phone)
    before = box(popup(phone)).y - box(term(phone)).y
    finger = phone.context.new_cdp_session(phone)
    for kind, y in (("touchStart", 700), *(("touchMove", y) for y in range(680, 450, -20))):
        points = [{"x": 200, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert phone.evaluate("scrollY") > 100
    assert_stays_open(phone)
    # In one look: the page may still be moving.
    distance = """() => document.querySelector(".term-popup").getBoundingClientRect().y
      - document.querySelector("a.term").getBoundingClientRect().y"""
    assert abs(phone.evaluate(distance) - before) < 1


def test_enter_follows_the_link_after_a_tap_too(phone: Page) -> None:
    term(phone).tap()
    wait_until_open(phone)
    phone.keyboard.press("Escape")
    term(phone).press("Enter")
    phone.wait_for_url("**/fi/entry/#twin-town")


def test_the_definitions_are_asked_for_once_and_not_before(desktop: Page) -> None:
    asked = requests(desktop)
    desktop.reload()
    desktop.wait_for_load_state("networkidle")
    assert asked == []
    for number in (0, 2, 1):
        term(desktop, number).hover()
        wait_until_open(desktop)
        desktop.keyboard.press("Escape")
        term(desktop, number).focus()
        wait_until_open(desktop)
    assert len(asked) == 1


def test_a_definition_is_text_and_no_markup(desktop: Page) -> None:
    term(desktop, 2).hover()
    expect(popup(desktop)).to_contain_text("<em>painopisteet</em> ja vastuut, kun a < b.")
    assert popup(desktop).locator("em").count() == 0


@pytest.mark.parametrize("answer", ["none", "page"])
def test_without_definitions_a_term_stays_a_link(
    browser: Browser, address: str, answer: str
) -> None:
    watched = Watched(browser, address, "phone")
    page = watched.page
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    if answer == "none":
        page.route("**/*.json", lambda route: route.abort())
    else:
        page.route("**/*.json", lambda route: route.fulfill(status=404, body="<title>404"))
    page.goto("/fi/page/")
    asked = requests(page)
    term(page).hover()
    assert_stays_closed(page)
    assert len(asked) == 1
    term(page).tap()
    page.wait_for_url("**/fi/entry/#twin-town")
    assert len(asked) == 2
    assert errors == []
    watched.context.close()


def test_back_in_contact_the_definitions_are_asked_for_again(desktop: Page) -> None:
    asked = requests(desktop)
    desktop.route("**/*.json", lambda route: route.fulfill(body="half"), times=1)
    term(desktop).focus()
    assert_stays_closed(desktop)
    term(desktop, 1).focus()
    wait_until_open(desktop)
    assert len(asked) == 2


def test_while_it_waits_a_second_tap_follows_the_link(phone: Page) -> None:
    phone.route("**/*.json", lambda _: None)
    term(phone).tap()
    assert_stays_closed(phone)
    term(phone).tap()
    phone.wait_for_url("**/fi/entry/#twin-town")
    phone.unroute_all(behavior="ignoreErrors")


def test_a_term_without_definition_is_a_link(phone: Page) -> None:
    term(phone, 3).tap()
    phone.wait_for_url("**/fi/entry/#gone")


def test_without_script_a_term_is_a_link(browser: Browser, address: str) -> None:
    watched = Watched(browser, address, "phone", script=False)
    watched.page.goto("/fi/page/")
    term(watched.page).tap()
    watched.page.wait_for_url("**/fi/entry/#twin-town")
    watched.context.close()
    assert watched.complaints == []


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_it_stays_within_a_narrow_window(phone: Page, size: str) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    if size != "100%":
        phone.evaluate(
            """fontSize => Object.assign(document.documentElement.style, {
                 fontSize, letterSpacing: '.12em', wordSpacing: '.16em'})""",
            size,
        )
    for number in (0, 2, 4, 5):
        # In the middle of the window, where there is least room.
        term(phone, number).evaluate("term => term.scrollIntoView({block: 'center'})")
        corner = term(phone, number).evaluate(
            """term => (({left, top}) => [left + 5, top + 5])(
                 [...term.getClientRects()].find(({top}) => top > 0))"""
        )
        phone.touchscreen.tap(*corner)
        wait_until_open(phone)
        place = box(popup(phone))
        assert place.x >= 0
        assert place.x + place.width <= 320
        assert place.y >= 0
        assert place.y + place.height <= 640
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320
        # Nothing is cut: what does not fit is scrolled to, and the button is always in sight.
        text = popup(phone).locator(".term-popup__box")
        assert text.evaluate("box => box.scrollWidth <= box.clientWidth")
        assert text.evaluate("box => getComputedStyle(box).overflowY") == "auto"
        expect(popup(phone).get_by_role("button")).to_be_in_viewport(ratio=1)
        phone.keyboard.press("Escape")


@pytest.mark.parametrize("line", [0, -1], ids=["first", "last"])
def test_the_pointer_gets_into_it_from_each_line_of_a_term(desktop: Page, line: int) -> None:
    desktop.set_viewport_size({"width": 400, "height": 900})
    x, y, bottom = term(desktop, 2).evaluate(
        """(term, line) => (({x, y, bottom}) => [x, y, bottom])(
             [...term.getClientRects()].at(line))""",
        line,
    )
    desktop.mouse.move(x + 10, y + 5)
    wait_until_open(desktop)
    assert abs(box(popup(desktop)).y - bottom) < 1
    desktop.mouse.move(x + 10, y + 100, steps=8)
    assert_stays_open(desktop)


def test_it_follows_its_term_when_the_window_changes(desktop: Page) -> None:
    term(desktop, 4).focus()
    wait_until_open(desktop)
    assert box(popup(desktop)).x > 320
    desktop.set_viewport_size({"width": 320, "height": 1800})
    term(desktop, 4).scroll_into_view_if_needed()
    expect(popup(desktop)).to_be_in_viewport(ratio=1)
    place, word = box(popup(desktop)), box(term(desktop, 4))
    assert abs(place.y + place.height - word.y) < 1 or abs(word.y + word.height - place.y) < 1


def test_a_term_is_told_apart_by_its_line_and_printed_as_text(desktop: Page) -> None:
    style = "link => [getComputedStyle(link).textDecorationLine, getComputedStyle(link).color]"
    color = desktop.locator("#text").evaluate("text => getComputedStyle(text).color")
    assert term(desktop).evaluate(style) == ["underline", color]
    dots = "link => getComputedStyle(link).textDecorationStyle"
    assert term(desktop).evaluate(dots) == "dotted"
    assert desktop.locator("#after").evaluate(dots) == "solid"
    desktop.keyboard.press("Tab")
    term(desktop).focus()
    wait_until_open(desktop)
    desktop.emulate_media(media="print")
    assert term(desktop).evaluate(style) == ["none", color]
    assert popup(desktop).is_hidden()
    desktop.emulate_media(media="screen")
