"""Takes the pictures of the site that the README shows: ``make pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser import launch, served
from tests.project import ROOT, build, copy_site

PICTURES = ROOT / "pictures"

PHONE, DESKTOP, PAPER = (390, 844), (1440, 900), (794, 1123)


class View(NamedTuple):
    """A picture: its name, the page, the size in CSS pixels, and in what colours or on paper."""

    name: str
    path: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"


VIEWS = (
    View("start-sv-phone", "/sv/", PHONE),
    View("concept-fi-phone", "/fi/sanasto/ystavyyskunta/", PHONE),
    View("checklist-en-phone", "/en/checklists/discussion-questions/", PHONE),
    View("guide-fi-desktop", "/fi/opas/toimintalogiikka/", DESKTOP),
    View("path-sv-dark", "/sv/beslutsstigar/fran-behov-till-beslut/", DESKTOP, "dark"),
    View("map-en-dark-phone", "/en/glossary/map/", PHONE, "dark"),
    View("checklist-sv-paper", "/sv/checklistor/innan-ni-gar-med/", PAPER, media="print"),
    View("guide-en-paper", "/en/guide/roles/", PAPER, media="print"),
)


def main() -> None:
    """Builds the site and writes each picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = copy_site(Path(folder))
        build(root).check_returncode()
        with served(root / "site") as address, launch(playwright) as browser:
            for view in VIEWS:
                width, height = view.size
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=view.scheme
                )
                page.emulate_media(media=view.media)
                page.goto(address + view.path)
                page.screenshot(path=PICTURES / f"{view.name}.png")
                page.close()
                print(PICTURES.name, view.name)


if __name__ == "__main__":
    main()
