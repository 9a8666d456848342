"""Editions: a copy of the whole site that opens from a folder, and the editions a site keeps."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

import pytest
from axe_playwright_python.sync_playwright import Axe
from guide import edition
from guide.edition import bag, scripts
from guide.load import load
from playwright.sync_api import Browser, Page

from deploy.__main__ import write_host_files
from deploy.addresses import Old
from deploy.editions import publish
from tests.browser import until
from tests.nginx import serving
from tests.project import ROOT, build, complaints, copy_fixture, environment, made_once

LIVE = "https://kommunen-i-varlden.example/"
DAY = "2026-11-23"
FILE = f"kommun-kunta-municipality-{DAY}.zip"


def guide(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guide", "--root", str(root), *arguments],
        env=environment(PYTHONPATH=str(ROOT / "hooks")),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def zipped(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of the real site, as the command makes it."""

    def make(_: Path) -> None:
        result = guide(site.parent, "edition", "--date", DAY)
        assert (result.returncode, result.stderr) == (0, "")

    made_once(tmp_path_factory, "zipped", make)
    return site.parent / "editions" / FILE


@pytest.fixture(scope="module")
def unpacked(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    return folder / FILE.removesuffix(".zip")


@pytest.fixture
def page(browser: Browser, unpacked: Path) -> Iterator[Page]:
    """A page that may ask for nothing outside the folder, and must not complain of anything."""
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    wrong = ("error", "warning")
    page.on("console", lambda said: told.append(said.text) if said.type in wrong else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    data = (unpacked / "data").as_uri()
    page.on("request", lambda r: None if r.url.startswith(data) else told.append(r.url))
    yield page
    context.close()
    assert told == []


def address(unpacked: Path, path: str) -> str:
    return (unpacked / "data" / path / "index.html").as_uri()


class Links(HTMLParser):
    """What a page leads to and loads, and its other attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.leading: list[tuple[str, str]] = []
        self.other: list[str] = []
        self.canonical: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("rel", "canonical") in attrs:
            self.canonical.append(dict(attrs).get("href") or "")
            return
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.leading.append((tag, value or ""))
            elif tag in ("meta", "link", "script"):
                self.other.append(value or "")


def test_every_link_within_leads_to_a_file_and_only_the_banner_to_the_site(unpacked: Path) -> None:
    pages = sorted((unpacked / "data").rglob("*.html"))
    assert len(pages) > 500
    for path in pages:
        links = Links(path.read_text("utf-8"))
        assert not [value for value in links.other if LIVE in value], path
        assert len(links.canonical) == 1
        live = [value for _, value in links.leading if value.startswith(LIVE.rstrip("/"))]
        parent = path.parent.relative_to(unpacked / "data").as_posix()
        current = LIVE if parent == "." else f"{LIVE}{parent}/"
        assert live == [current] * (3 if parent == "." else 1), path
        for tag, value in links.leading:
            target = urlsplit(urljoin(path.as_uri(), value))
            if target.scheme == "file":
                assert Path(url2pathname(unquote(target.path))).is_file(), (path, value)
            else:
                assert tag == "a", (path, value)


def test_no_file_is_for_a_server(unpacked: Path) -> None:
    names = {path.name for path in unpacked.rglob("*")}
    assert not names & {"404.html", "sitemap.xml", "sitemap.xml.gz", "manifest.webmanifest"}
    assert not [path for path in unpacked.rglob("*.js") if b"\nimport" in path.read_bytes()]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "sv/guide/verksamhetslogiken",
            f"Arkivversion från 23.11.2026. Sidans senaste version: {LIVE}sv/",
        ),
        ("fi", f"Arkistoversio 23.11.2026. Ajantasainen sivu: {LIVE}fi/"),
        ("en/glossary", f"Edition of 23 November 2026. The current page: {LIVE}en/glossary/"),
    ],
)
def test_every_page_says_what_it_is(unpacked: Path, page: Page, path: str, said: str) -> None:
    page.goto(address(unpacked, path))
    assert said in page.locator("aside.edition").inner_text()
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


def test_every_kind_of_page_is_reached_by_clicking(unpacked: Path, page: Page) -> None:
    page.goto(address(unpacked, ""))
    page.click("a[hreflang=fi]")
    assert page.url == address(unpacked, "fi")
    for number in range(page.locator("#menu a").count()):
        page.locator("#menu a").nth(number).click()
        title = page.title()
        page.locator("article a[href$='index.html']").first.click()
        assert page.locator("h1").is_visible()
        assert page.title() != title
        colour = page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor")
        assert colour == "rgb(15, 51, 68)"
    page.click(".brand")
    assert page.url == address(unpacked, "fi")


def test_what_is_cited_and_copied_is_the_current_page(unpacked: Path, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    path = "sv/guide/verksamhetslogiken"
    page.goto(address(unpacked, path))
    page.locator("a.anchor[href='#need']").click()
    until(page, "document.querySelector('.copied').textContent === 'Adressen har kopierats.'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{LIVE}{path}/#need"
    page.locator(".cite summary").click()
    until(page, "!document.querySelector('.cite-text').textContent.includes('[')")
    page.get_by_role("button", name="Kopiera som BibTeX").click()
    until(page, "document.querySelector('.copied').textContent.startsWith('Hänvisningen')")
    assert f"\n  url = {{{LIVE}{path}/}},\n" in page.evaluate("navigator.clipboard.readText()")


def test_switching_language_keeps_the_place(unpacked: Path, page: Page) -> None:
    page.goto(address(unpacked, "fi/opas/toimintalogiikka") + "#need")
    page.click(".languages a[lang=sv]")
    assert page.url == address(unpacked, "sv/guide/verksamhetslogiken") + "#need"


def test_the_search_finds_a_page_by_an_inflected_word(unpacked: Path, page: Page) -> None:
    page.goto(address(unpacked, "fi/opas/toimintalogiikka"))
    page.click(".search-open")
    page.fill(".search-query", "ystävyyskunnissamme")
    until(page, "() => document.querySelector('.search-list a')")
    page.locator(".search-list a").first.click()
    page.wait_for_url(address(unpacked, "fi/sanasto/ystavyyskunta") + "*")
    assert "Ystävyyskunta" in page.locator("h1").inner_text()


def test_a_term_is_explained_in_place(unpacked: Path, page: Page) -> None:
    page.goto(address(unpacked, "en/guide/basic-logic"))
    page.locator("a.term").first.hover()
    until(page, "() => document.querySelector('.term-popup__definition')?.textContent.length > 30")


def test_a_checklist_is_filled_in_and_summed_up(unpacked: Path, page: Page) -> None:
    page.goto(address(unpacked, "fi/tarkistuslistat"))
    page.locator("article h2 a, article li a[href$='index.html']").first.click()
    page.locator(".checklist-item [id^='answer--']").first.evaluate("field => field.click()")
    for name in ("result", "compare", "meeting"):
        page.locator(f"[data-do={name}]").first.click()
        shown = f"[data-view={name}], dialog[open]"
        page.locator(shown).locator("visible=true").first.wait_for()
        closing = page.locator("[data-do=back], [data-meeting=close]").locator("visible=true")
        closing.first.click()
    with page.expect_download() as download:
        page.locator("[data-do=csv]").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_decision_path_is_walked(unpacked: Path, page: Page) -> None:
    page.goto(address(unpacked, "sv/beslutsstigar"))
    page.locator("article a[href$='index.html']").first.click()
    asked = page.locator("#walk h3").inner_text()
    page.locator(".path-walk-answers button").first.click()
    until(page, "asked => document.querySelector('#walk h3').textContent !== asked", asked)


def test_checksums_are_those_that_archives_verify(zipped: Path, unpacked: Path) -> None:
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        command = ["sha256sum", "--check", "--strict", "--quiet", name]
        assert not subprocess.run(command, cwd=unpacked, check=True, capture_output=True).stdout
    files = [path for path in (unpacked / "data").rglob("*") if path.is_file()]
    listed = (unpacked / "manifest-sha256.txt").read_text("utf-8").splitlines()
    assert {line[66:] for line in listed} == {str(f.relative_to(unpacked)) for f in files}
    size = sum(path.stat().st_size for path in files)
    assert f"Payload-Oxum: {size}.{len(files)}\n" in (unpacked / "bag-info.txt").read_text("utf-8")
    result = guide(zipped.parent, "verify-edition", str(zipped))
    assert result.stdout == f"{zipped} is as it was made: {len(files) + 5} files.\n"


def test_the_readme_speaks_every_language(unpacked: Path) -> None:
    text = (unpacked / "README.txt").read_text("utf-8")
    for words in ("packa upp", "pura koko", "unpack", "CC BY 4.0", "data/index.html", LIVE):
        assert words in text


def test_the_same_site_gives_the_same_bytes(site: Path, zipped: Path) -> None:
    made = edition.Edition(DAY, edition.address_of(site), load(site.parent)[0].languages)
    again = bag.zipped(bag.name(DAY), bag.packed(edition.make(site, made), made))
    assert again == zipped.read_bytes()
    with zipfile.ZipFile(zipped) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# The small site, which keeps an edition of itself.


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of a site that was built, made an edition of, and built with it."""
    return made_once(tmp_path_factory, "keeping", _keep) / "root"


def _keep(folder: Path) -> None:
    root = copy_fixture(folder / "root")
    assert complaints(build(root)) == []
    assert not list((root / "site").glob("*/arkistoversiot"))
    assert "arkistoversiot" not in (root / "site/fi/index.html").read_text("utf-8")
    assert guide(root, "edition").returncode == 0
    assert complaints(build(root, EDITIONS="editions")) == []
    publish(root / "editions", root / "site")
    write_host_files(root / "site", Old())


def day_of(root: Path) -> str:
    (folder,) = (path for path in (root / "site/editions").iterdir() if path.is_dir())
    return folder.name


def test_the_day_is_that_of_the_newest_page(keeping: Path) -> None:
    reviewed = re.findall(
        r"^reviewed: (\S+)",
        "\n".join(p.read_text("utf-8") for p in (keeping / "data").rglob("*.yml")),
        re.MULTILINE,
    )
    assert day_of(keeping) >= max(reviewed)


def test_an_edition_of_a_site_with_editions_is_refused(keeping: Path) -> None:
    result = guide(keeping, "edition")
    assert result.returncode == 1
    assert result.stderr.endswith("run make edition, which builds it so\n")


def test_editions_are_kept_away_from_search_engines(keeping: Path) -> None:
    day = day_of(keeping)
    assert "editions/" not in (keeping / "site/sitemap.xml").read_text("utf-8").replace(
        "/en/editions/", ""
    )
    headers = (keeping / "site/_headers").read_text("utf-8")
    assert "/editions/*\n  X-Robots-Tag: noindex\n" in headers
    for path in (keeping / "site/editions" / day).rglob("*.html"):
        assert '<meta name="robots" content="noindex">' in path.read_text("utf-8")
    for path in (keeping / "site").glob("*/search/p*.json"):
        assert f"editions/{day}" not in path.read_text("utf-8")


def test_readers_get_to_an_edition_and_back(
    keeping: Path, browser: Browser, tmp_path: Path
) -> None:
    day = day_of(keeping)
    with serving(keeping / "site", tmp_path / "nginx") as server, browser.new_page() as page:
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(f"{server.address}/fi/")
        page.locator(".footer-links").get_by_role("link", name="Arkistoversiot").click()
        assert page.url == f"{server.address}/fi/arkistoversiot/"
        assert Axe().run(page).response["violations"] == []
        with page.expect_download() as download:
            page.locator("article a[href$='.zip']").click()
        assert download.value.suggested_filename.endswith(f"{day}.zip")
        with page.expect_navigation() as found:
            page.locator("article li a").first.click()
        assert page.url == f"{server.address}/editions/{day}/fi/"
        assert found.value.headers["x-robots-tag"] == "noindex"
        assert page.locator("aside.edition a").get_attribute("href") == f"{LIVE}fi/"
        assert Axe().run(page).response["violations"] == []
        page.click(".search-open")
        page.fill(".search-query", "verkostossa")
        until(page, "() => document.querySelector('.search-list a')")
        assert f"/editions/{day}/fi/" in str(
            page.locator(".search-list a").first.evaluate("link => link.href")
        )
        assert told == []
        answer = page.request.get(f"{server.address}/editions/{day}/fi/puuttuu/")
        assert answer.status == 404
        assert "Sivua ei löydy" in answer.text()
        assert "x-robots-tag" not in page.request.get(f"{server.address}/fi/").headers


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"data/fi/index.html": b"changed"}, "data/fi/index.html: it is not what manifest"),
        ({"data/more.html": b""}, "data/more.html: manifest-sha256.txt does not list it"),
        ({"README.txt": b""}, "README.txt: it is not what tagmanifest-sha256.txt says"),
        ({"data/fi/index.html": None}, "data/fi/index.html: manifest-sha256.txt lists it, but"),
        ({"bagit.txt": None}, "bagit.txt: it is not there"),
    ],
)
def test_a_changed_edition_is_told_and_not_published(
    keeping: Path, tmp_path: Path, change: dict[str, bytes | None], complaint: str
) -> None:
    (made,) = (keeping / "editions").glob("*.zip")
    files: dict[str, bytes | None] = {**edition.contents(made), **change}
    file = tmp_path / made.name
    left = {path: content for path, content in files.items() if content is not None}
    file.write_bytes(bag.zipped(made.stem, left))
    result = guide(tmp_path, "verify-edition", str(file))
    assert result.returncode == 1
    assert result.stderr.startswith(complaint)
    editions, problems = edition.published(tmp_path)
    assert editions == ()
    assert complaint in str(problems[0])


