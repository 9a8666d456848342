"""A checklist in a real browser: what scripts add to the form, as a reader notices it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Download, FilePayload, Locator, expect

from tests.axe import in_every_window
from tests.browser import Watched, Windows
from tests.project import ROOT

#: The same checklist in each language.
PAGES = {
    "sv": "/sv/checklistor/personalen-och-kompetensen/",
    "fi": "/fi/tarkistuslistat/henkilosto-ja-osaaminen/",
    "en": "/en/checklists/staff-and-competence/",
}
CODES = list(PAGES)
T: dict[str, dict[str, str]] = {
    code: yaml.safe_load((ROOT / "data" / "strings" / f"{code}.yml").read_text("utf-8"))[
        "interface"
    ]
    for code in CODES
}

WRITTEN = 'Rådet, "två" <b>språk</b>'
NOTE = "Hemlig anteckning"


class Reader:
    """One reader at the checklist: a browser with nothing kept, in a language."""

    def __init__(self, watched: Watched, code: str) -> None:
        self.watched = watched
        self.page = self.watched.page
        self.t = {
            name.removeprefix("checklist."): text
            for name, text in T[code].items()
            if name.startswith("checklist.")
        }
        self.code = code
        self.page.set_default_timeout(8000)
        self.page.goto(PAGES[code])
        self.ready()

    def go(self, path: str) -> None:
        """Loads a page anew, even if only what follows # is another."""
        self.page.goto("about:blank")
        self.page.goto(path)
        self.ready()

    def ready(self) -> None:
        self.page.locator(".checklist-ready").wait_for()

    def button(self, key: str, within: str = "body", **values: str) -> Locator:
        name = self.t[key].format(**values)
        return self.page.locator(within).get_by_role("button", name=name, exact=True)

    @property
    def boxes(self) -> Locator:
        return self.page.locator(".checklist input[type=checkbox]")

    @property
    def fields(self) -> Locator:
        return self.page.locator(".checklist-item > textarea")

    @property
    def notes(self) -> Locator:
        return self.page.locator(".checklist-note textarea")

    @property
    def consent(self) -> Locator:
        return self.page.get_by_role("checkbox", name=self.t["keep.consent"])

    @property
    def notice(self) -> Locator:
        return self.page.locator(".checklist-notice")

    def answer(self) -> None:
        """Two ticks, one text and one note."""
        self.boxes.nth(0).check()
        self.boxes.nth(2).check()
        self.fields.nth(0).fill(WRITTEN)
        self.page.locator(".checklist-note summary").nth(1).click()
        self.notes.nth(1).fill(NOTE)

    def shown(self) -> tuple[list[int], str, str]:
        """What is on the page: the ticks by number, the first text and the second note."""
        ticked: list[int] = self.boxes.evaluate_all(
            "boxes => boxes.flatMap((box, number) => box.checked ? [number] : [])"
        )
        return ticked, self.fields.nth(0).input_value(), self.notes.nth(1).input_value()

    def download(self, key: str) -> Download:
        with self.page.expect_download() as caught:
            self.button(key).click()
        return caught.value

    def saved(self, key: str = "file.save") -> str:
        return Path(self.download(key).path()).read_text("utf-8")

    def choose(self, button: Locator, *files: tuple[str, object]) -> None:
        """Chooses files: name and content, which becomes JSON unless it is a text."""
        with self.page.expect_file_chooser() as caught:
            button.click()
        payloads: list[FilePayload] = [
            {
                "name": name,
                "mimeType": "application/json",
                "buffer": (data if isinstance(data, str) else json.dumps(data)).encode(),
            }
            for name, data in files
        ]
        caught.value.set_files(payloads)

    def open(self, data: object, name: str = "answers.json") -> None:
        self.choose(self.button("file.open"), (name, data))

    def storage(self) -> dict[str, str]:
        kept: dict[str, str] = self.page.evaluate("({ ...localStorage, ...sessionStorage })")
        return kept


ANSWERED = ([0, 2], WRITTEN, NOTE)
NOTHING: tuple[list[int], str, str] = ([], "", "")


@pytest.fixture(scope="module")
def desktops(browser: Browser, address: str) -> Iterator[Windows]:
    with Windows(browser, address, "desktop") as windows:
        yield windows


@pytest.fixture(scope="module")
def phones(browser: Browser, address: str) -> Iterator[Windows]:
    with Windows(browser, address, "phone") as windows:
        yield windows


