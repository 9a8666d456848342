"""A page of the site as it stands in an edition.

What changes is cut out of the page's own text and replaced there; all else stays as it is, letter
for letter.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit, urlunsplit

from guide.edition.refused import Refused
from guide.edition.scripts import NAME
from guide.languages import written_date
from guide.model import Language

# Attributes that lead elsewhere, and those that tell a script what to read.
_LEADING, _READ = ("href", "src", "action", "poster"), ("data-definitions", "data-search-base")

_ATTRIBUTE = re.compile(rf'(?<=\s)({"|".join((*_LEADING, *_READ))})="([^"]*)"')
_REFRESH = re.compile(r'(?<=\s)content="(\d+;\s*url=)([^"]*)"', re.IGNORECASE)

#: What is said to search engines, social networks and home screens, all of whom want the site.
#: The canonical address stays, and what the page says of itself as JSON-LD: they name the current
#: page to machines, and what copies the address or makes a reference takes it from there.
_LINKS_OUT = frozenset({"alternate", "manifest"})
_META_OUT = re.compile(r"og:|article:|twitter:|citation_")

_MODULE = re.compile(r"(.*/)?(assets/[0-9a-f]+/)(.+)")


@dataclass(frozen=True)
class Edition:
    """What an edition is of."""

    #: Year-month-day.
    date: str
    #: The address of the current site, with a slash at its end.
    site: str
    languages: tuple[Language, ...]


@dataclass(frozen=True)
class Rewritten:
    """A page of an edition."""

    html: str
    #: The files that the page leads to.
    targets: frozenset[str]
    #: What its scripts read: files, and folders with a slash at their ends.
    read: frozenset[str]


def rewrite(html: str, path: str, edition: Edition) -> Rewritten:
    """A page as it stands in an edition.

    Args:
        html: The page of the site.
        path: Its path: ``fi/opas/index.html``.
        edition: What it is to say of itself.
    """
    parser = _Page(html, path, edition)
    parser.feed(html)
    parser.close()
    return Rewritten(parser.rewritten(), frozenset(parser.targets), frozenset(parser.read))


@dataclass
class _Cut:
    """A piece of the page and what stands in its place."""

    start: int
    end: int
    text: str = ""


@dataclass
class _Modules:
    """The modules of a page, and the folder of scripts as the page names it."""

    folder: str = ""
    names: list[str] = field(default_factory=list)
    place: _Cut | None = None


class _Page(HTMLParser):
    """Reads a page once and notes what is to be cut."""

    def __init__(self, html: str, path: str, edition: Edition) -> None:
        super().__init__(convert_charrefs=False)
        self._html, self._path, self._edition = html, path, edition
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self._cuts: list[_Cut] = []
        self._modules = _Modules()
        self._open: _Cut | None = None  # An element that goes with its content.
        self._banner = False
        self.targets: set[str] = set()
        self.read: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        cut = _Cut(start, start + len(raw))
        fields = {name: value or "" for name, value in attrs}
        if tag == "meta" and fields.get("charset"):
            cut.text = f'{raw}\n    <meta name="robots" content="noindex">'
        elif fields.get("rel") == "canonical":
            cut.text = raw
        elif self._goes(tag, fields):
            pass
        elif tag == "script" and fields.get("type") == "module":
            self._open = cut
            self._module(cut, fields["src"])
        else:
            cut.text = _REFRESH.sub(self._refreshing, _ATTRIBUTE.sub(self._leading, raw))
            if tag in ("header", "main") and not self._banner:
                self._banner = True
                cut.text = f"{self._said()}\n    {cut.text}"
        if cut.text != raw:
            self._cuts.append(cut)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._open:
            line, column = self.getpos()
            self._open.end = self._lines[line - 1] + column + len("</script>")
            self._open = None

    def rewritten(self) -> str:
        """The page with everything replaced."""
        if place := self._modules.place:
            source = escape(self._modules.folder + NAME)
            names = escape(" ".join(self._modules.names))
            place.text = f'<script defer src="{source}" data-start="{names}"></script>'
        pieces, at = [], 0
        for cut in self._cuts:
            pieces += [self._html[at : cut.start], cut.text]
            at = cut.end
        return "".join([*pieces, self._html[at:]])

    def _goes(self, tag: str, fields: dict[str, str]) -> bool:
        """Whether an element is for others than the reader."""
        if tag == "link":
            return bool(_LINKS_OUT & set(fields.get("rel", "").split()))
        name = fields.get("property") or fields.get("name", "")
        return tag == "meta" and (bool(_META_OUT.match(name)) or name == "robots")

    def _module(self, cut: _Cut, source: str) -> None:
        found = _MODULE.fullmatch(source)
        if not found:
            raise Refused(
                f"{self._path} has a module {source}", "expected it below assets/", "move it there"
            )
        self._modules.folder = (found[1] or "") + found[2]
        self._modules.names.append(found[3])
        self._modules.place = self._modules.place or cut

    def _leading(self, found: re.Match[str]) -> str:
        name, address = found[1], unescape(found[2])
        if name in _READ:
            self.read.add(self._file(address))
            return found[0]
        return f'{name}="{escape(self._local(address))}"'

    def _refreshing(self, found: re.Match[str]) -> str:
        return f'content="{found[1]}{escape(self._local(unescape(found[2])))}"'

    def _local(self, address: str) -> str:
        """An address on the page, as one that names a file of the edition; others as they are."""
        if address.startswith(self._edition.site):
            bare, mark, rest = re.split(r"([?#].*|$)", address, maxsplit=1)
            below = "/" + bare.removeprefix(self._edition.site)
            folder = "/" + posixpath.dirname(self._path)
            slash = "/" if below.endswith("/") else ""
            address = posixpath.relpath(below, folder) + slash + mark + rest
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            return address
        if parts.path.rpartition("/")[2] in ("", ".", ".."):
            parts = parts._replace(path=posixpath.join(parts.path, "index.html"))
        self.targets.add(self._file(parts.path))
        return urlunsplit(parts)

    def _file(self, address: str) -> str:
        """The path below the edition of what an address on the page names."""
        path = posixpath.join("/", posixpath.dirname(self._path), unquote(address))
        return posixpath.normpath(path).lstrip("/") + ("/" if address.endswith("/") else "")

    def _said(self) -> str:
        return f'<aside class="edition">{"".join(self._sentences())}</aside>'

    def _sentences(self) -> Iterator[str]:
        """Which edition this is and where the current page is, in the language of the page.

        The chooser of languages is in all of them.
        """
        folder = self._path.partition("/")[0]
        own = [language for language in self._edition.languages if language.code == folder]
        current = escape(self._edition.site + self._path.removesuffix("index.html"))
        for language in own or self._edition.languages:
            date = written_date(language, self._edition.date)
            text = escape(language.strings["edition.banner"].format(date=date))
            link = f'<a href="{current}">{current}</a>'
            yield f'<p lang="{language.code}">{text} {link}</p>'
