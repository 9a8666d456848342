"""Which languages are behind, what readers and editors are told of it, and how it is confirmed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from guide.addresses import EDITORS, Addresses
from guide.commands import main
from guide.difference import difference, in_brackets
from guide.load import load
from guide.model import Confirmed
from guide.reviews import later, reviews
from guide.translations import Translation, translations
from lxml import html
from playwright.sync_api import Browser

from tests.axe import in_every_window
from tests.browser import served
from tests.project import build, copy_fixture, edit
from tests.repository import confirmed_fixture

LOCK = "data/translations.lock"
NOTICES = {"fi": "Sivua on muutettu toisella", "en": "has since been changed", "la": "mutata est"}


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


def change_swedish(root: Path) -> None:
    """Changes a page of prose in Swedish, and a concept in Swedish and Finnish."""
    edit(root, "docs/sv/guide/basics.md", "En kort text.\n\n##", "En mycket kort text.\n\n##")
    edit(root, "data/concepts/partnership.yml", "relation mellan", "varaktig relation mellan")
    edit(root, "data/concepts/partnership.yml", "osapuolen suhde", "osapuolen pysyvä suhde")


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture with changes that are not carried over, built."""
    root = confirmed_fixture(tmp_path_factory.mktemp("behind"))
    change_swedish(root)
    assert build(root).returncode == 0
    return root


@pytest.mark.parametrize("changed", list(product([False, True], repeat=3)))
def test_behind_is_what_has_not_changed_while_another_has(changed: tuple[bool, ...]) -> None:
    codes = ("sv", "fi", "en")
    old = dict.fromkeys(codes, "old")
    now = {code: "new" if new else "old" for code, new in zip(codes, changed, strict=True)}
    one = Translation("guide/logic", now, Confirmed("2026-01-01", old))
    unchanged = tuple(code for code in codes if now[code] == "old")
    assert one.behind == (unchanged if any(changed) else ())
    assert one.is_unconfirmed == all(changed)


def test_a_new_page_and_a_new_language_are_to_be_confirmed_but_not_behind() -> None:
    new = Translation("guide/new", {"sv": "a", "fi": "b"}, None)
    grown = Translation("guide/old", {"sv": "a", "la": "b"}, Confirmed("2026-01-01", {"sv": "a"}))
    assert [(one.behind, one.is_unconfirmed) for one in (new, grown)] == [((), True)] * 2


