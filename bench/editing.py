"""Takes the pictures that CONTRIBUTING shows in each language: ``make pictures``."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from guide.addresses import EDITORS, Addresses
from guide.check import check
from guide.commands import main as command
from playwright.sync_api import Browser, sync_playwright

from bench.build.saving import fetch, preview, wait
from tests.browser import launch
from tests.project import ROOT, copy_site, edit

PICTURES = ROOT / "pictures" / "editing"

#: What is changed, so that the same pages in other languages are behind: the language, the page,
#: the words before and after.
CHANGED = (
    ("fi", "guide/ending.md", "Kysykää niiltä ennen", "Pyytäkää niiltä lausunto ennen"),
    ("sv", "guide/staff.md", "Skicka helst två personer", "Skicka alltid minst två personer"),
)

#: A link that leads nowhere, as an editor may write it.
MISTAKE = "[twin town](../glossary/twin-towns.md)"

WIDTH = 720

#: How much is seen below what a picture shows.
MARGIN = 24


def main() -> None:
    """Writes each picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = copy_site(Path(folder))
        _remember(root)
        for code, source, old, new in CHANGED:
            edit(root, f"docs/{code}/{source}", old, new)
        with sync_playwright() as playwright, launch(playwright) as browser:
            _take(root, browser)


def _remember(root: Path) -> None:
    """Has git remember all of it as confirmed."""
    names = [name.split()[0] for name in _lock(root)]
    command(["--root", str(root), "confirm", *names])
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    for arguments in (
        ["init", "-q"],
        ["add", "data", "docs", "mkdocs.yml"],
        ["commit", "-qm", "."],
    ):
        subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True)  # noqa: S603, S607 -- our own words


def _lock(root: Path) -> list[str]:
    lines = (root / "data/translations.lock").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _take(root: Path, browser: Browser) -> None:
    site, _, _ = check(root)
    addresses = Addresses(site)
    with preview(root) as origin:
        for code in site.codes:
            source = next(source for changed, source, _, _ in CHANGED if changed != code)
            address = f"{origin}/{addresses.address(code, source)}"
            _picture(browser, address, f"behind-{code}", ".behind", from_top=True)
            editors = f"{origin}/{addresses.address(code, EDITORS)}"
            named = f".behind-entry:has-text('make confirm {source.removesuffix('.md')}')"
            _picture(browser, editors, f"editors-{code}", named)
            path = root / "docs" / code / source
            text = path.read_text("utf-8")
            edit(root, f"docs/{code}/{source}", "\n## ", f"\n{MISTAKE}\n\n## ")
            _wait_for(address, mistakes=True)
            _picture(browser, address, f"mistake-{code}", "h1", from_top=True)
            path.write_text(text, "utf-8")
            _wait_for(address, mistakes=False)


def _wait_for(address: str, *, mistakes: bool) -> None:
    wait(lambda: ("preview-mistakes" in fetch(address)) is mistakes)


def _picture(
    browser: Browser, address: str, name: str, selector: str, *, from_top: bool = False
) -> None:
    """Takes a picture of an element, or of the page from its top down to the element's end."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
    page.goto(address)
    element = page.locator(selector)
    path = PICTURES / f"{name}.png"
    if from_top:
        box = element.bounding_box()
        assert box
        height = box["y"] + box["height"] + MARGIN
        page.screenshot(path=path, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
    else:
        element.screenshot(path=path)
    page.close()
    print(PICTURES.name, name)


if __name__ == "__main__":
    main()
