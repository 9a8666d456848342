"""Whatever is renamed, moved or withdrawn: every old address leads where it should."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.load.ledger import ledger_path
from lxml import html
from playwright.sync_api import Browser, Page

from deploy.__main__ import write_host_files
from deploy.addresses import Old, moved_map, old_addresses
from tests.browser import served, until
from tests.nginx import Server, serving
from tests.project import build, complaints, copy_fixture, edit, publish

CODES = ("sv", "fi", "en", "la")

#: What the first edition of the site has besides the fixture: a guide, a checklist and a concept to
#: withdraw.
GUIDE = """\
---
title: {}
description: Text.
slug: {}
reviewed: 2026-01-01
---
Text.

## A {{#a}}
"""
GUIDES = {
    "sv": ("Gamla vägen", "gamla-vagen"),
    "fi": ("Vanha tie", "vanha-tie"),
    "en": ("The old way", "old-way"),
    "la": ("Via vetus", "via-vetus"),
}

CONCEPT = """\
subject: forms
status: valid
reviewed: 2026-01-04
related: [network]
sources: [handbook]
sv: {slug: allians, preferred: allians, definition: förbund mellan flera}
fi: {slug: liittouma, preferred: liittouma, definition: usean liitto}
en: {slug: alliance, preferred: alliance, definition: union of several}
la: {slug: foedus, preferred: foedus, definition: coniunctio plurium}
"""

#: Where addresses of the first edition lead in the third; all others stay what they are.
MOVED = {
    # The guide in one language, twice, and its section after that.
    "fi/opas/perusteet/": "fi/kasikirja/lahtokohdat/",
    "fi/opas/": "fi/kasikirja/",
    # A checklist in all languages.
    "sv/checklistor/start/": "sv/checklistor/borja/",
    "fi/tarkistuslistat/aloitus/": "fi/tarkistuslistat/alku/",
    "en/checklists/start/": "en/checklists/begin/",
    "la/indices/initium/": "la/indices/principium/",
    # The glossary in one language, with all that is below it.
    "sv/ordlista/": "sv/lexikon/",
    "sv/ordlista/karta/": "sv/lexikon/karta/",
    "sv/ordlista/natverk/": "sv/lexikon/natverk/",
    # A concept in all languages, its file renamed, and in Swedish its section, too.
    "sv/ordlista/partnerskap/": "sv/lexikon/kompanjonskap/",
    "fi/sanasto/kumppanuus/": "fi/sanasto/kumppani/",
    "en/glossary/partnership/": "en/glossary/partner/",
    "la/glossarium/societas/": "la/glossarium/socius/",
}

WITHDRAWN = {
    "sv/guide/gamla-vagen/",
    "fi/opas/vanha-tie/",
    "en/guide/old-way/",
    "la/dux/via-vetus/",
    "sv/checklistor/senare/",
    "fi/tarkistuslistat/myohemmin/",
    "en/checklists/later/",
    "la/indices/postea/",
    "sv/ordlista/allians/",
    "fi/sanasto/liittouma/",
    "en/glossary/alliance/",
    "la/glossarium/foedus/",
    # In one language only.
    "la/glossarium/rete/",
}

#: Ids that are called otherwise in the third edition, by a part of the address.
RENAMED = {
    ("first-step", "opening-step"): ("perusteet", "grunderna", "basics", "elementa"),
    ("network", ""): ("perusteet", "grunderna", "basics", "elementa"),
    ("one-goal", "single-goal"): ("start", "aloitus", "initium"),
}


def first_edition(root: Path) -> None:
    """The fixture, with more pages."""
    for code, (title, slug) in GUIDES.items():
        (root / f"docs/{code}/guide/old.md").write_text(GUIDE.format(title, slug), "utf-8")
    edit(root, "mkdocs.yml", "basics.md\n", "basics.md\n      - guide/old.md\n")
    text = (root / "data/checklists/start.yml").read_text("utf-8")
    for old, new in (
        ("slug: start\n  title: Före start", "slug: senare\n  title: Senare"),
        ("slug: aloitus\n  title: Ennen aloitusta", "slug: myohemmin\n  title: Myöhemmin"),
        ("slug: start\n  title: Before you start", "slug: later\n  title: Later"),
        ("slug: initium\n  title: Ante initium", "slug: postea\n  title: Postea"),
    ):
        assert old in text
        text = text.replace(old, new)
    (root / "data/checklists/later.yml").write_text(text, "utf-8")
    (root / "data/concepts/alliance.yml").write_text(CONCEPT, "utf-8")
    edit(root, "data/concepts/network.yml", "  - partnership", "  - partnership\n  - alliance")


def second_edition(root: Path) -> None:
    """Moves and renames, as the check asks for them."""
    edit(
        root,
        "docs/fi/guide/basics.md",
        "slug: perusteet",
        "slug: alkeet\nmoved: [fi/opas/perusteet/]",
    )
    for code in CODES:
        name = f"docs/{code}/guide/basics.md"
        edit(root, name, "#first-step", "#opening-step")
        edit(root, name, "### ", "**")
        edit(root, name, " {#network}", "**")
        edit(
            root,
            name,
            "reviewed:",
            'moved_anchors:\n  first-step: opening-step\n  network: ""\nreviewed:',
        )
        edit(root, f"docs/{code}/index.md", "#first-step", "#opening-step")
    for name in (
        "data/coverage.yml",
        "data/checklists/start.yml",
        "data/checklists/later.yml",
        "data/paths/choose.yml",
    ):
        edit(
            root,
            name,
            "#first-step" if "cov" in name else "basics#first-step",
            "#opening-step" if "cov" in name else "basics#opening-step",
        )
    rename_checklist(root)
    rename_concept(root)
    edit(root, "data/strings/sv.yml", "slug: ordlista", "slug: lexikon\n    moved: [sv/ordlista/]")
    withdraw(root)


def rename_checklist(root: Path) -> None:
    name = "data/checklists/start.yml"
    edit(root, name, "id: one-goal", "id: single-goal")
    edit(root, name, "sections:", "moved_anchors:\n  one-goal: single-goal\nsections:")
    edit(root, "data/coverage.yml", "start.md#one-goal", "start.md#single-goal")
    for old, new, address in (
        ("slug: start\n  title: F", "borja", "sv/checklistor/start/"),
        ("slug: aloitus\n  title: E", "alku", "fi/tarkistuslistat/aloitus/"),
        ("slug: start\n  title: B", "begin", "en/checklists/start/"),
        ("slug: initium\n  title: A", "principium", "la/indices/initium/"),
    ):
        changed = f"slug: {new}\n  moved:\n    - {address}\n  title: {old[-1]}"
        edit(root, name, old, changed)


def rename_concept(root: Path) -> None:
    """Its file and id, and its address in every language."""
    (root / "data/concepts/partnership.yml").rename(root / "data/concepts/partner.yml")
    edit(root, "data/concepts/network.yml", "  - partnership", "  - partner")
    edit(root, "data/concepts/network.yml", "concept: partnership", "concept: partner")
    for old, new, address in (
        ("partnerskap", "kompanjonskap", "sv/ordlista/partnerskap/"),
        ("kumppanuus", "kumppani", "fi/sanasto/kumppanuus/"),
        ("partnership", "partner", "en/glossary/partnership/"),
        ("societas", "socius", "la/glossarium/societas/"),
    ):
        changed = f"slug: {new}\n  moved: [{address}]"
        edit(root, "data/concepts/partner.yml", f"slug: {old}", changed)


def withdraw(root: Path) -> None:
    (root / "data/withdrawn").mkdir()
    for code in CODES:
        (root / f"docs/{code}/guide/old.md").unlink()
    edit(root, "mkdocs.yml", "      - guide/old.md\n", "")
    (root / "data/checklists/later.yml").unlink()
    (root / "data/concepts/alliance.yml").unlink()
    edit(root, "data/concepts/network.yml", "  - alliance\n", "")
    edit(root, "data/concepts/network.yml", "slug: rete", "slug: retia")
    for name, slugs, replaced in (
        (
            "old-way",
            ("gamla-vagen", "vanha-tie", "old-way", "via-vetus"),
            "guide/basics.md#opening-step",
        ),
        ("later", ("senare", "myohemmin", "later", "postea"), ""),
        ("alliance", ("allians", "liittouma", "alliance", "foedus"), "glossary/partner.md"),
        ("rete", ("", "", "", "rete"), "glossary/network.md"),
    ):
        text = f"since: 2026-02-02\n{replaced and 'replaced_by: '}{replaced}\n"
        for code, slug in zip(CODES, slugs, strict=True):
            gone = [at for at in WITHDRAWN if at.startswith(code) and at.split("/")[2] == slug]
            title = gone[0][3:-1] if gone else name
            text += f"{code}: {{title: T {title}, reason: R., addresses: [{', '.join(gone)}]}}\n"
        (root / f"data/withdrawn/{name}.yml").write_text(text, "utf-8")


def third_edition(root: Path) -> None:
    """What had moved moves again: the page, and the section that it is in."""
    edit(
        root,
        "docs/fi/guide/basics.md",
        "slug: alkeet\nmoved: [",
        "slug: lahtokohdat\nmoved: [fi/opas/alkeet/, ",
    )
    edit(root, "data/strings/fi.yml", "slug: opas", "slug: kasikirja\n    moved: [fi/opas/]")


#: Stands in for what makes a file of a page.
PDF_HOOK = """
from pathlib import Path
def on_env(env, config, files):
    for address in ("fi/kasikirja/lahtokohdat/lahtokohdat.pdf", "sv/lexikon/lexikon.pdf"):
        path = Path(config.site_dir) / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF " + address.encode())
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The third edition of a site, built; the first lies beside it as 'first'."""
    root = copy_fixture(tmp_path_factory.mktemp("addresses"))
    first_edition(root)
    with pytest.MonkeyPatch.context() as day:
        for month, change in enumerate((lambda _: None, second_edition, third_edition), 1):
            day.setenv("SOURCE_DATE_EPOCH", str(1767225600 + month * 2678400))
            change(root)
            publish(root)
            if month == 1:
                (root / "first").mkdir()
                for code in CODES:
                    path = ledger_path(root, code)
                    (root / "first" / path.name).write_bytes(path.read_bytes())
    (root / "hooks/pdf.py").write_text(PDF_HOOK, "utf-8")
    edit(root, "mkdocs.yml", "  - hooks/events.py\n", "  - hooks/pdf.py\n  - hooks/events.py\n")
    result = build(root)
    assert (result.returncode, complaints(result)) == (0, [])
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return root / "site"


@pytest.fixture(scope="module")
def published(root: Path) -> dict[str, dict[str, Any]]:
    """Every page of the first edition, by address."""
    found: dict[str, dict[str, Any]] = {}
    for code in CODES:
        found |= yaml.safe_load((root / "first" / f"{code}.yml").read_text("utf-8"))["pages"]
    assert len(found) > 60
    assert MOVED.keys() | WITHDRAWN <= found.keys()
    return found


def anchors(page: dict[str, Any]) -> list[str]:
    return [name for names in page.get("anchors", {}).values() for name in str(names).split()]


def now(address: str) -> str:
    return MOVED.get(address, address)


def document(site: Path, address: str) -> html.HtmlElement:
    return html.document_fromstring((site / address / "index.html").read_bytes())


def test_every_old_address_is_a_file_that_leads_on(
    site: Path, published: dict[str, dict[str, Any]]
) -> None:
    for address in published:
        page = document(site, address)
        refresh = page.xpath("string(//meta[@http-equiv='refresh']/@content)")
        canonical = page.xpath("string(//link[@rel='canonical']/@href)")
        assert canonical.endswith(f".example/{now(address)}"), address
        assert bool(refresh) == (address in MOVED)
        if address in MOVED:
            assert page.xpath("string(//main//a/@href)") == refresh.partition("url=")[2]
            assert page.get("lang") == address[:2]


def test_every_old_anchor_is_on_the_page_that_it_leads_to(
    site: Path, published: dict[str, dict[str, Any]]
) -> None:
    count = 0
    for address, entry in published.items():
        page = document(site, now(address))
        for name in anchors(entry) if address not in WITHDRAWN else ():
            assert len(page.xpath("//*[@id=$name]", name=name)) == 1, (address, name)
            count += 1
    assert count > 150


def test_renamed_anchors_stand_where_the_new_ones_are(
    site: Path, published: dict[str, dict[str, Any]]
) -> None:
    found = 0
    for (old, new), slugs in RENAMED.items():
        for address in published:
            if address.rstrip("/").split("/")[-1] not in slugs:
                continue
            (place,) = document(site, now(address)).xpath("//*[@id=$name]", name=old)
            assert place.tag == "span"
            assert place.getparent().get("id", "") == new
            found += 1
    assert found == 12


def test_no_old_address_is_listed(site: Path) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    for address in {*MOVED, *WITHDRAWN}:
        assert f".example/{address}<" not in sitemap
        assert document(site, address).xpath("//meta[@name='robots']/@content") == ["noindex"]
    for code in CODES:
        text = "".join(path.read_text("utf-8") for path in (site / code / "search").iterdir())
        assert "gamla-vagen" not in text
        assert "lahtokohdat" in text or code != "fi"


def test_a_withdrawn_page_says_since_when_why_and_what_to_read_instead(site: Path) -> None:
    page = document(site, "fi/opas/vanha-tie/")
    article = " ".join(page.find(".//article").text_content().split())
    assert article == (
        "T opas/vanha-tie Tämä sivu on poistettu käytöstä 2.2.2026. R. Lue sen sijaan: Perusteet"
    )
    assert page.xpath("//article//a/@href") == ["../../kasikirja/lahtokohdat/#opening-step"]
    other = document(site, "en/checklists/later/").find(".//article")
    assert "No other page has taken its place. Go to the homepage" in other.text_content()
    # It has the site's shell, with its other languages.
    assert page.xpath("//header//a[@hreflang='sv']/@href") == ["../../../sv/guide/gamla-vagen/"]


def test_files_of_pages_that_moved_are_where_they_were_too(site: Path) -> None:
    for old, new in (
        ("fi/opas/perusteet/perusteet.pdf", "fi/kasikirja/lahtokohdat/lahtokohdat.pdf"),
        ("fi/opas/alkeet/alkeet.pdf", "fi/kasikirja/lahtokohdat/lahtokohdat.pdf"),
        ("sv/ordlista/ordlista.pdf", "sv/lexikon/lexikon.pdf"),
    ):
        assert (site / old).read_bytes() == b"%PDF " + new.encode()


def test_a_page_keeps_its_version_when_only_its_address_changes(root: Path) -> None:
    pages = {code: yaml.safe_load(ledger_path(root, code).read_text("utf-8")) for code in CODES}
    now_at = pages["en"]["pages"]["en/glossary/partner/"]
    assert now_at["version"] == pages["en"]["pages"]["en/glossary/partnership/"]["version"]
    assert str(now_at["first"]) > str(now_at["version"])
    assert pages["en"]["pages"]["en/glossary/partnership/"]["source"] == "glossary/partner.md"


# In a browser


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_old_address_leads_on_in_a_browser(
    browser: Browser, address: str, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        for old in sorted(MOVED):
            page.goto(f"{address}/{old}")
            page.wait_for_url(f"{address}/{MOVED[old]}")
            assert page.locator("article h1").is_visible()
        for old in sorted(WITHDRAWN):
            page.goto(f"{address}/{old}")
            assert page.url == f"{address}/{old}"
            assert "T " in page.locator("h1").inner_text()


def test_fragments_and_queries_are_taken_along(
    page: Page, address: str, published: dict[str, dict[str, Any]]
) -> None:
    for old, new in MOVED.items():
        for name in anchors(published[old])[:4]:
            page.goto(f"{address}/{old}#{name}")
            page.wait_for_url(f"{address}/{new}#{name}")
            until(page, "name => document.getElementById(name) !== null", name)
    page.goto(f"{address}/fi/opas/perusteet/?q=a%20b#first-step")
    page.wait_for_url(f"{address}/fi/kasikirja/lahtokohdat/?q=a%20b#first-step")


def test_nobody_comes_back_to_an_old_address(page: Page, address: str) -> None:
    page.goto(f"{address}/fi/")
    page.goto(f"{address}/fi/opas/perusteet/")
    page.wait_for_url(f"{address}/fi/kasikirja/lahtokohdat/")
    page.go_back()
    assert page.url == f"{address}/fi/"


def test_a_renamed_heading_is_found_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 300}
    ) as context:
        page = context.new_page()
        heights = []
        for name in ("opening-step", "first-step"):
            page.goto(f"{address}/en/guide/basics/#{name}")
            box = page.locator("h2#opening-step").bounding_box()
            assert box
            heights.append(round(box["y"]))
        assert heights[0] == heights[1] < 60


# Through servers


@pytest.fixture(scope="module")
def old(root: Path) -> Old:
    return old_addresses(root)


@pytest.fixture(scope="module")
def server(site: Path, old: Old, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(site, tmp_path_factory.mktemp("nginx") / "etc", old=old) as running:
        yield running


def ask(server: Server, path: str) -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Location"], answer.read()
    finally:
        connection.close()


def test_nginx_leads_on_and_says_what_is_gone(
    server: Server, site: Path, published: dict[str, dict[str, Any]]
) -> None:
    for address in published:
        status, location, body = ask(server, f"/{address}")
        if address in MOVED:
            assert (status, location) == (301, f"/{MOVED[address]}")
        else:
            assert status == (410 if address in WITHDRAWN else 200), address
            assert body == (site / address / "index.html").read_bytes()


def test_nginx_knows_the_files_of_old_pages(server: Server, site: Path) -> None:
    status, location, _ = ask(server, "/fi/opas/perusteet/perusteet.pdf")
    assert (status, location) == (301, "/fi/kasikirja/lahtokohdat/lahtokohdat.pdf")
    status, _, body = ask(server, "/fi/opas/vanha-tie/vanha-tie.pdf")
    assert status == 410
    assert body == (site / "fi/opas/vanha-tie/index.html").read_bytes()
    assert ask(server, "/fi/opas/vanha-tie/else.pdf")[0] == 404


def test_a_browser_keeps_the_fragment_through_nginx_without_scripts(
    browser: Browser, server: Server
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server.address}/fi/opas/perusteet/?a=b#first-step")
        assert page.url == f"{server.address}/fi/kasikirja/lahtokohdat/?a=b#first-step"


def test_hosts_get_the_same(old: Old, tmp_path: Path) -> None:
    for code in CODES:
        (tmp_path / code).mkdir()
        (tmp_path / code / "404.html").touch()
    write_host_files(tmp_path, old)
    lines = (tmp_path / "_redirects").read_text("utf-8").splitlines()
    for address, new in MOVED.items():
        assert f"/{address} /{new} 301" in lines
        assert f"/{address.rstrip('/')} /{new} 301" in lines
    assert "/fi/opas/vanha-tie/vanha-tie.pdf /fi/opas/vanha-tie/ 301" in lines
    assert not any(line.startswith("/fi/opas/vanha-tie/ ") for line in lines)
    assert all(re.fullmatch(r"#.*|/\S+ /\S+;", line) for line in moved_map(old.moved).splitlines())
