"""What the site's old addresses lead to, as servers read it.

It is made of the same data as the pages at these addresses: see ``guide.moves``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guide.addresses import Addresses
from guide.load import load
from guide.moves import is_withdrawn, moved_downloads, redirects

_HEAD = "# Made by 'make webroot' of what the site says: not to be changed by hand.\n"


@dataclass(frozen=True)
class Old:
    """Old paths without a slash at their end, and what they lead to."""

    #: What has moved: the new path.
    moved: Mapping[str, str] = field(default_factory=dict)
    #: What was withdrawn, pages and files: the path of the page that says so.
    withdrawn: Mapping[str, str] = field(default_factory=dict)


def old_addresses(root: Path) -> Old:
    """The old addresses of the site below ``root``, which has no problems."""
    site, _ = load(root)
    addresses = Addresses(site)
    moved = redirects(site, addresses)
    gone = {key: at for key, at in addresses.all.items() if is_withdrawn(key[1])}
    old = {at: addresses.address(*key) for at, key in moved.items()}
    files = moved_downloads(site, addresses, moved)
    old |= {name: new for name, new in files.items() if new}
    withdrawn = {at: at for at in gone.values()}
    for ledger in site.ledgers.values():
        for at, page in ledger.pages.items():
            if (now := old.get(at, at)) in withdrawn:
                withdrawn |= dict.fromkeys(page.downloads, now)
    return Old(dict(_paths(old)), dict(_paths(withdrawn)))


def _paths(pairs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for old, new in sorted(pairs.items()):
        yield f"/{old.rstrip('/')}", f"/{new}"


def moved_map(moved: Mapping[str, str]) -> str:
    """What nginx answers with 301: lines of a map, from an old path to the new one."""
    return _HEAD + "".join(f"{old} {new};\n" for old, new in moved.items())


def withdrawn_map(withdrawn: Mapping[str, str]) -> str:
    """What nginx answers with 410: lines of a map, from a path to the file that says so."""
    return _HEAD + "".join(f"{old} {new}index.html;\n" for old, new in withdrawn.items())