def reader_of(windows: Windows, code: str) -> Iterator[Reader]:
    with windows.taken() as window:
        yield Reader(window, code)


@pytest.fixture(params=CODES)
def reader(request: pytest.FixtureRequest, desktops: Windows) -> Iterator[Reader]:
    yield from reader_of(desktops, request.param)


@pytest.fixture
def swedish(desktops: Windows) -> Iterator[Reader]:
    yield from reader_of(desktops, "sv")


@pytest.fixture
def phone(phones: Windows) -> Iterator[Reader]:
    yield from reader_of(phones, "fi")


def test_the_progress_is_shown_and_said(reader: Reader) -> None:
    status = reader.page.locator(".checklist-progress [role=status]")
    count = reader.page.locator(".checklist-item").count()
    expect(status).to_have_text(reader.t["count"].format(done=0, all=count))
    reader.answer()
    expect(status).to_have_text(reader.t["count"].format(done=3, all=count))
    bar = reader.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("max", str(count))
    assert bar.evaluate("bar => bar.value") == 3
    # A text of spaces is no answer, and a note is none.
    reader.fields.nth(0).fill("  ")
    expect(status).to_have_text(reader.t["count"].format(done=2, all=count))


def test_every_item_has_a_note_that_says_what_it_belongs_to(reader: Reader) -> None:
    items = reader.page.locator(".checklist-item")
    for number in range(items.count()):
        item = items.nth(number)
        opener = item.locator("summary")
        expect(opener).to_have_accessible_name(
            f"{reader.t['add']} {item.locator('label').first.inner_text()}"
        )
        opener.focus()
        reader.page.keyboard.press("Enter")
        field = item.get_by_role("textbox", name=reader.t["note"], exact=True)
        expect(field).to_be_visible()


def test_nothing_is_stored_before_the_reader_says_so(reader: Reader) -> None:
    reader.answer()
    reader.download("file.save")
    reader.button("result.open").click()
    reader.page.locator("[data-view=result] [data-do=back]").click()
    assert reader.storage() == {}
    assert reader.watched.context.cookies() == []


def test_answers_are_kept_after_consent_and_in_every_language(reader: Reader) -> None:
    reader.answer()
    reader.consent.check()
    expect(reader.page.get_by_text(reader.t["keep.kept"])).to_be_visible()
    reader.fields.nth(1).fill("senare")
    (key,) = reader.storage()
    assert re.fullmatch(r"checklist:staff:[0-9a-f]{8}", key)
    for code in CODES:
        reader.go(PAGES[code])
        assert reader.shown() == ANSWERED
        expect(reader.notice).to_have_text(T[code]["checklist.keep.restored"])
        expect(reader.page.locator("#checklist--consent")).to_be_checked()


@pytest.mark.parametrize("way", ["button", "box"])
def test_forgetting_leaves_nothing_behind(swedish: Reader, way: str) -> None:
    swedish.answer()
    forget = swedish.button("keep.forget")
    expect(forget).to_be_hidden()
    swedish.consent.check()
    if way == "button":
        forget.click()
        expect(swedish.consent).to_be_focused()
    else:
        swedish.consent.uncheck()
    expect(forget).to_be_hidden()
    expect(swedish.consent).not_to_be_checked()
    assert swedish.storage() == {}
    # What is on the screen stays, and is not kept again.
    assert swedish.shown() == ANSWERED
    swedish.boxes.nth(1).check()
    assert swedish.storage() == {}
    swedish.go(PAGES["sv"])
    assert swedish.shown() == NOTHING


