"""What was published is kept: the rules between the ledger and the site as it is now.

They are applied to a site that has no other problems, since only then it is known what is where.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from guide.addresses import Addresses, section_of, section_source
from guide.model import Checklist, DecisionPath, Entry, GeneratedPage, Page, Published, Site
from guide.moves import Key, claims, is_withdrawn, moved_downloads, redirects
from guide.problems import Place, Problem, quote, suggestion

_LASTS = "what was published lasts: as a page, a redirect or a withdrawal"

#: What has ids that its editors chose, and says where those lead that have changed.
_Named = Page | Checklist | DecisionPath


@dataclass(frozen=True)
class _Promises:
    """The site, and where everything that was published is now."""

    site: Site
    addresses: Addresses
    #: The ids on each page.
    anchors: Mapping[Key, frozenset[str]]
    moved: Mapping[str, Key]

    @property
    def published(self) -> Iterator[tuple[str, str, Published]]:
        """Every address that was published, with its language."""
        for code, ledger in self.site.ledgers.items():
            for address, page in ledger.pages.items():
                yield code, address, page


def check(site: Site, addresses: Addresses, anchors: Mapping[Key, frozenset[str]]) -> list[Problem]:
    """Every promise that the site would break, and every mistake in what was moved.

    Args:
        site: A site without other problems.
        addresses: Where its pages are.
        anchors: The ids on its pages, see ``all_anchors``.
    """
    promises = _Promises(site, addresses, anchors, redirects(site, addresses))
    return [problem for rule in RULES for problem in rule(promises)]


def all_anchors(site: Site, generated: Iterable[GeneratedPage]) -> dict[Key, frozenset[str]]:
    """The ids on each page, those of prose and those made from data."""
    prose = {
        (page.language, page.source): frozenset(heading.id for heading in page.headings)
        for page in site.pages
    }
    return prose | {(page.language, page.source): page.anchors for page in generated}


def kept_anchors(
    site: Site, addresses: Addresses, anchors: Mapping[Key, frozenset[str]]
) -> dict[Key, dict[str, str]]:
    """Ids that were published and now lead elsewhere on their page: to another id, or '', its top.

    Editors say so where they chose the ids (``moved_anchors``). Ids that a page has of what it
    shows, such as the letters of an index, lead to its top when they are gone.
    """
    moved = redirects(site, addresses)
    found: dict[Key, dict[str, str]] = {}
    for key, promised in _promised(site, addresses, moved).items():
        named = _named(site, key)
        renamed = named.moved_anchors if named else {}
        gone = sorted(promised - anchors.get(key, frozenset()))
        if gone:
            found[key] = {name: renamed.get(name, "") for name in gone}
    return found


def _promised(
    site: Site, addresses: Addresses, moved: Mapping[str, Key]
) -> dict[Key, frozenset[str]]:
    """The ids that every page must have, since they were published at addresses that lead to it."""
    present = {address: key for key, address in addresses.all.items()}
    promised: dict[Key, frozenset[str]] = defaultdict(frozenset)
    for ledger in site.ledgers.values():
        for address, page in ledger.pages.items():
            key = present.get(address) or moved.get(address)
            if key and not is_withdrawn(key[1]):
                promised[key] |= page.all_anchors
    return promised


def _named(site: Site, key: Key) -> _Named | None:
    """What the page is made of, if its editors chose its ids."""
    code, source = key
    folder, name = posixpath.split(source.removesuffix(".md"))
    if folder == "checklists" and name in site.checklists:
        return site.checklists[name]
    if folder == "paths" and name in site.paths:
        return site.paths[name]
    return site.prose.get((code, source))


def addresses_are_kept(promises: _Promises) -> Iterator[Problem]:
    """Every published address is a page, a redirect or a withdrawal."""
    site, addresses = promises.site, promises.addresses
    present = set(addresses.all.values())
    lost = {
        address: (code, page)
        for code, address, page in promises.published
        if address not in present and address not in promises.moved
    }
    folders = {address for address, (_, page) in lost.items() if page.source.endswith("index.md")}
    for address, (code, page) in lost.items():
        if any(address != folder and address.startswith(folder) for folder in folders):
            continue  # What is below a section moves with it.
        yield _lost(site, code, address, page.source)


def _lost(site: Site, code: str, address: str, source: str) -> Problem:
    """The problem of an address that leads nowhere, with the line that would mend it."""
    slug = _slug(site, code, source)
    wrong = f"the address {quote(address)} was published and leads nowhere now"
    if slug:
        below = "; all below it follows" if source.endswith("index.md") else ""
        remedy = f"add '- {address}' under 'moved:', below this slug{below}"
        return Problem(slug, wrong, _LASTS, remedy)
    return Problem(
        site.ledgers[code].place("pages", address),
        wrong,
        _LASTS,
        f"add '- {address}' under 'moved:' in the page that took its place, or under 'addresses:' "
        f"of '{code}' in a file data/withdrawn/<id>.yml that says why the page is gone",
    )


def _slug(site: Site, code: str, source: str) -> Place | None:
    """Where the slug of a page is written, if the page is still there."""
    folder, name = posixpath.split(source.removesuffix(".md"))
    language = next(language for language in site.languages if language.code == code)
    section = section_of(source)
    if section in language.sections:
        return language.place("sections", section, "slug")
    page = site.prose.get((code, source))
    if page:
        return page.place("slug")
    entry: Entry | None = site.generated.get(folder, {}).get(name)
    return entry.place(code, "slug") if entry else None


def anchors_are_kept(promises: _Promises) -> Iterator[Problem]:
    """Every published id that an editor chose is on its page, or said to be called otherwise."""
    site = promises.site
    for key, promised in _promised(site, promises.addresses, promises.moved).items():
        named = _named(site, key)
        if named is None:
            continue
        for name in sorted(promised - promises.anchors[key] - set(named.moved_anchors)):
            yield Problem(
                named.place("moved_anchors") if named.moved_anchors else named.place(),
                f"the id {quote(name)} was published and is no longer on the page",
                "a published id leads to what is called otherwise now, or to the top of the page",
                f"write '{name}: new-id' under 'moved_anchors:' in this file, "
                f"or '{name}: \"\"' for the top of the page",
            )


def downloads_are_kept(promises: _Promises) -> Iterator[Problem]:
    """Every published file is there, unless its page was withdrawn."""
    site, addresses = promises.site, promises.addresses
    pages = {address: key for key, address in addresses.all.items()}
    now = moved_downloads(site, addresses, promises.moved)
    for code, address, page in promises.published:
        key = pages.get(address) or promises.moved.get(address)
        if key is None or is_withdrawn(key[1]):
            continue
        for name in page.downloads:
            if now.get(name, name) is None:
                yield Problem(
                    site.ledgers[code].place("pages", address, "downloads", name),
                    f"the file {quote(name)} was published and is no longer made",
                    _LASTS,
                    f"let the page {quote(key[1])} have such a file again",
                )


def moves_are_of_published_addresses(promises: _Promises) -> Iterator[Problem]:
    """What is said to have moved was published in the language, and is no page again."""
    site = promises.site
    everything = promises.addresses.all.items()
    pages = {address: key for key, address in everything if not is_withdrawn(key[1])}
    for address, (code, source), place in [*claims(site), *_section_claims(site)]:
        ledger = site.ledgers.get(code)
        known = set(ledger.pages) if ledger else set()
        if address not in known:
            yield Problem(
                place,
                f"the address {quote(address)} was never published in the language '{code}'"
                f"{suggestion(address, known)}",
                f"only addresses that stand in data/addresses/{code}.yml can have moved",
                "correct it, or remove the line",
            )
        elif address in pages and pages[address] != (code, source):
            yield Problem(
                place,
                f"the address {quote(address)} is that of the page {quote(pages[address][1])}",
                "an address is a page, or leads to one",
                "remove the line, or give that page another slug",
            )
        elif address in pages:
            yield Problem(
                place,
                f"the page is still at {quote(address)}",
                "'moved' names addresses that the page no longer has",
                "remove the line, or change the slug",
            )


def _section_claims(site: Site) -> Iterator[tuple[str, Key, Place]]:
    for language in site.languages:
        for name, moved in language.moved.items():
            for number, address in enumerate(moved):
                place = language.place("sections", name, "moved", number)
                yield address, (language.code, section_source(name)), place


def addresses_lead_to_one_page(promises: _Promises) -> Iterator[Problem]:
    """No two pages or withdrawals name the same old address."""
    first: dict[str, tuple[Key, Place]] = {}
    for address, key, place in [*claims(promises.site), *_section_claims(promises.site)]:
        other, there = first.setdefault(address, (key, place))
        if there != place:
            yield Problem(
                place,
                f"the address {quote(address)} is claimed by {quote(other[1])}, too "
                f"({there.path}, line {there.line})",
                "an address leads to one page",
                "remove one of the two lines",
            )


def moved_anchors_lead_to_anchors(promises: _Promises) -> Iterator[Problem]:
    """What is said of an id that was renamed is true: the old one is gone, the new one there."""
    promised = _promised(promises.site, promises.addresses, promises.moved)
    for key, anchors in promises.anchors.items():
        named = _named(promises.site, key)
        for old, new in named.moved_anchors.items() if named else ():
            assert named
            wrong = ""
            if new and new not in anchors:
                wrong = f"the id {quote(new)} is not on the page{suggestion(new, anchors)}"
            elif old in anchors:
                wrong = f"the id {quote(old)} is on the page again"
            elif old not in promised.get(key, ()):
                wrong = f"the id {quote(old)} was never published"
            if wrong:
                yield Problem(
                    named.place("moved_anchors", old),
                    wrong,
                    "'moved_anchors' has ids that were published and are gone, and for each the id "
                    "that it is called now, or ''",
                    "correct the line, or remove it",
                )


#: All rules, in the order in which they are applied.
RULES: tuple[Callable[[_Promises], Iterator[Problem]], ...] = (
    addresses_are_kept,
    anchors_are_kept,
    downloads_are_kept,
    moves_are_of_published_addresses,
    addresses_lead_to_one_page,
    moved_anchors_lead_to_anchors,
)
