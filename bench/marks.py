"""Draws the icons and the pictures for social networks: ``make marks``.

All are drawn from ``favicon.svg`` and the words of each language, and kept in the repository, so
that a build needs no browser. Run it again when the mark, a site's name or its description change.
"""

from __future__ import annotations

import base64
import html
import struct

from guide.load import load
from guide.marks import FOLDER, GROUND, social_picture
from guide.model import Language
from playwright.sync_api import Page, sync_playwright

from tests.browser import launch
from tests.project import ROOT

OVERRIDES = ROOT / "overrides"
MARK = (OVERRIDES / FOLDER / "favicon.svg").read_text("utf-8")

#: The width and height of a picture for social networks, in pixels.
SOCIAL = (1200, 630)

#: The size of the one icon in favicon.ico, in pixels.
ICO = 32

# Systems round the corners of an icon themselves, so its ground goes to the edge.
_SQUARE = MARK.replace(' rx="6"', "")

_STYLE = f"""
body {{ margin: 0; background: transparent; }}
img {{ display: block; }}
.social {{
  box-sizing: border-box; width: {SOCIAL[0]}px; height: {SOCIAL[1]}px; padding: 80px;
  display: grid; grid-template-columns: 300px 1fr; gap: 70px; align-items: center;
  background: {GROUND}; color: #fff; font-family: "Liberation Sans", Arial, sans-serif;
  border-bottom: 24px solid #f5b335;
}}
.social h1 {{ margin: 0 0 28px; font-size: 80px; line-height: 1.1; text-wrap: balance; }}
.social p {{ margin: 0; font-size: 34px; line-height: 1.4; }}
"""


def main() -> None:
    """Writes every icon and picture, and says how large each is."""
    site, problems = load(ROOT)
    assert not problems
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_page()
        _write("favicon.ico", _ico(_icon(page, MARK, ICO)))
        _write(f"{FOLDER}/apple-touch-icon.png", _icon(page, _SQUARE, 180))
        _write(f"{FOLDER}/icon-512.png", _icon(page, _SQUARE, 512))
        for language in site.languages:
            _write(social_picture(language.code), _social(page, language))


def _write(name: str, content: bytes) -> None:
    (OVERRIDES / name).write_bytes(content)
    print(f"{name}: {len(content):,} bytes")


def _icon(page: Page, svg: str, size: int) -> bytes:
    """The mark as a PNG picture of a size in pixels."""
    return _drawn(page, _image(svg, size), size, size)


def _social(page: Page, language: Language) -> bytes:
    """The picture that social networks show for pages of a language, as PNG."""
    name = html.escape(language.strings["site.name"])
    text = html.escape(language.strings["chooser.text"])
    body = (
        f'<div class="social" lang="{language.code}">{_image(_SQUARE, 300)}'
        f"<div><h1>{name}</h1><p>{text}</p></div></div>"
    )
    return _drawn(page, body, *SOCIAL)


def _image(svg: str, size: int) -> str:
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return f'<img src="{address}" width="{size}" height="{size}" alt="">'


def _drawn(page: Page, body: str, width: int, height: int) -> bytes:
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<!doctype html><style>{_STYLE}</style>{body}")
    return page.screenshot(omit_background=True)


def _ico(png: bytes) -> bytes:
    """A file of icons that holds one PNG picture: header, entry, picture."""
    header = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", ICO, ICO, 0, 0, 1, 32, len(png), len(header) + 16)
    return header + entry + png


if __name__ == "__main__":
    main()
