"""Draws the icons: ``make marks``.

All are drawn from ``favicon.svg`` and kept in the repository, so that a build needs no browser. Run
it again when the mark changes.
"""

from __future__ import annotations

import base64
import struct

from guide.marks import FOLDER
from playwright.sync_api import Page, sync_playwright

from tests.browser import launch
from tests.project import ROOT

OVERRIDES = ROOT / "overrides"
MARK = (OVERRIDES / FOLDER / "favicon.svg").read_text("utf-8")

#: The size of the one icon in favicon.ico, in pixels.
ICO = 32

# Systems round the corners of an icon themselves, so its ground goes to the edge.
_SQUARE = MARK.replace(' rx="6"', "")

_STYLE = "body { margin: 0; background: transparent; } img { display: block; }"


def main() -> None:
    """Writes every icon, and says how large each is."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        _write("favicon.ico", _ico(_icon(page, MARK, ICO)))
        _write(f"{FOLDER}/apple-touch-icon.png", _icon(page, _SQUARE, 180))
        _write(f"{FOLDER}/icon-512.png", _icon(page, _SQUARE, 512))


def _write(name: str, content: bytes) -> None:
    (OVERRIDES / name).write_bytes(content)
    print(f"{name}: {len(content):,} bytes")


def _icon(page: Page, svg: str, size: int) -> bytes:
    """The mark as a PNG picture of a size in pixels."""
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    image = f'<img src="{address}" width="{size}" height="{size}" alt="">'
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<!doctype html><style>{_STYLE}</style>{image}")
    return page.screenshot(omit_background=True)


def _ico(png: bytes) -> bytes:
    """A file of icons that holds one PNG picture: header, entry, picture."""
    header = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", ICO, ICO, 0, 0, 1, 32, len(png), len(header) + 16)
    return header + entry + png


if __name__ == "__main__":
    main()