def test_only_the_languages_that_did_not_change_are_behind(behind: Path) -> None:
    found = {one.name: one.behind for one in translations(load(behind)[0]) if one.behind}
    assert found == {"guide/basics": ("fi", "en", "la"), "glossary/partnership": ("en", "la")}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/sv/guide/basics.md", "reviewed: 2026-01-03", "reviewed: 2026-02-03"),
        ("docs/sv/guide/basics.md", "slug: grunderna", "slug: grunden"),
        ("data/concepts/partnership.yml", "reviewed: 2026-01-04", "reviewed: 2026-02-04"),
        (
            "data/concepts/partnership.yml",
            "  preferred: partnerskap\n",
            "  preferred: partnerskap\n  admitted:\n    - kompanjonskap\n",
        ),
    ],
)
def test_what_says_nothing_to_other_languages_does_not_count(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    root = confirmed_fixture(tmp_path)
    edit(root, name, old, new)
    site, problems = load(root)
    assert problems == []
    assert not any(one.changed for one in translations(site))


def test_confirming_changes_one_line_and_clears(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = confirmed_fixture(tmp_path)
    change_swedish(root)
    before = (root / LOCK).read_text("utf-8").splitlines()
    assert run(root, "confirm", "basics") == 0
    after = (root / LOCK).read_text("utf-8").splitlines()
    assert [line.split()[0] for line in after if line not in before] == ["guide/basics"]
    assert len(after) == len(before)
    capsys.readouterr()
    assert run(root, "translations") == 0
    said = capsys.readouterr().out
    assert "guide/basics" not in said
    assert "glossary/partnership is behind in en, la" in said


def test_the_line_that_is_shown_confirms_when_it_is_put_into_the_lock(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As someone does in a browser who has no command at hand."""
    root = confirmed_fixture(tmp_path)
    change_swedish(root)
    capsys.readouterr()
    run(root, "translations")
    said = capsys.readouterr().out
    assert "[-En-] {+En mycket+} kort text." in said or "En {+mycket+} kort text." in said
    line = re.search(r"^ +(guide/basics 2\S+ .* seal=\w+)$", said, re.MULTILINE)
    assert line
    text = (root / LOCK).read_text("utf-8")
    (root / LOCK).write_text(re.sub("(?m)^guide/basics .*", line[1], text), "utf-8")
    site, problems = load(root)
    assert problems == []
    assert [one.name for one in translations(site) if one.behind] == ["glossary/partnership"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("basic", "did you mean 'basics'"), ("zzz", "There is no 'zzz'")],
)
def test_a_name_that_is_none_is_refused_and_changes_nothing(
    behind: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    before = (behind / LOCK).read_text("utf-8")
    assert run(behind, "confirm", "basics", name) == 1
    assert said in capsys.readouterr().err
    assert (behind / LOCK).read_text("utf-8") == before


def test_without_history_the_difference_is_said_to_be_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_fixture(tmp_path)
    run(root, "confirm", "network")
    edit(root, "data/concepts/network.yml", "  definition: ", "  definition: ny ")
    capsys.readouterr()
    assert run(root, "translations") == 0
    assert "git does not have the text" in capsys.readouterr().out


def test_a_difference_is_readable_word_by_word() -> None:
    old = ["Title", "Same.", "One sentence is here."]
    new = ["Title", "Same.", "One long sentence is there.", "And more."]
    assert [in_brackets(parts) for parts in difference(old, new)] == [
        "One {+long+} sentence is [-here.-]{+there.+}",
        "{+And more.+}",
    ]


def document(path: Path) -> Any:
    """A built page, to be asked by XPath."""
    return html.document_fromstring(path.read_bytes())


def guide_page(root: Path, code: str) -> Path:
    """The built page of the guide in a language."""
    return root / "site" / Addresses(load(root)[0]).file(code, "guide/basics.md")


@pytest.mark.parametrize("code", NOTICES)
def test_a_page_that_is_behind_says_so_and_leads_to_the_newer(behind: Path, code: str) -> None:
    path = guide_page(behind, code)
    (notice,) = document(path).xpath("//p[@class='behind']")
    assert NOTICES[code] in notice.text_content()
    (link,) = notice.xpath("a")
    assert (link.text, link.get("lang"), link.get("hreflang")) == ("Svenska", "sv", "sv")
    target = (path.parent / link.get("href") / "index.html").resolve()
    assert target == guide_page(behind, "sv").resolve()


def test_the_newer_page_has_no_notice(behind: Path) -> None:
    assert b'class="behind"' not in guide_page(behind, "sv").read_bytes()


def editors(root: Path) -> list[tuple[str, Path]]:
    """The built page for editors in each language."""
    site, _ = load(root)
    addresses = Addresses(site)
    return [(code, root / "site" / addresses.file(code, EDITORS)) for code in site.codes]


def test_the_page_for_editors_shows_what_to_carry_over(behind: Path) -> None:
    for code, path in editors(behind):
        page = document(path)
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        entries = page.xpath("//section[@class='behind-entry']")
        assert [e.xpath("string(p[@class='lock-line']/code[1])") for e in entries] == [
            "make confirm glossary/partnership",
            "make confirm guide/basics",
        ]
        if code != "la":  # Whose words do not name it.
            assert re.search(r"\w data/translations\.lock\b", entries[0].text_content())
        swedish = entries[1].xpath(".//p[@class='difference'][@lang='sv']/ins")
        assert [" ".join(ins.text_content().split()) for ins in swedish] == ["mycket"]
    sitemap = (behind / "site/sitemap.xml").read_text("utf-8")
    assert "for-editors" not in sitemap


def test_axe_finds_nothing_in_three_languages(behind: Path, browser: Browser) -> None:
    wanted = [path for code, path in editors(behind) if code != "la"]
    wanted += [guide_page(behind, "fi"), guide_page(behind, "en")]
    with served(behind / "site") as address, browser.new_page(bypass_csp=True) as page:
        for path in wanted:
            page.goto(f"{address}/{path.relative_to(behind / 'site').as_posix()}")
            assert in_every_window(page, widths=(320, 1440)) == {}, path


def test_reviews_are_due_in_the_order_of_their_days(tmp_path: Path) -> None:
    site, _ = load(copy_fixture(tmp_path))
    found = reviews(replace(site, review_months=12))
    days = {due.path: due.day for due in found}
    assert [due.day for due in found] == sorted(due.day for due in found)
    assert days["docs/sv/guide/basics.md"] == "2027-01-03"
    assert days["data/concepts/partnership.yml"] == "2027-01-04"
    assert days["data/facts/members.yml"] == site.facts["members"].review_by


def test_months_end_where_the_month_does() -> None:
    assert later("2026-01-31", 1) == "2026-02-28"
    assert later("2026-12-31", 12) == "2027-12-31"


def test_check_lists_what_is_past_its_review_and_behind_and_does_not_fail(
    behind: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1799200000")  # 5 January 2027
    assert run(behind, "check") == 0
    said = capsys.readouterr().out
    assert "docs/sv/guide/basics.md was to be reviewed by 2027-01-03." in said
    assert "data/concepts/partnership.yml was" in said
    assert "guide/basics is behind in fi, en, la; see make translations." in said
