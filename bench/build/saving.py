"""How long it takes until a saved change is served by a preview."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin

from guide.search.index import base36

from tests.project import environment

#: The longest that anything is waited for, in seconds.
PATIENCE = 120.0

#: How often each kind of change is saved.
TIMES = 10

#: A page of prose, and what lists it; and a concept of every site that has its own.
PROSE, PAGE = "docs/en/guide/why.md", "/en/guide/why-it-concerns-you/"
SITEMAP = "/en/site-map/"
CONCEPT = "/en/glossary/twin-town/"


@contextmanager
def preview(root: Path) -> Iterator[str]:
    """The address of a preview of a project, as `make serve` shows it."""
    with (root / "serve.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "live", "--port", "0"],
            cwd=root,
            env=environment(PYTHONPATH="hooks"),
            stdout=log,
            stderr=log,
        )
    try:
        found = wait(lambda: re.search(r"http://[\d.:]+", (root / "serve.log").read_text("utf-8")))
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def fetch(address: str) -> str:
    """What is at an address, whatever its status; nothing if there is no server."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310
            text: str = answer.read().decode("utf-8", "replace")
            return text
    except urllib.error.HTTPError as error:
        return error.read().decode("utf-8", "replace")
    except (OSError, HTTPException):  # It begins anew, perhaps in the middle of an answer.
        return ""


def wait(until: Callable[[], Any]) -> Any:
    """What is found at last.

    Raises:
        TimeoutError: if it is not found.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := until():
            return found
        time.sleep(0.01)
    raise TimeoutError


def savings(root: Path) -> Iterator[tuple[str, float, float]]:
    """What was saved and what was asked for, with the median and the longest time, in seconds."""
    with preview(root) as origin:
        for path in (PAGE, "/fi/", "/sv/", "/en/search/router.json"):
            fetch(origin + path)
        for what, change, shown in _changes(root, origin):
            taken = [_time(change, shown, f"{what}{number}".lower()) for number in range(TIMES)]
            yield what, median(taken), max(taken)


def _time(change: Callable[[str], None], shown: Callable[[str], bool], mark: str) -> float:
    time.sleep(4)  # Nothing is left to do of the last change, as when a person reads and writes.
    mark = re.sub("[^a-z0-9]", "", mark)
    change(mark)
    begin = time.monotonic()
    wait(lambda: shown(mark))
    return time.monotonic() - begin


Change = tuple[str, Callable[[str], None], Callable[[str], bool]]


def _changes(root: Path, origin: str) -> Iterator[Change]:
    """Each kind of change: its name, how it is made with a mark, and whether the mark is there."""

    def at(path: str) -> Callable[[str], bool]:
        return lambda mark: mark in fetch(origin + path)

    def replacing(name: str, old: str, new: str) -> Callable[[str], None]:
        text = (root / name).read_text("utf-8")
        before, found, after = text.partition(old)
        assert found, name
        return lambda mark: _save(root / name, before + new.replace("*", mark) + after)

    written = replacing(PROSE, "\n---\n", "\n---\n\n* is new.\n")
    yield "prose", written, at(PAGE)
    found = _search(origin, PAGE)
    # Nobody searches for what the page does not show yet.
    yield "prose: in the search", written, lambda mark: at(PAGE)(mark) and found(mark)
    titled = replacing(PROSE, "title: ", "title: * ")
    yield "title: in the list", titled, at("/en/guide/")
    yield "title: in the site map", titled, at(SITEMAP)
    yield "template", replacing("overrides/main.html", "<body>", "<body><!--*-->"), at(PAGE)
    for what, name in (("style", "styles/base.css"), ("script", "page.js")):
        asset = root / "overrides/assets" / name
        code = asset.read_text("utf-8")
        line = ".{} {{ color: red }}" if what == "style" else "globalThis.{} = 1;"
        yield what, _appending(asset, code, line), _asset(origin, what)
    if not (root / "data/concepts/twin-town.yml").exists():
        return
    named = _naming(root / "data/concepts/twin-town.yml")
    yield "data", named, at(CONCEPT)
    yield "data: in another language", named, at("/fi/sanasto/ystavyyskunta/")
    yield "data: in the index", named, at("/en/glossary/")
    indexed = _search(origin, CONCEPT)
    yield "data: in the search", named, lambda mark: at(CONCEPT)(mark) and indexed(mark)


def _save(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _appending(path: Path, text: str, line: str) -> Callable[[str], None]:
    return lambda mark: _save(path, f"{text}\n{line.format(mark)}\n")


def _naming(path: Path) -> Callable[[str], None]:
    """Adds a synonym in English."""
    text = path.read_text("utf-8")
    begin = text.index("\nen:\n")
    head, block = text[:begin], text[begin:]
    empty = block.replace("  admitted: []\n", "  admitted:\n    - *\n", 1)
    full = block.replace("  admitted:\n", "  admitted:\n    - *\n", 1)
    changed = empty if empty != block else full
    return lambda mark: _save(path, head + changed.replace("- *\n", f"- {mark}\n", 1))


def _asset(origin: str, what: str) -> Callable[[str], bool]:
    """Whether the page names a style or script that has the mark."""
    pattern = r'href="([^"]*/site\.css)"' if what == "style" else r'src="([^"]*/page\.js)"'

    def shown(mark: str) -> bool:
        named = re.search(pattern, fetch(origin + PAGE))
        return named is not None and mark in fetch(urljoin(origin + PAGE, named[1]))

    return shown


def _search(origin: str, page: str) -> Callable[[str], bool]:
    """Whether what the search shows of the page has the mark."""
    folder = f"{origin}/en/search/"
    pages = int(json.loads(fetch(f"{folder}router.json"))["pages"])
    names = (f"p{base36(number)}-0.json" for number in range(pages))
    place = page.removeprefix("/en/")
    name = next(name for name in names if json.loads(fetch(folder + name))["url"].endswith(place))
    return lambda mark: mark in fetch(folder + name)
