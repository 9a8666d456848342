"""Axe's rules, all of them, on a page as it stands, in every window that a reader may have."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page

Scheme = Literal["light", "dark", "forced"]

#: How wide a window is, and in what colours.
WIDTHS = (320, 390, 768, 1440)
SCHEMES: tuple[Scheme, ...] = ("light", "dark", "forced")

#: Whether nothing is left out that takes long: `make accessibility`.
EVERY_WINDOW = bool(os.environ.get("EVERY_WINDOW"))

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

#: Rules about colours, which are the slowest.
_COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]

#: Rules that axe leaves out unless it is asked: contrast of level AAA, and size of targets.
_ASKED = ["color-contrast-enhanced", "target-size"]

_RUN = """([part, rules, without, asked]) => axe.run(part ?? document, {
    resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {}),
    rules: Object.fromEntries([
      ...asked.map((rule) => [rule, {enabled: true}]),
      ...without.map((rule) => [rule, {enabled: false}]),
    ]),
  }).then((results) => results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html}`)))"""


def bring_along(page: Page) -> None:
    """Has axe in every page that is opened from now on: quicker than to send it to each."""
    page.add_init_script(_AXE)


def violations(page: Page, part: str | None = None, rules: list[str] | None = None) -> list[str]:
    """What axe has against the page, or a part of it, in the window as it is."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN, [part, rules, [], _ASKED])
    return found


def violations_but_of_colours(page: Page) -> list[str]:
    """What axe has against the page; colours and sizes, which take longest, left aside."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN, [None, None, _COLOURS, []])
    return found


def in_every_window(
    page: Page,
    part: str | None = None,
    widths: Iterable[int] = WIDTHS,
    schemes: tuple[Scheme, ...] = SCHEMES,
) -> dict[str, list[str]]:
    """What axe has against the page as it stands, by window; empty if nothing.

    All rules run at every width in the first of the colours. Those about colours run in the
    others, at one width each by turns, or at all of them if EVERY_WINDOW is set: nothing else that
    axe looks at is another there.
    """
    widths = list(widths)
    found = {}
    for (number, width), (turn, scheme) in product(enumerate(widths), enumerate(schemes)):
        if turn and number != turn % len(widths) and not EVERY_WINDOW:
            continue
        emulate(page, width, scheme)
        rules = None if scheme == schemes[0] else ["cat.color"]
        if against := violations(page, part, rules):
            found[f"{width} {scheme}"] = against
    return found


def emulate(page: Page, width: int, scheme: Scheme, height: int = 800) -> None:
    """Makes the page's window so wide, in these colours."""
    page.set_viewport_size({"width": width, "height": height})
    if scheme == "forced":
        page.emulate_media(color_scheme="light", forced_colors="active")
    else:
        page.emulate_media(color_scheme=scheme, forced_colors="none")