def test_answers_kept_of_another_version_are_shown_with_a_warning(swedish: Reader) -> None:
    swedish.answer()
    data = json.loads(swedish.saved()) | {"version": "00000000"}
    data["answers"]["gone"] = True
    swedish.page.evaluate(
        "text => localStorage.setItem('checklist:staff:00000000', text)", json.dumps(data)
    )
    swedish.go(PAGES["sv"])
    assert swedish.shown() == ANSWERED
    expect(swedish.notice).to_contain_text(swedish.t["older"])
    expect(swedish.notice).to_contain_text(swedish.t["lost"].format(count=1))
    assert list(swedish.storage()) == ["checklist:staff:00000000"]
    swedish.button("keep.forget").click()
    assert swedish.storage() == {}


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"version": 1, "answers": 2, "notes": {}}'])
def test_what_is_kept_may_be_damaged(swedish: Reader, text: str) -> None:
    swedish.page.evaluate("text => localStorage.setItem('checklist:staff:x', text)", text)
    swedish.go(PAGES["sv"])
    assert swedish.shown() == NOTHING
    expect(swedish.page.get_by_role("progressbar")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(swedish: Reader) -> None:
    swedish.page.evaluate(
        """() => { Storage.prototype.setItem = () => {
             throw new DOMException("", "QuotaExceededError"); }; }"""
    )
    swedish.answer()
    swedish.consent.click()
    expect(swedish.page.get_by_text(swedish.t["keep.refused"])).to_be_visible()
    expect(swedish.consent).not_to_be_checked()
    assert swedish.shown() == ANSWERED


def shared(reader: Reader) -> str:
    reader.button("share.make").click()
    field = reader.page.get_by_label(reader.t["share.label"])
    expect(field).to_be_visible()
    return field.input_value()


def test_a_link_holds_the_ticks_and_nothing_written(reader: Reader, phones: Windows) -> None:
    reader.answer()
    link = shared(reader)
    assert re.fullmatch(r"http://[^#]+#ticks\.[0-9a-f]{8}(\.[a-z0-9-]+){2}", link)
    everything = json.dumps([link, *reader.watched.asked])
    assert "Hemlig" not in everything
    assert "spr" not in link
    fragment = link.split("#")[1]
    # Somebody else opens it, in any language.
    for code in CODES:
        for other in reader_of(phones, code):
            other.go(f"{PAGES[code]}#{fragment}")
            expect(other.notice).to_have_text(other.t["share.opened"])
            assert other.shown() == ([0, 2], "", "")
            # The address no longer holds it: to load the page anew brings nothing back.
            assert "#" not in other.page.url
            assert not [url for url in other.watched.asked if "ticks" in url.split("#")[0]]
            assert other.storage() == {}


def test_a_link_of_another_version_warns(reader: Reader) -> None:
    reader.boxes.nth(0).check()
    fragment = re.sub(r"\.[0-9a-f]{8}", ".00000000", shared(reader).split("#")[1]) + ".gone"
    reader.go(f"{PAGES[reader.code]}#{fragment}")
    expect(reader.notice).to_contain_text(reader.t["older"])
    expect(reader.notice).to_contain_text(reader.t["lost"].format(count=1))
    assert reader.shown()[0] == [0]


@pytest.mark.parametrize("rest", ["", "x", "1a2b3c4d.%3Cb%3E", "1a2b3c4d.."])
def test_a_damaged_link_is_told(swedish: Reader, rest: str) -> None:
    swedish.go(f"{PAGES['sv']}#ticks.{rest}")
    expect(swedish.notice).to_have_text(swedish.t["share.wrong"])
    assert swedish.shown() == NOTHING


@pytest.mark.parametrize("answer", ["yes", "no", "Escape"])
def test_a_link_replaces_ticks_only_if_the_reader_agrees(swedish: Reader, answer: str) -> None:
    swedish.boxes.nth(1).check()
    fragment = shared(swedish).split("#")[1]
    swedish.boxes.nth(1).uncheck()
    swedish.answer()
    swedish.page.evaluate("fragment => { location.hash = fragment }", fragment)
    dialog = swedish.page.get_by_role("dialog", name=swedish.t["ask.link"])
    expect(dialog).to_be_visible()
    expect(swedish.button("ask.no")).to_be_focused()
    if answer == "Escape":
        swedish.page.keyboard.press("Escape")
    else:
        swedish.button(f"ask.{answer}").click()
    expect(dialog).to_be_hidden()
    assert swedish.shown() == ([1] if answer == "yes" else [0, 2], WRITTEN, NOTE)


def test_a_file_is_saved_and_opened_in_another_language(reader: Reader) -> None:
    reader.answer()
    download = reader.download("file.save")
    assert re.fullmatch(r"staff-\d{4}-\d\d-\d\d\.json", download.suggested_filename)
    data = json.loads(Path(download.path()).read_text("utf-8"))
    assert list(data) == ["checklist", "version", "language", "date", "answers", "notes"]
    assert (data["checklist"], data["language"]) == ("staff", reader.code)
    assert len(data["answers"]) == 3
    assert list(data["notes"].values()) == [NOTE]
    reader.go(PAGES[CODES[CODES.index(reader.code) - 1]])
    reader.t = {
        name.removeprefix("checklist."): text
        for name, text in T[CODES[CODES.index(reader.code) - 1]].items()
    }
    reader.open(data)
    expect(
        reader.page.get_by_text(reader.t["file.opened"].format(name="answers.json"))
    ).to_be_visible()
    assert reader.shown() == ANSWERED


def record(**changed: Any) -> dict[str, Any]:
    base = {"checklist": "staff", "version": "00000000", "language": "sv", "date": "2026-01-05"}
    return {**base, "answers": {}, "notes": {}, **changed}


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("file.wrong", "no JSON"),
        ("file.wrong", "[]"),
        ("file.wrong", "null"),
        ("file.wrong", {"checklist": "staff"}),
        ("file.wrong", record(answers=["a"])),
        ("file.wrong", record(checklist=1)),
        ("file.wrong", '"' + "x" * 1_000_001 + '"'),
        ("file.other", record(checklist="ending")),
    ],
)
def test_a_file_that_does_not_belong_is_refused(reader: Reader, key: str, data: object) -> None:
    reader.answer()
    reader.open(data)
    error = reader.t[key].format(name="answers.json")
    expect(reader.page.get_by_role("alert").get_by_text(error)).to_be_visible()
    expect(reader.button("file.open")).to_have_accessible_description(error)
    assert reader.shown() == ANSWERED
    # A file that is right takes the error away.
    if key == "file.other":
        reader.open(json.loads(reader.saved()))
        expect(reader.button("file.open")).to_have_accessible_description("")


