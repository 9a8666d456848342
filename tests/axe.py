"""Axe's rules, all of them, on a page as it stands, in every window that a reader may have."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

import axe_playwright_python
from playwright.sync_api import Page

Scheme = Literal["light", "dark", "forced"]

#: How wide a window is, and in what colours.
WIDTHS = (320, 390, 768, 1440)
SCHEMES: tuple[Scheme, ...] = ("light", "dark", "forced")

#: Whether nothing is left out that takes long: `make accessibility`.
EVERY_WINDOW = bool(os.environ.get("EVERY_WINDOW"))

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

#: Rules about colours, which take most of the time, and the elements that each is about.
_COLOURS = {
    "color-contrast": ["*"],
    "color-contrast-enhanced": ["*"],
    "link-in-text-block": ["a[href]", "[role=link]"],
}

#: Rules that axe leaves out unless it is asked: contrast of level AAA, and size of targets.
_ASKED = ["color-contrast-enhanced", "target-size"]

# An element's contrast comes from its own style and from what it is in. Of those that are alike in
# all of that, which have the same number, contrast is measured at the first alone. The page
# remembers which it has seen, until another is opened: to send them each time takes longer than
# the rules.
_RUN = """async ([part, rules, asked, narrowed, size, seen]) => {
  const known = globalThis.seen[size] ??= new Set(seen), numbers = new Map(), found = [];
  const parts = document.querySelectorAll(part ?? ":root");
  const number = (text, from) => {
    for (let at = 0; at < text.length; at++) {
      from = (from * 31 + text.charCodeAt(at)) % 281474976710597;
    }
    return from;
  };
  for (const element of document.querySelectorAll("*")) {
    element.removeAttribute("data-new");
    const style = getComputedStyle(element);
    const own = [
      element.localName, ...[...element.classList].sort(), ...element.getAttributeNames().sort(),
      style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
      style.mixBlendMode, style.textShadow, style.fontSize, style.fontWeight, style.position,
      element.checkVisibility({visibilityProperty: true}), Boolean(element.value),
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
    ];
    const mine = number(own.join(), numbers.get(element.parentElement) ?? 0);
    numbers.set(element, mine);
    if ([...parts].some((each) => each.contains(element)) && !known.has(mine)) {
      known.add(mine);
      found.push(mine);
      element.setAttribute("data-new", "");
    }
  }
  axe.configure({rules: narrowed});
  const {violations} = await axe.run(parts, {
    resultTypes: ["violations"], selectors: false,
    ...(rules ? {runOnly: rules} : {}),
    rules: Object.fromEntries(asked.map((rule) => [rule, {enabled: true}])),
  });
  return [
    violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`)),
    found,
  ];
}"""

# What the page lacks: whether that is axe, and what was seen in windows of the size.
_LACKS = """(size) => {
  globalThis.seen ??= {};
  return [typeof axe === "undefined", !(size in globalThis.seen)];
}"""

# The rules about colours as axe is to have them, for the elements that are new.
_NARROWED = [
    {"id": rule, "selector": ", ".join(f"{each}[data-new]" for each in about)}
    for rule, about in _COLOURS.items()
    if not EVERY_WINDOW
]

# What was seen of each browser's page in each window: the numbers of elements.
_seen: WeakKeyDictionary[Page, dict[tuple[int, Scheme], list[int]]] = WeakKeyDictionary()


def bring_along(page: Page) -> None:
    """Has axe in every page that is opened from now on: quicker than to send it to each."""
    page.add_init_script(_AXE)


# Puts a page in place of the one that is open. Its scripts do not run; axe need not be read again,
# and the browser knows its code already, which makes it twice as quick as to open the page.
_SHOW = """async (address) => {
  const text = await (await fetch(address)).text();
  const {documentElement} = new DOMParser().parseFromString(text, "text/html");
  history.replaceState(null, "", address);
  document.replaceChild(document.adoptNode(documentElement), document.documentElement);
  await Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map((link) =>
    link.sheet || new Promise((done) => Object.assign(link, {onload: done, onerror: done}))));
}"""


def in_passing(page: Page, address: str, width: int) -> list[str]:
    """What axe has against a page as it is without its scripts, in the first of the colours.

    Sizes are left aside. Another page of the site is to be open.
    """
    emulate(page, width, SCHEMES[0])
    page.evaluate(_SHOW, address)
    return _run(page, (width, SCHEMES[0]), None, None, _ASKED[:1])


def in_every_window(
    page: Page,
    part: str | None = None,
    widths: Iterable[int] = WIDTHS,
    schemes: tuple[Scheme, ...] = SCHEMES,
) -> dict[str, list[str]]:
    """What axe has against the page as it stands, or parts of it, by window; empty if nothing.

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
        if against := _run(page, (width, scheme), part, rules, _ASKED):
            found[f"{width} {scheme}"] = against
    return found


def _run(
    page: Page,
    window: tuple[int, Scheme],
    part: str | None,
    rules: list[str] | None,
    asked: list[str],
) -> list[str]:
    """What axe has against the page in the window in which it is.

    Rules about colours look at elements that are like none which they saw in this window before,
    whatever was open in the browser's page; at all of them if EVERY_WINDOW is set.
    """
    size = " ".join(map(str, window))
    seen = _seen.setdefault(page, defaultdict(list))[window]
    lacks_axe, lacks_seen = page.evaluate(_LACKS, size)
    if lacks_axe:
        page.evaluate(_AXE)
    given = [part, rules, asked, _NARROWED, size, seen if lacks_seen else []]
    found, new = page.evaluate(_RUN, given)
    seen += new
    return [each.replace(' data-new=""', "") for each in found]


def emulate(page: Page, width: int, scheme: Scheme, height: int = 800) -> None:
    """Makes the page's window so wide, in these colours."""
    page.set_viewport_size({"width": width, "height": height})
    if scheme == "forced":
        page.emulate_media(color_scheme="light", forced_colors="active")
    else:
        page.emulate_media(color_scheme=scheme, forced_colors="none")
