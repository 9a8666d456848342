"""How quickly PDFs are made: all of them, all again, and one that has changed."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from guide.addresses import Addresses
from guide.check import check
from guide.handouts.handout import Handout, node
from guide.handouts.pages import Pages
from guide.handouts.press import print_all

_ROOT = Path(__file__).resolve().parents[1]
_VERSION = "2026-11-23"
_BASE = "https://www.example.org/"


def _handouts() -> dict[tuple[str, str], tuple[Handout, str]]:
    """All that is made from data: 11 in 12 of all PDFs, and the longest of them."""
    site = check(_ROOT)[0]
    addresses = Addresses(site)
    return {
        (language.code, source): (handout, _VERSION)
        for language in site.languages
        for source, handout in Pages(site, language, addresses, _BASE).all()
    }


def _measure(name: str, root: Path, handouts: dict[tuple[str, str], tuple[Handout, str]]) -> None:
    start = time.perf_counter()
    files = print_all(root, handouts)
    seconds = time.perf_counter() - start
    size = sum(map(len, files.values())) / 1e6
    print(f"{name}: {len(files)} files, {size:.1f} MB, {seconds:.2f} s")


def main() -> None:
    """Prints the three times."""
    handouts = _handouts()
    key, (handout, version) = next(iter(handouts.items()))
    changed = replace(handout, body=[*handout.body, node("p", "Changed.")])
    with TemporaryDirectory() as folder:
        root = Path(folder)
        _measure("all", root, handouts)
        _measure("again", root, handouts)
        _measure("one changed", root, {**handouts, key: (changed, version)})


if __name__ == "__main__":
    main()