def test_values_in_a_file_that_are_no_answers_are_left_out(swedish: Reader) -> None:
    odd = {"answers": {"domestic-enough": "yes", "gone": True}, "notes": {"practical": 3}}
    swedish.open(record(**odd))
    expect(swedish.page.get_by_text(swedish.t["lost"].format(count=3), exact=False)).to_be_visible()
    assert swedish.shown() == NOTHING


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_file_replaces_what_is_on_the_page_only_if_the_reader_agrees(
    reader: Reader, answer: str
) -> None:
    reader.answer()
    reader.open(record())
    expect(reader.page.get_by_role("dialog", name=reader.t["ask.file"])).to_be_visible()
    reader.button(f"ask.{answer}").click()
    if answer == "yes":
        expect(reader.boxes.first).not_to_be_checked()
    assert reader.shown() == (NOTHING if answer == "yes" else ANSWERED)


def test_leaving_asks_only_while_something_could_be_lost(swedish: Reader) -> None:
    asked = swedish.watched.dialogs
    swedish.page.reload()
    swedish.ready()
    assert asked == []
    swedish.answer()
    swedish.page.reload()
    swedish.ready()
    assert asked == ["beforeunload"]
    swedish.answer()
    swedish.download("file.save")
    swedish.page.reload()
    swedish.ready()
    assert asked == ["beforeunload"]


def test_ticks_come_along_to_another_language(swedish: Reader) -> None:
    swedish.boxes.nth(1).check()
    swedish.page.locator("header a[hreflang=fi]").first.evaluate("link => link.click()")
    swedish.page.wait_for_url(f"**{PAGES['fi']}")
    expect(swedish.notice).to_have_text(T["fi"]["checklist.share.opened"])
    assert swedish.shown() == ([1], "", "")


def test_the_markdown_is_text_whatever_is_written(reader: Reader) -> None:
    reader.answer()
    reader.fields.nth(1).fill("# no heading\n- no list\n*star* [a](b)")
    text = reader.saved("take.markdown")
    lines = text.splitlines()
    assert lines[0] == f"# {reader.page.locator('h1').inner_text()}"
    assert "\\# no heading" in lines
    assert "\\- no list" in lines
    assert "\\*star\\* \\[a\\](b)" in lines
    assert f"> {reader.t['note']}: {NOTE}" in lines
    assert len([line for line in lines if line.startswith("- [x] ")]) == 2


