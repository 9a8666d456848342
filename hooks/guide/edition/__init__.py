"""An edition: the whole site of one day, which opens from a folder without a server.

It is made of a built site. Pages lead to each other's files, say which edition they are of and
where the current page is; scripts become one plain script, and what scripts read becomes scripts,
since a browser loads neither modules nor data from a folder. All else is taken as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

from guide.addresses import EDITIONS_FOLDER
from guide.edition import scripts
from guide.edition.bag import complaints, contents, name, packed, zipped
from guide.edition.pages import Edition, Rewritten, rewrite
from guide.edition.refused import Refused
from guide.model import PublishedEdition
from guide.problems import Place, Problem

__all__ = ["Edition", "Refused", "address_of", "complaints", "contents", "make", "write"]

#: For servers, search engines, social networks and home screens, none of which sees an edition.
_LEFT_OUT = (
    *("404.html", "*/404.html", "sitemap.xml*", "robots.txt", "_headers", "_redirects"),
    *("*.gz", "*.br", "*/manifest.webmanifest", "assets/marks/social-*", "assets/marks/icon-*"),
)

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_MODULE = re.compile(r"(assets/[0-9a-f]+)/(.+\.js)")

_STYLE = (Path(__file__).parent / "edition.css").read_text("utf-8")


class _Canonical(HTMLParser):
    """Finds the address that a page gives as its own."""

    address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        if tag == "link" and fields.get("rel") == "canonical":
            self.address = fields.get("href") or ""


def address_of(site: Path) -> str:
    """The address that a built site was built for, with a slash at its end.

    Raises:
        Refused: It is no built site.
    """
    parser = _Canonical()
    try:
        parser.feed((site / "index.html").read_text("utf-8"))
    except FileNotFoundError:
        parser.address = ""
    if not parser.address:
        raise Refused(f"{site} is no built site", "expected its pages there", "run make edition")
    return parser.address


def make(site: Path, edition: Edition) -> dict[str, bytes]:
    """The files of an edition by their paths, of a built site.

    Raises:
        Refused: The site holds editions itself, a link leads nowhere, or a script has a form that
            cannot be turned into a plain one.
    """
    if (site / EDITIONS_FOLDER).exists():
        raise Refused(
            f"{site} holds editions itself",
            "expected the site alone",
            "run make edition, which builds it so",
        )
    files = dict(_files(site))
    pages = {
        path: rewrite(content.decode(), path, edition)
        for path, content in files.items()
        if path.endswith(".html")
    }
    _require_targets(pages, files)
    made = files | {path: page.html.encode() for path, page in pages.items()}
    made = _with_one_script(_with_packs(made, {each for p in pages.values() for each in p.read}))
    return {
        path: content + _STYLE.encode() if path.endswith(".css") else content
        for path, content in sorted(made.items())
    }


def write(root: Path, site: Path, edition: Edition) -> Path:
    """Writes the zip of an edition below ``root``; gives its path.

    Raises:
        Refused: See ``make``; or the day is none.
    """
    if not _DAY.fullmatch(edition.date):
        raise Refused(f"{edition.date!r} is no day", "expected one as 2026-11-23", "write it so")
    made = zipped(name(edition.date), packed(make(site, edition), edition))
    file = root / EDITIONS_FOLDER / f"{name(edition.date)}.zip"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(made)
    return file


def published(folder: Path) -> tuple[tuple[PublishedEdition, ...], list[Problem]]:
    """The editions in a folder, the newest first, and files there that are none."""
    found, problems = [], []
    for file in sorted(folder.glob("*.zip"), reverse=True):
        try:
            found.append(_published(file))
        except Refused as error:
            problems.append(Problem(Place(str(file)), error.wrong, error.expected, error.remedy))
    return tuple(found), problems


def _published(file: Path) -> PublishedEdition:
    files = contents(file)
    if wrong := next(complaints(files), ""):
        raise Refused(wrong, "expected an edition as it was made", "take it out or make it again")
    date = file.stem.removeprefix(name(""))
    if not _DAY.fullmatch(date):
        raise Refused(
            f"the edition is called {file.name}",
            f"expected a name as {name('2026-11-23')}.zip",
            "rename it, or take it out",
        )
    starts = {
        path.split("/")[1] for path in files if re.fullmatch(r"data/[a-z]+/index\.html", path)
    }
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return PublishedEdition(date, file.name, len(data), digest, frozenset(starts))


def unpack(file: Path, folder: Path) -> None:
    """Writes the pages of an edition into a folder, and nothing else of it.

    Raises:
        Refused: The file is no zip, or has paths that an edition does not have.
    """
    for path, content in contents(file).items():
        if path.startswith("data/"):
            target = folder / path.removeprefix("data/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not any(fnmatch(name, pattern) for pattern in _LEFT_OUT):
            yield name, path.read_bytes()


def _require_targets(pages: Mapping[str, Rewritten], files: Mapping[str, bytes]) -> None:
    """Every link within the site leads to a file, since nobody can mend it later."""
    lost = [
        f"{path}: {target}"
        for path, page in pages.items()
        for target in sorted(page.targets)
        if target not in files
    ]
    if lost:
        raise Refused(
            f"links lead to what is not in the edition: {', '.join(lost)}",
            "expected a file for each",
            "mend the links or the build",
        )


def _with_packs(files: dict[str, bytes], read: set[str]) -> dict[str, bytes]:
    """The files, with those that scripts read put together in one script for each folder.

    Args:
        files: All files by path.
        read: The paths that pages name to their scripts; a folder has a slash at its end.
    """
    packs: dict[str, dict[str, str]] = {}
    for path in sorted(files):
        folder, _, file = path.rpartition("/")
        text = file.endswith((".json", ".txt")) and file != "LICENCE.txt"
        if text and (path in read or f"{folder}/" in read):
            packs.setdefault(folder, {})[file] = files[path].decode()
    kept = {
        path: content
        for path, content in files.items()
        if path.rpartition("/")[2] not in packs.get(path.rpartition("/")[0], {})
    }
    made = {f"{folder}/{scripts.PACK}": scripts.pack(texts) for folder, texts in packs.items()}
    return kept | {path: text.encode() for path, text in made.items()}


def _with_one_script(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files, with all modules of the site in one plain script."""
    modules: dict[str, str] = {}
    folder = ""
    kept = {}
    for path, content in files.items():
        if found := _MODULE.fullmatch(path):
            folder = found[1]
            modules[found[2]] = content.decode()
        else:
            kept[path] = content
    return kept | {f"{folder}/{scripts.NAME}": scripts.bundle(modules).encode()}
