"""Where addresses lead that were published and are no pages any more.

A page names the addresses that it once had, and so does a section for all that is below it; a
withdrawal names those of a page that is gone. An address may be led on several times: its page was
renamed, and then the section.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from guide.addresses import WITHDRAWN, Addresses, section_source
from guide.model import Language, Site
from guide.problems import Place

#: A page: its language and source.
Key = tuple[str, str]


def claims(site: Site) -> Iterator[tuple[str, Key, Place]]:
    """Every old address that a page or a withdrawal names, the page, and where it is named."""
    for page in site.pages:
        for number, address in enumerate(page.moved):
            yield address, (page.language, page.source), page.place("moved", number)
    for folder, entries in site.generated.items():
        for identifier, entry in entries.items():
            for code, text in entry.texts.items():
                for number, address in enumerate(text.moved):
                    key = (code, f"{folder}/{identifier}.md")
                    yield address, key, entry.place(code, "moved", number)
    for identifier, withdrawal in site.withdrawals.items():
        for code, said in withdrawal.texts.items():
            for number, address in enumerate(said.addresses):
                key = (code, f"{WITHDRAWN}/{identifier}.md")
                yield address, key, withdrawal.place(code, "addresses", number)


def redirects(site: Site, addresses: Addresses) -> dict[str, Key]:
    """The page that each published address leads to, but for those where it still is itself.

    Addresses that lead nowhere are left out: that is a mistake, see ``guide.promises``.
    """
    pages = {address: key for key, address in addresses.all.items()}
    claimed = {address: key for address, key, _ in claims(site)}
    found: dict[str, Key] = {}
    for language in site.languages:
        folders = list(_folders(language, addresses))
        ledger = site.ledgers.get(language.code)
        for address in ledger.pages if ledger else ():
            key = _follow(address, {**pages, **claimed}, folders)
            if key and address not in pages:
                found[address] = key
    return found


def _folders(language: Language, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """The old address of each section that has moved, and its present one."""
    for name, moved in language.moved.items():
        # The page that lists editions is not always there.
        if (language.code, section_source(name)) in addresses.all:
            for old in moved:
                yield old, addresses.section(language.code, name)


def _follow(address: str, known: Mapping[str, Key], folders: list[tuple[str, str]]) -> Key | None:
    """The page that an address leads to, by way of sections that have moved."""
    seen: set[str] = set()
    while address not in seen:
        seen.add(address)
        if address in known:
            return known[address]
        # A folder within another is more exact.
        above = max((pair for pair in folders if address.startswith(pair[0])), default=("", ""))
        address = above[1] + address.removeprefix(above[0])
    return None


def moved_downloads(
    site: Site, addresses: Addresses, moved: Mapping[str, Key]
) -> dict[str, str | None]:
    """Where each published download is now that is no longer where it was.

    Of a page that was withdrawn, and where nothing of the kind is there any more, it is None.
    """
    present = {address: key for key, address in addresses.all.items()}
    found: dict[str, str | None] = {}
    for ledger in site.ledgers.values():
        for address, page in ledger.pages.items():
            key = present.get(address) or moved.get(address)
            now = addresses.downloads(*key) if key else ()
            for name in page.downloads:
                if name not in now:
                    ending = posixpath.splitext(name)[1]
                    found[name] = next((new for new in now if new.endswith(ending)), None)
    return found


def is_withdrawn(source: str) -> bool:
    """Whether a page only says that another was withdrawn."""
    return source.startswith(f"{WITHDRAWN}/")