def test_the_table_is_safe_to_open(reader: Reader) -> None:
    reader.answer()
    reader.fields.nth(1).fill('=HYPERLINK("https://example.org";"a")')
    reader.fields.nth(2).fill("one\n+two; three")
    raw = Path(reader.download("take.csv").path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == [reader.t[key] for key in ("part", "question", "answer", "note")]
    assert len(rows) == 1 + reader.page.locator(".checklist-item").count()
    answers = [row[2] for row in rows[1:]]
    assert WRITTEN in answers
    assert answers.count(reader.t["yes"]) == 2
    assert '\'=HYPERLINK("https://example.org";"a")' in answers
    assert "one\n+two; three" in answers
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_html_is_for_a_word_processor(reader: Reader) -> None:
    reader.answer()
    text = reader.saved("take.word")
    assert text.startswith(f'<!doctype html>\n<html lang="{reader.code}">')
    assert "R&" not in text
    assert "&#60;b&#62;språk" in text
    assert NOTE in text
    assert not re.search(r"<(?:script|style|b|table)\b|style=", text)


def test_copied_answers_are_formatted_and_plain(reader: Reader) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.answer()
    reader.button("take.copy").click()
    expect(reader.page.get_by_text(reader.t["take.copied"])).to_be_visible()
    formatted, plain = reader.page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const read = async (type) => (await item.getType(type)).text();
          return [await read("text/html"), await read("text/plain")];
        }"""
    )
    assert "<h1>" in formatted
    assert NOTE in formatted
    assert plain.startswith("# ")


def test_copying_that_is_not_allowed_leads_to_the_file(swedish: Reader) -> None:
    swedish.page.evaluate(
        "() => { navigator.clipboard.write = () => Promise.reject(new Error()); }"
    )
    swedish.button("take.copy").click()
    expect(swedish.page.get_by_text(swedish.t["take.uncopied"])).to_be_visible()


def test_the_summary_for_the_meeting(reader: Reader) -> None:
    reader.answer()
    opener = reader.button("result.open")
    opener.click()
    view = reader.page.get_by_role("region", name=reader.t["result.title"])
    expect(view.get_by_role("heading", name=reader.t["result.title"])).to_be_focused()
    all_of_them = reader.page.locator(".checklist-item").count()
    for key, count in (("result.filled", 3), ("result.left", all_of_them - 3)):
        expect(view.get_by_role("heading", name=f"{reader.t[key]} ({count})")).to_be_visible()
    expect(view).to_contain_text(WRITTEN)
    expect(view).to_contain_text(NOTE)
    expect(reader.fields.first).to_be_hidden()
    # Paper has the summary with what is filled in and what is open, and nothing to press.
    reader.page.emulate_media(media="print")
    expect(view).to_contain_text(NOTE)
    expect(view.get_by_text(WRITTEN)).to_be_visible()
    expect(view.locator("li")).to_have_count(all_of_them - 3)
    expect(reader.page.locator("main button:visible, main input:visible")).to_have_count(0)
    reader.page.emulate_media(media="screen")
    reader.button("view.back", "[data-view=result]").click()
    expect(view).to_be_hidden()
    expect(opener).to_be_focused()
    expect(reader.fields.first).to_be_visible()


def meeting(reader: Reader) -> Locator:
    reader.button("meeting.open").click()
    dialog = reader.page.get_by_role("dialog", name=reader.t["meeting.title"])
    expect(dialog).to_be_visible()
    return dialog


def test_one_question_at_a_time(reader: Reader) -> None:
    dialog = meeting(reader)
    count = reader.page.locator(".checklist-item").count()
    position = dialog.locator(".checklist-position")

    def at(number: int) -> None:
        text = reader.t["meeting.position"].format(number=number, all=count)
        expect(position).to_contain_text(text)
        expect(dialog.locator(".checklist-item")).to_have_count(1)

    at(1)
    expect(reader.button("meeting.next")).to_be_focused()
    size = dialog.locator(".checklist-question").evaluate("p => getComputedStyle(p).fontSize")
    assert float(size.removesuffix("px")) >= 24
    reader.page.keyboard.press("ArrowLeft")
    at(1)
    reader.page.keyboard.press("ArrowRight")
    at(2)
    expect(dialog.get_by_role("status")).to_contain_text(
        reader.t["meeting.position"].format(number=2, all=count)
    )
    reader.button("meeting.next").click()
    at(3)
    reader.button("meeting.previous").click()
    at(2)
    # In a text, arrows move in the text.
    dialog.locator(".checklist-item > textarea").fill("svar")
    reader.page.keyboard.press("ArrowRight")
    at(2)
    reader.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(reader.button("meeting.open")).to_be_focused()
    order = reader.page.locator(".checklist-item").evaluate_all("items => items.map(i => i.id)")
    assert order == list(dict.fromkeys(order))
    assert len(order) == count
    assert reader.page.locator(".checklist .checklist-item").count() == count
    assert reader.fields.nth(1).input_value() == "svar"


#: A checklist whose first three parts are alternatives, and whose fourth has two questions.
ALTERNATIVES = "/en/checklists/where-are-we-now/"


@pytest.fixture
def english(desktops: Windows) -> Iterator[Reader]:
    yield from reader_of(desktops, "en")


def test_alternatives_are_one_question(english: Reader) -> None:
    """In the count, in the meeting view, in the summary and in what is compared."""
    english.go(ALTERNATIVES)
    status = english.page.locator(".checklist-progress [role=status]")
    english.boxes.nth(1).check()
    expect(status).to_have_text(english.t["count"].format(done=1, all=5))
    english.boxes.nth(3).check()
    expect(status).to_have_text(english.t["count"].format(done=1, all=5))
    order = english.page.locator(".checklist-item").evaluate_all("items => items.map(i => i.id)")
    # The first that is open is the second; its alternatives are all there, and go back in order.
    dialog = meeting(english)
    position = dialog.locator(".checklist-position")
    expect(position).to_contain_text(english.t["meeting.position"].format(number=2, all=5))
    expect(dialog.get_by_role("checkbox")).to_have_count(4)
    dialog.get_by_role("checkbox").last.check()
    english.button("meeting.next").click()
    expect(dialog.get_by_role("checkbox")).to_have_count(4)
    english.page.keyboard.press("Escape")
    items = english.page.locator(".checklist .checklist-item")
    expect(items).to_have_count(len(order))
    assert items.evaluate_all("items => items.map(i => i.id)") == order
    english.button("result.open").click()
    for key, count in (("result.filled", 2), ("result.left", 3)):
        heading = english.page.get_by_role("heading", name=f"{english.t[key]} ({count})")
        expect(heading).to_be_visible()


def test_the_last_question_has_no_next(swedish: Reader) -> None:
    dialog = meeting(swedish)
    count = swedish.page.locator(".checklist-item").count()
    for _ in range(count + 1):
        swedish.page.keyboard.press("ArrowRight")
    last = swedish.t["meeting.position"].format(number=count, all=count)
    expect(dialog.locator(".checklist-position")).to_contain_text(last)
    expect(swedish.button("meeting.next")).to_have_attribute("aria-disabled", "true")
    expect(swedish.button("meeting.next")).to_be_focused()


@pytest.fixture(params=CODES)
def timed(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Reader]:
    """A reader whose clock stands: the window has no other clock any more, and is no one else's."""
    with Watched(browser, address, "desktop") as window:
        reader = Reader(window, request.param)
        reader.page.clock.install()
        yield reader


