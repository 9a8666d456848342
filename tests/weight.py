"""What a page costs a reader who has done nothing yet: see ``measure``."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, Request

#: A phone, in CSS pixels.
PHONE = (390, 844)

#: The most that a guide page may cost: bytes, where a KB is a thousand of them, and requests.
MOST_BYTES, MOST_REQUESTS = 40_000, 7

#: The folder of the guides in each language.
GUIDES = ("sv/guide", "fi/opas", "en/guide")

#: Pages that are loaded at the same time.
TABS = 8

#: What a server compresses; pictures and fonts are compressed already.
COMPRESSED = {
    ".html": "HTML",
    ".css": "CSS",
    ".js": "JS",
    ".svg": "images",
    ".json": "other",
    ".txt": "other",
    ".xml": "other",
    ".webmanifest": "other",
}
PICTURES = (".png", ".ico", ".jpg", ".webp")
KINDS = ("HTML", "CSS", "JS", "images", "other")

_WATCH = """
  globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""

_ASK = """() => {
  const blocking = performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking");
  const scripts = [...document.scripts].filter((script) =>
    !script.async && !script.defer && /^(text\\/javascript)?$/.test(script.type));
  return {
    styles: blocking.filter(({ initiatorType }) => initiatorType !== "script").length,
    scripts: blocking.filter(({ initiatorType }) => initiatorType === "script").length,
    classic: scripts.length,
    shift: globalThis.shift,
    icon: [...document.querySelectorAll("link[rel~=icon]")].at(-1)?.href
      ?? new URL("/favicon.ico", location).href,
  };
}"""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a page costs.

    ``asked`` has each request; ``missing`` those that a server answers with 404, and ``elsewhere``
    those to other hosts, whose bytes are not known. ``blocking_styles`` and ``blocking_scripts``
    are what the browser waits for before it shows anything, ``classic_scripts`` what it stops
    reading the page for, inline scripts too.
    """

    asked: tuple[str, ...]
    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    bytes: Counter[str]
    blocking_styles: int
    blocking_scripts: int
    classic_scripts: int
    shift: float

    def faults(self) -> list[str]:
        """Where it is more than a page of ours may cost, whatever its kind."""
        return [
            *(f"404: {url}" for url in self.missing),
            *(f"another host: {url}" for url in self.elsewhere),
        ]

    def excess(self) -> list[str]:
        """Where it is more than a guide may cost."""
        size, requests = self.bytes.total(), len(self.asked)
        return [
            *([f"{size:,} bytes, more than {MOST_BYTES:,}"] if size > MOST_BYTES else []),
            *([f"{requests} requests, more than {MOST_REQUESTS}"] * (requests > MOST_REQUESTS)),
        ]


def guides(site: Path) -> list[str]:
    """The paths of all guides of a built site, and of the pages that lead to them."""
    pages = [sorted((site / folder).rglob("index.html")) for folder in GUIDES]
    assert all(pages), f"a language has no guides: {GUIDES}"
    return [f"/{file.parent.relative_to(site).as_posix()}/" for files in pages for file in files]


def measure(
    browser: Browser, site: Path, origin: str, paths: Sequence[str]
) -> Iterator[tuple[str, Weight]]:
    """Each page of the site, which is served at the origin, with what it costs.

    Each is loaded as the first of a visit: nothing is kept from the page before. A request counts
    as many bytes as gzip makes of its answer, without headers. The icon is asked for late or, by
    some headless browsers, not at all: it is counted in any case.
    """
    width, height = PHONE
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_init_script(_WATCH)
    tabs = [_Tab(context, site, origin) for _ in range(min(TABS, len(paths)))]
    for start in range(0, len(paths), TABS):
        # All of them load while the first is waited for.
        several = list(zip(paths[start : start + TABS], tabs, strict=False))
        for path, tab in several:
            tab.open(path)
        for path, tab in several:
            yield path, tab.weigh()
    context.close()


class _Tab:
    """Loads one page after the other; a new one for each would take longer than the page."""

    def __init__(self, context: BrowserContext, site: Path, origin: str) -> None:
        self.site = site
        self.origin = origin
        self.asked: list[str] = []
        self.page = context.new_page()
        self.page.on("request", self._request)
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https"):
            self.asked.append(request.url)

    def open(self, path: str) -> None:
        """Begins to load a page."""
        self.asked.clear()
        self.page.goto(self.origin + path, wait_until="commit")

    def weigh(self) -> Weight:
        """Waits until the page asks for nothing more."""
        self.page.wait_for_load_state("networkidle")
        told = self.page.evaluate(_ASK)
        asked = tuple(dict.fromkeys((*self.asked, told["icon"])))
        ours = [url for url in asked if url.startswith(f"{self.origin}/")]
        return Weight(
            asked=asked,
            missing=tuple(url for url in ours if not _file(self.site, url).is_file()),
            elsewhere=tuple(url for url in asked if url not in ours),
            bytes=_bytes(_file(self.site, url) for url in ours),
            blocking_styles=told["styles"],
            blocking_scripts=told["scripts"],
            classic_scripts=told["classic"],
            shift=told["shift"],
        )


def _bytes(files: Iterable[Path]) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for file in files:
        kind, size = _sent(file)
        sizes[kind] += size
    return sizes


def _file(site: Path, url: str) -> Path:
    path = site / unquote(urlsplit(url).path).lstrip("/")
    return path / "index.html" if path.is_dir() else path


@cache
def _sent(file: Path) -> tuple[str, int]:
    """The kind of a file and its bytes on the wire; a missing one is the page that says so."""
    if not file.is_file():
        file = next(
            folder / "404.html" for folder in file.parents if (folder / "404.html").exists()
        )
    kind = COMPRESSED.get(file.suffix)
    content = file.read_bytes()
    if kind:
        return kind, len(gzip.compress(content, 6))
    return "images" if file.suffix in PICTURES else "other", len(content)
