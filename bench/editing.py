"""Takes the pictures that CONTRIBUTING shows in each language: ``make pictures``."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from guide.__main__ import main as command
from guide.addresses import EDITORS, Addresses
from guide.check import check
from playwright.sync_api import Browser, sync_playwright

from bench.build.saving import fetch, preview, wait
from tests.browser import launch
from tests.project import ROOT, copy_site

PICTURES = ROOT / "pictures" / "editing"

#: What is changed, so that the same pages in other languages are behind: the language and the page.
CHANGED = (("fi", "guide/ending.md"), ("sv", "guide/staff.md"))

#: A link that leads nowhere, as an editor may write it.
MISTAKE = "[twin town](../glossary/twin-towns.md)"

WIDTH = 900


def main() -> None:
    """Writes each picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = copy_site(Path(folder))
        _remember(root)
        for code, source in CHANGED:
            path = root / "docs" / code / source
            text = path.read_text("utf-8")
            path.write_text(text.replace("\n## ", "\n" + _sentence(code) + "\n\n## ", 1), "utf-8")
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


def _sentence(code: str) -> str:
    return {"fi": "Sovi lopettamisesta kirjallisesti.", "sv": "Fråga först vad de redan kan."}[code]


def _take(root: Path, browser: Browser) -> None:
    site, _, _ = check(root)
    addresses = Addresses(site)
    with preview(root) as origin:
        for code in site.codes:
            source = next(source for changed, source in CHANGED if changed != code)
            _picture(browser, f"{origin}/{addresses.address(code, source)}", f"behind-{code}", 420)
            _picture(
                browser, f"{origin}/{addresses.address(code, EDITORS)}", f"editors-{code}", 900
            )
        for code in site.codes:
            source = CHANGED[0][1]
            page = root / "docs" / code / source
            text = page.read_text("utf-8")
            page.write_text(text.replace("\n## ", f"\n{MISTAKE}\n\n## ", 1), "utf-8")
            address = f"{origin}/{addresses.address(code, source)}"
            wait(lambda address=address: "preview-mistakes" in fetch(address))  # type: ignore[misc]
            _picture(browser, address, f"mistake-{code}", 420)
            page.write_text(text, "utf-8")
            wait(lambda address=address: "preview-mistakes" not in fetch(address))  # type: ignore[misc]


def _picture(browser: Browser, address: str, name: str, height: int) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
    page.goto(address)
    page.screenshot(path=PICTURES / f"{name}.png")
    page.close()
    print(PICTURES.name, name)


if __name__ == "__main__":
    main()