def test_the_timer_runs_pauses_and_says_when_time_is_up(timed: Reader) -> None:
    dialog = meeting(timed)
    clock = dialog.get_by_role("timer")
    status = dialog.get_by_role("status")
    minutes = dialog.get_by_label(timed.t["timer.minutes"])
    minutes.fill("2")
    timed.button("timer.start").click()
    expect(status).to_have_text(timed.t["timer.running"].format(minutes="2"))
    timed.page.clock.run_for(30_000)
    expect(clock).to_have_text("1:30")
    timed.button("timer.pause").click()
    expect(status).to_have_text(timed.t["timer.paused"])
    timed.page.clock.run_for(30_000)
    expect(clock).to_have_text("1:30")
    timed.button("timer.start").click()
    timed.page.clock.run_for(31_000)
    expect(status).to_have_text(timed.t["timer.minute"])
    timed.page.clock.run_for(60_000)
    expect(status).to_have_text(timed.t["timer.over"])
    expect(clock).to_have_text("0:00")
    # A new question has its own time.
    timed.button("meeting.next").click()
    expect(clock).to_have_text("2:00")


@pytest.mark.parametrize("wrong", ["", "0", "61", "1.5", "abc"])
def test_wrong_minutes_have_an_error_at_the_field(reader: Reader, wrong: str) -> None:
    dialog = meeting(reader)
    minutes = dialog.get_by_label(reader.t["timer.minutes"])
    minutes.fill(wrong)
    reader.button("timer.start").click()
    expect(minutes).to_have_attribute("aria-invalid", "true")
    expect(minutes).to_have_accessible_description(reader.t["timer.wrong"])
    expect(minutes).to_be_focused()
    expect(reader.button("timer.pause")).to_have_count(0)
    minutes.fill("3")
    reader.button("timer.start").click()
    expect(minutes).to_have_attribute("aria-invalid", "false")
    expect(minutes).to_have_accessible_description("")


