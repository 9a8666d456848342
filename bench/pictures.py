"""Takes the pictures of the site that the README shows: ``make pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import launch, served
from tests.project import ROOT, build, copy_site

PICTURES = ROOT / "pictures"

#: The name of each picture, the page, and the width and height in CSS pixels.
VIEWS = (
    ("start-sv-phone", "/sv/", 390, 844),
    ("concept-fi-phone", "/fi/sanasto/ystavyyskunta/", 390, 844),
    ("checklist-en-phone", "/en/checklists/discussion-questions/", 390, 844),
    ("guide-fi-desktop", "/fi/opas/toimintalogiikka/", 1440, 900),
)


def main() -> None:
    """Builds the site and writes each picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = copy_site(Path(folder))
        build(root).check_returncode()
        with served(root / "site") as address, launch(playwright) as browser:
            for name, path, width, height in VIEWS:
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(address + path)
                page.screenshot(path=PICTURES / f"{name}.png")
                page.close()
                print(PICTURES.name, name)


if __name__ == "__main__":
    main()
