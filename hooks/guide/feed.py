"""The changes as an Atom feed, one for each language.

Source: RFC 4287, The Atom Syndication Format. All dates come from the data, so that the same
changes give the same bytes; the ids hold no address, so that they outlive a move of the site.
"""

from __future__ import annotations

from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from guide.addresses import CHANGES, FEED, START, Addresses
from guide.model import Change, Language, Site
from guide.references import References
from guide.rendering import unmarked

_NAMESPACE = "http://www.w3.org/2005/Atom"

# Made once for all ids of this site's feeds; another would make every entry new to readers.
_IDS = UUID("6f0c2f0e-5d0b-4c38-9d2f-0b8d4e6a1c57")


def feed_address(addresses: Addresses, language: Language) -> str:
    """The address of a language's feed, below the site's."""
    return addresses.beside(language.code, CHANGES, FEED)


def feed_title(language: Language) -> str:
    """What the feed is called: the site and what the feed tells of it."""
    return f"{language.strings['site.name']}: {language.sections['changes']['title']}"


def feed(site: Site, language: Language, addresses: Addresses, base: str) -> str:
    """The feed of a language as XML; ``base`` is the site's address, with a slash at its end."""
    code, changes = language.code, site.latest()
    name = language.strings["site.name"]
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": code})
    _add(root, "id", _id(code, ""))
    _add(root, "title", feed_title(language))
    _add(root, "subtitle", language.strings["changes.description"])
    _add(root, "updated", _moment(max((change.date for change in changes), default="1970-01-01")))
    _add(root, "link", rel="self", href=base + feed_address(addresses, language))
    _add(root, "link", rel="alternate", href=base + addresses.address(code, CHANGES))
    _add(_add(root, "author"), "name", name)
    references = References(site, language, addresses)
    for change in changes:
        entry = _add(root, "entry")
        names = [references.link(START, source)[0] for source in change.pages]
        _add(entry, "id", _id(code, change.id))
        _add(entry, "title", ", ".join(names) or language.strings["changes.whole"])
        _add(entry, "updated", _moment(change.date))
        _add(entry, "link", rel="alternate", href=base + _page(addresses, code, change))
        _add(entry, "content", unmarked(change.text[code]), type="text")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, "unicode")}\n'


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text
    return element


def _id(code: str, change: str) -> str:
    return uuid5(_IDS, f"{code}/{change}").urn


def _moment(day: str) -> str:
    """A day as a moment: Atom knows no days."""
    return f"{day}T00:00:00Z"


def _page(addresses: Addresses, code: str, change: Change) -> str:
    """The page that changed; if there are several, the day in the list of changes."""
    if len(change.pages) == 1:
        return addresses.address(code, change.pages[0])
    return f"{addresses.address(code, CHANGES)}#changes-{change.date}"
