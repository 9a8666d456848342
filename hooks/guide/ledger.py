"""Adds to the ledger what is published now: addresses, anchors, downloads and versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from guide.addresses import Addresses
from guide.clock import today
from guide.content import contents, digest
from guide.load.ledger import ledger_path, written
from guide.model import GeneratedPage, Published, Site
from guide.moves import Key, redirects
from guide.promises import all_anchors
from guide.versions import versions


def publish(site: Site, generated: Iterable[GeneratedPage]) -> Iterator[tuple[Path, str, str]]:
    """The ledger of each language with all that the site has now, and nothing less than before.

    Yields:
        The file, its new text, and in words what is new; these are empty if nothing is.
    """
    generated = list(generated)
    addresses = Addresses(site)
    now = _now(site, generated, addresses)
    moved = redirects(site, addresses)
    for code in site.codes:
        old = site.ledgers[code].pages if code in site.ledgers else {}
        pages = dict(old)
        for (language, source), address in addresses.all.items():
            if language == code:
                present = now[code, source]
                pages[address] = _added(old[address], present) if address in old else present
        for address in old.keys() & moved.keys():
            # So that the page can still be found when its file is renamed.
            pages[address] = replace(pages[address], source=moved[address][1])
        yield ledger_path(site.root, code), written(pages), _summary(old, pages)


def _now(
    site: Site, generated: list[GeneratedPage], addresses: Addresses
) -> Mapping[Key, Published]:
    """What the ledger would have of each page if it was published for the first time."""
    day, anchors = today(), all_anchors(site, generated)
    said, dated = contents(site), versions(site, generated)
    return {
        key: Published(
            source=key[1],
            first=day,
            version=dated[key],
            digest=digest(said[key]),
            anchors={day: tuple(sorted(anchors[key]))} if anchors[key] else {},
            downloads=dict.fromkeys(addresses.downloads(*key), day),
        )
        for key in addresses.all
    }


def _added(old: Published, now: Published) -> Published:
    """What the ledger has of an address, with what is new there."""
    anchors = {
        # On a clock that is behind, nothing comes before the address itself.
        max(day, old.first): tuple(name for name in names if name not in old.all_anchors)
        for day, names in now.anchors.items()
    }
    return Published(
        source=now.source,
        first=old.first,
        version=now.version,
        digest=now.digest,
        anchors=_joined(old.anchors, anchors),
        downloads=dict(now.downloads) | dict(old.downloads),
    )


def _joined(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    days = sorted({*old, *(day for day, names in new.items() if names)})
    return {day: (*old.get(day, ()), *new.get(day, ())) for day in days}


def _summary(old: Mapping[str, Published], new: Mapping[str, Published]) -> str:
    """What is new, in words: '2 addresses, 5 anchors, 1 version'."""
    empty = Published("", "", next(iter(new.values())).version, "") if new else None
    counts = dict.fromkeys(("address", "anchor", "download", "version", "source"), 0)
    for address, page in new.items():
        before = old.get(address, empty)
        assert before
        counts["address"] += address not in old
        counts["anchor"] += len(page.all_anchors - before.all_anchors)
        counts["download"] += len(page.downloads.keys() - before.downloads.keys())
        counts["version"] += address in old and page.digest != before.digest
        counts["source"] += address in old and page.source != before.source
    return ", ".join(f"new of {name}: {count}" for name, count in counts.items() if count)