def test_what_is_no_edition_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_text("no zip", "utf-8")
    result = guide(tmp_path, "verify-edition", str(tmp_path / "notes.zip"))
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "expected the zip of an edition" in result.stderr
    (tmp_path / "site").mkdir()
    with pytest.raises(edition.Refused, match="no built site"):
        edition.address_of(tmp_path / "site")
    with zipfile.ZipFile(tmp_path / "outside.zip", "w") as archive:
        archive.writestr("bag/../../evil.txt", "")
    with pytest.raises(edition.Refused, match="in one folder"):
        edition.contents(tmp_path / "outside.zip")


def test_modules_become_functions() -> None:
    made = scripts.bundle(
        {
            "list/a.js": 'import{b as c}from"./b.js";export const a=()=>c();import(`./${a}.js`)',
            "list/b.js": "export async function b(){}",
        }
    )
    assert 'const {b: c} = guideImport("list/b.js");const a=()=>c();' in made
    assert 'guideLater("list", `./${a}.js`)' in made
    assert "return { a };" in made
    assert "return { b };" in made


@pytest.mark.parametrize(
    "text", ['import * as a from "./a.js"', "export default 1", "export{a}", 'import "./a.js"']
)
def test_other_forms_of_modules_are_refused(text: str) -> None:
    with pytest.raises(edition.Refused, match="write it so"):
        scripts.bundle({"a.js": text})
