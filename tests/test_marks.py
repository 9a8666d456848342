"""The site's icons, its pictures for social networks, and its web manifests."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from guide.marks import FOLDER, ICONS
from lxml import etree, html

from tests.project import ROOT

CODES = ("sv", "fi", "en")
ORIGIN = "https://kommunen-i-varlden.example/"
NAMES = {
    "sv": "Kommunen i världen",
    "fi": "Kunta maailmalla",
    "en": "The Municipality in the World",
}


def size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG picture, from its header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def meta(page: html.HtmlElement) -> dict[str, str]:
    """What social networks read of a page."""
    return {
        tag.get("property") or tag.get("name"): tag.get("content")
        for tag in page.xpath("//head/meta[@content]")
    }


def read(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_a_picture_for_social_networks(site: Path, code: str) -> None:
    said = meta(read(site / code / "index.html"))
    assert said["og:title"] == said["og:site_name"] == NAMES[code]
    assert said["og:locale"] == {"sv": "sv_FI", "fi": "fi_FI", "en": "en_GB"}[code]
    assert said["og:url"] == f"{ORIGIN}{code}/"
    assert said["twitter:card"] == "summary_large_image"
    picture = (site / said["og:image"].removeprefix(ORIGIN)).read_bytes()
    assert size(picture) == (1200, 630)
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert len(picture) < 80_000
    assert said["og:image:alt"].startswith(NAMES[code])


def test_every_page_names_itself_for_social_networks(site: Path) -> None:
    for code in CODES:
        for path in (site / code).rglob("index.html"):
            page = read(path)
            said = meta(page)
            assert said["og:title"] == page.xpath("string(//h1)").strip()
            assert said["og:description"] == said["description"]
            start = path.parent.parent == site
            assert said["og:type"] == ("website" if start else "article")
            assert ("article:modified_time" in said) != (start or said.get("robots") == "noindex")
            assert said["og:url"] == page.xpath("string(//link[@rel='canonical']/@href)")


def test_the_pictures_are_small_in_all() -> None:
    pictures = [*(ROOT / "overrides" / FOLDER).glob("*.png"), ROOT / "overrides/favicon.ico"]
    assert sum(path.stat().st_size for path in pictures) < 150_000


@pytest.mark.parametrize("code", CODES)
def test_the_manifest_names_the_site_and_its_icons(site: Path, code: str) -> None:
    path = site / code / "manifest.webmanifest"
    manifest = json.loads(path.read_text("utf-8"))
    assert (manifest["name"], manifest["lang"]) == (NAMES[code], code)
    assert (path.parent / manifest["start_url"] / "index.html").is_file()
    for icon, (_, sizes, _) in zip(manifest["icons"], ICONS, strict=True):
        picture = (path.parent / icon["src"]).resolve().read_bytes()
        if icon["type"] == "image/png":
            assert "{}x{}".format(*size(picture)) == icon["sizes"] == sizes


@pytest.mark.parametrize(
    "name", ["index.html", "404.html", "sv/index.html", "fi/sanasto/index.html"]
)
def test_pages_lead_to_their_icons(site: Path, name: str) -> None:
    links = read(site / name).xpath("//link[@rel='icon' or @rel='apple-touch-icon']/@href")
    assert len(links) == 3
    for link in links:
        # The page for a missing address is shown at any depth, so its links begin at the root.
        path = site / link.lstrip("/") if link.startswith("/") else (site / name).parent / link
        assert path.resolve().is_file()


def test_the_old_icon_holds_a_picture(site: Path) -> None:
    icon = (site / "favicon.ico").read_bytes()
    reserved, kind, count = struct.unpack("<HHH", icon[:6])
    length, offset = struct.unpack("<II", icon[14:22])
    assert (reserved, kind, count) == (0, 1, 1)
    assert size(icon[offset : offset + length]) == (32, 32)
    assert len(icon) == offset + length


def test_the_mark_has_no_style_and_no_script() -> None:
    """The site's policy for content forbids both."""
    for name in (f"{FOLDER}/favicon.svg", "partials/mark.svg"):
        tree = etree.fromstring((ROOT / "overrides" / name).read_bytes())
        assert not tree.xpath("//*[@style] | //*[local-name()='style' or local-name()='script']")