PEOPLE = (
    ("anna.json", record(answers={"domestic-enough": True}, notes={"domestic-enough": "Annas"})),
    ("bo.json", record(answers={"practical": True})),
)


def compared(reader: Reader, *files: tuple[str, object]) -> Locator:
    reader.button("compare.open").click()
    view = reader.page.get_by_role("region", name=reader.t["compare.title"])
    expect(view.get_by_role("heading", name=reader.t["compare.title"])).to_be_focused()
    if files:
        reader.choose(reader.button("compare.choose"), *files)
    return view


def ticks_of(reader: Reader) -> list[str]:
    """The ids of the items with a box, in order."""
    ids: list[str] = reader.boxes.evaluate_all("boxes => boxes.map(b => b.id.slice(8))")
    return ids


def test_answers_of_several_people_side_by_side(reader: Reader) -> None:
    first, second, *_ = ticks_of(reader)
    answers = json.loads(reader.saved())
    view = compared(
        reader,
        ("anna.json", answers | {"answers": {first: True}, "notes": {first: NOTE}}),
        ("bo.json", answers | {"answers": {first: True, second: True}}),
        ("cia.json", answers | {"checklist": "ending"}),
    )
    expect(view.get_by_role("table")).to_have_count(reader.page.locator(".checklist-item").count())
    count = reader.page.locator(".checklist-item").count()
    expect(view.get_by_role("status")).to_have_text(
        reader.t["compare.count"].format(count=1, all=count)
    )
    expect(reader.button("compare.choose")).to_have_accessible_description(
        reader.t["file.other"].format(name="cia.json")
    )
    expect(view.get_by_text(reader.t["compare.differ"], exact=True)).to_have_count(1)
    expect(view.get_by_text(reader.t["compare.same"], exact=True)).to_have_count(1)
    assert NOTE in view.get_by_role("table").filter(has_text=NOTE).inner_text()
    widths = view.get_by_role("table").evaluate_all("tables => tables.map((t) => t.clientWidth)")
    assert len(set(widths)) == 1
    # Names are the reader's to choose, everywhere at once.
    view.get_by_label(reader.t["compare.name"].format(file="anna.json")).fill("Anna & Co")
    expect(view.get_by_role("rowheader", name="Anna & Co")).to_have_count(count)
    expect(reader.button("compare.remove", name="Anna & Co")).to_be_visible()
    view.get_by_label(reader.t["compare.only"]).check()
    expect(view.get_by_role("table")).to_have_count(1)
    row = view.get_by_role("row", name="bo")
    expect(row).to_contain_text(reader.t["yes"])
    reader.button("compare.remove", name="bo").click()
    expect(view.get_by_role("status")).to_have_text(reader.t["compare.few"])
    expect(reader.button("compare.choose")).to_be_focused()
    reader.button("view.back", "[data-view=compare]").click()
    assert reader.shown() == NOTHING
    assert reader.storage() == {}


def test_compared_files_of_another_version_warn(swedish: Reader) -> None:
    view = compared(swedish, *PEOPLE)
    expect(view.get_by_role("status")).to_contain_text(f"anna.json: {swedish.t['older']}")


def test_nothing_is_sent_and_only_what_is_used_is_loaded(swedish: Reader) -> None:
    def scripts() -> set[str]:
        return {
            url.rsplit("/", 1)[1]
            for url in swedish.watched.asked
            if "/checklist/" in url and url.endswith(".js")
        }

    swedish.answer()
    assert scripts() == {"checklist.js"}
    meeting(swedish)
    swedish.page.keyboard.press("Escape")
    assert scripts() == {"checklist.js", "meeting.js"}
    swedish.watched.asked.clear()
    swedish.saved()
    swedish.saved("take.csv")
    shared(swedish)
    view = compared(swedish, *PEOPLE)
    expect(view.get_by_role("table").first).to_be_visible()
    for url in swedish.watched.asked:
        assert re.search(r"^blob:|/assets/\w+/checklist/\w+\.js$", url), url


def test_a_script_that_does_not_come_is_told(swedish: Reader) -> None:
    swedish.page.route("**/result.js", lambda route: route.fulfill(status=404, body=""))
    swedish.button("result.open").click()
    expect(swedish.page.get_by_text(swedish.t["failed"])).to_be_visible()
    swedish.watched.complaints.clear()


