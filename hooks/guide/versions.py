"""What version of each page a reader has before them, and since when.

A page's version in a language is the day when its content in that language last changed; a second
change on the same day adds a number. The ledger keeps both the version and a digest of the content,
so that a build without history gives the same. Of what is not in the ledger yet, git knows the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from guide.addresses import Addresses
from guide.clock import today
from guide.content import contents, digest, files
from guide.git import git
from guide.model import GeneratedPage, Page, Published, Site, Version
from guide.moves import Key, redirects

#: The version of every page, by language and source.
Versions = Mapping[tuple[str, str], Version]

# Where pages' content is.
_CONTENT = ("docs", "data")


def versions(site: Site, generated: Iterable[GeneratedPage]) -> Versions:
    """The version of every page of the site, those made from data included."""
    everything: list[Page | GeneratedPage] = [*site.pages, *generated]
    return _versions(site, [(page.language, page.source) for page in everything])


def changes(site: Site, pages: Collection[Key]) -> dict[Key, str]:
    """The day when each of these pages last changed."""
    return {key: version.date for key, version in _versions(site, pages).items()} if pages else {}


def _versions(site: Site, pages: Collection[Key]) -> dict[Key, Version]:
    published = _published(site)
    digests = {key: digest(value) for key, value in contents(site).items()}
    known = {
        key: published[key].version
        for key in pages
        if key in published and published[key].digest == digests[key]
    }
    changed = [key for key in pages if key not in known]
    history = _history(site.root) if changed else {}
    day = today()
    for key in changed:
        dates = [_date(history, name, day) for name in files(site, *key)]
        known[key] = _next(published.get(key), max(dates))
    return known


def _next(published: Published | None, day: str) -> Version:
    """The version of a page whose content is not that of the ledger."""
    if published is None or day > published.version.date:
        return Version(day)
    return Version(published.version.date, published.version.number + 1)


def _published(site: Site) -> dict[tuple[str, str], Published]:
    """What the ledger has of each page: at its address, or else at those that it had before."""
    addresses = Addresses(site)
    pages = {
        address: page for ledger in site.ledgers.values() for address, page in ledger.pages.items()
    }
    found: dict[tuple[str, str], Published] = {}
    for old, key in redirects(site, addresses).items():
        found[key] = max(found.get(key, pages[old]), pages[old], key=lambda page: page.version)
    return found | {
        key: pages[address] for key, address in addresses.all.items() if address in pages
    }


def _date(history: Mapping[str, str], name: str, otherwise: str) -> str:
    """The day when a file, or any in a folder, last changed."""
    if name.endswith((".md", ".yml", ".lock")):
        return history.get(name, otherwise)
    within = [day for path, day in history.items() if path.startswith(f"{name}/")]
    return max(within, default=otherwise)


def _history(root: Path) -> dict[str, str]:
    """The day of the last commit of each file of content.

    Of what is not committed as it is, today. A change counts on the day when it came to the branch
    that is built, not when it was written elsewhere. Without git, nothing.
    """
    names_only = ("--format=%x00%cs", "--name-only", "--relative", "--", *_CONTENT)
    log = git(root, "log", "--first-parent", "-m", *names_only).decode()
    found: dict[str, str] = {}
    for commit in log.split("\0")[1:]:
        day, _, names = commit.partition("\n")
        for name in names.split("\n"):
            found.setdefault(name, day)
    changed = git(root, "status", "--porcelain", "-uall", "--no-renames", "--", *_CONTENT)
    for line in changed.decode().splitlines():
        found[line[3:]] = today()
    return found


__all__ = ["Version", "Versions", "changes", "versions"]
