"""The addresses of other sites that the content names, and where it names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from guide.load.data import Document, Key, read_data
from guide.model import Site
from guide.problems import Place

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)

# What ends a sentence or a bracket, not the address in it.
_AFTER = ".,;:!?)]}»”'"

#: Folders of data in which there are none: addresses of our own, and no data.
_WITHOUT = ("addresses", "schema")


def outside(root: Path, site: Site) -> Mapping[str, tuple[Place, ...]]:
    """Every address of another site without its fragment, and all places that name it."""
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for address, place in [*_in_prose(site), *_in_data(root)]:
        found[address.partition("#")[0]].setdefault(place)
    return {address: tuple(sorted(places)) for address, places in sorted(found.items())}


def _in_prose(site: Site) -> Iterator[tuple[str, Place]]:
    for page in site.pages:
        for link in page.links:
            if _ADDRESS.fullmatch(link.target):
                yield link.target, link.place


def _in_data(root: Path) -> Iterator[tuple[str, Place]]:
    for path in sorted((root / "data").glob("**/*.yml")):
        if path.parent.name not in _WITHOUT:
            document, _ = read_data(root, path)
            yield from _in_value(document, document.value, ())


def _in_value(document: Document, value: Any, key: Key) -> Iterator[tuple[str, Place]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _in_value(document, inner, (*key, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _in_value(document, inner, (*key, number))
    elif isinstance(value, str):
        whole = _ADDRESS.fullmatch(value)
        for address in [value] if whole else _ADDRESS.findall(value):
            yield address if whole else address.rstrip(_AFTER), document.place(*key)