@pytest.mark.parametrize("code", CODES)
def test_axe_finds_nothing_in_any_state(browser: Browser, address: str, code: str) -> None:
    with Watched(browser, address, "desktop") as window:  # In which axe has seen nothing yet.
        reader = Reader(window, code)
        found = {"empty": in_every_window(reader.page)}
        reader.answer()
        shared(reader)
        reader.open("no JSON")
        expect(reader.page.get_by_role("alert").first).not_to_be_empty()
        found["answered"] = in_every_window(reader.page)
        reader.open(record())
        expect(reader.button("ask.no")).to_be_focused()
        found["asked"] = in_every_window(reader.page)
        reader.button("ask.no").click()
        dialog = meeting(reader)
        dialog.get_by_label(reader.t["timer.minutes"]).fill("0")
        reader.button("timer.start").click()
        found["meeting"] = in_every_window(reader.page)
        reader.page.keyboard.press("Escape")
        reader.button("result.open").click()
        expect(reader.page.locator("[data-view=result] h3")).to_have_count(2)
        found["summary"] = in_every_window(reader.page)
        reader.button("view.back", "[data-view=result]").click()
        view = compared(reader, *PEOPLE, ("x.json", "wrong"))
        expect(view.get_by_role("table").first).to_be_visible()
        found["comparison"] = in_every_window(reader.page)
        assert {state: those for state, those in found.items() if those} == {}


def test_nothing_is_wider_than_a_screen_of_320_pixels(phone: Reader) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 256})

    def overhang() -> int:
        width: int = phone.page.evaluate(
            """() => Math.max(...[document.documentElement,
                 ...document.querySelectorAll("dialog[open]")]
                 .map((box) => box.scrollWidth - box.clientWidth))"""
        )
        return width

    phone.answer()
    shared(phone)
    assert overhang() <= 0
    meeting(phone)
    assert overhang() <= 0
    phone.page.keyboard.press("Escape")
    phone.button("result.open").click()
    assert overhang() <= 0
    phone.button("view.back", "[data-view=result]").click()
    compared(phone, *PEOPLE)
    expect(phone.page.get_by_role("table").first).to_be_visible()
    assert overhang() <= 0


def test_targets_are_large_enough(phone: Reader) -> None:
    phone.answer()
    small = """() => [...document.querySelectorAll(
        ".checklist-item :is(input, summary, textarea), .checklist-tools :is(button, input)")]
      .filter((control) => control.checkVisibility())
      .map((control) => [control.id, control.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24).map(([id]) => id)"""
    assert phone.page.evaluate(small) == []
    buttons = phone.page.locator(".checklist-tools button:visible")
    for number in range(buttons.count()):
        box = buttons.nth(number).bounding_box()
        assert box
        assert box["height"] >= 44


def test_the_bar_hides_no_field_that_has_the_focus(phone: Reader) -> None:
    for number in range(phone.fields.count()):
        phone.fields.nth(number).focus()
        phone.page.keyboard.press("Tab")
        hidden = phone.page.evaluate(
            """() => document.activeElement.getBoundingClientRect().bottom
                 > document.querySelector(".checklist-progress").getBoundingClientRect().top"""
        )
        assert not hidden, number


def test_nothing_moves_while_the_page_loads(browser: Browser, address: str) -> None:
    with Watched(browser, address, "phone") as window:
        window.page.add_init_script(
            """globalThis.shift = 0;
               new PerformanceObserver((list) => {
                 for (const entry of list.getEntries()) globalThis.shift += entry.value;
               }).observe({ type: "layout-shift", buffered: true });"""
        )
        Reader(window, "fi")
        window.page.wait_for_load_state("networkidle")
        assert window.page.evaluate("shift") == 0


def test_without_script_nothing_of_it_is_shown_and_notes_work(
    browser: Browser, address: str
) -> None:
    with Watched(browser, address, "phone", script=False) as watched:
        watched.page.goto(PAGES["sv"])
        assert watched.page.locator(".checklist-live:visible").count() == 0
        expect(watched.page.get_by_text(T["sv"]["checklist.private"])).to_be_visible()
        watched.page.locator(".checklist-note summary").first.click()
        watched.page.locator(".checklist-note textarea").first.fill("x")


def test_the_version_is_one_for_all_languages(site: Path) -> None:
    found = {
        re.findall(r'data-version="(\w+)"', (site / path.strip("/") / "index.html").read_text())[0]
        for path in PAGES.values()
    }
    assert len(found) == 1
