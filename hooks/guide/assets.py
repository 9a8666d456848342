"""Styles, scripts and marks to the files that browsers are sent.

All lie in one folder named by a hash of their contents, so that a browser may keep them for as
long as it likes, and modules find each other beside themselves. The parts of the stylesheet become
one file: a page waits for one only.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]

#: The folder of the files, in the theme's overrides and below the site.
FOLDER = "assets"

#: The folder of the parts of the stylesheet, and that of pictures whose addresses stay.
STYLES, MARKS = "styles", "marks"

#: The part that comes first, and those that pages outside the languages have alone.
_FIRST, _ALONE = "base.css", "plain.css"


def pack(folder: Path) -> dict[str, bytes]:
    """The files by their addresses below the site: ``assets/<hash>/site.css`` and so on.

    Args:
        folder: The folder of the sources: ``styles/*.css`` become ``site.css``.
    """
    made = _files(folder)
    edition = hashlib.sha256(repr(sorted(made.items())).encode()).hexdigest()[:10]
    return {f"{FOLDER}/{edition}/{name}": content for name, content in made.items()}


def folder_of(packed: dict[str, bytes]) -> str:
    """The folder that the files lie in, below the site."""
    return "/".join(next(iter(packed)).split("/")[:2])


def _files(folder: Path) -> dict[str, bytes]:
    parts = sorted((folder / STYLES).glob("*.css"), key=lambda path: (path.name != _FIRST, path))
    styles = "\n".join(path.read_text("utf-8") for path in parts if path.name != _ALONE)
    made = {"site.css": _css(styles), _ALONE: _css((folder / STYLES / _ALONE).read_text("utf-8"))}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name not in (STYLES, MARKS):
            made[path.relative_to(folder).as_posix()] = _content(path)
    return made


def _content(path: Path) -> bytes:
    if path.suffix != ".js":
        return path.read_bytes()
    minified: str = rjsmin.jsmin(path.read_text("utf-8"))
    return minified.encode()


def _css(text: str) -> bytes:
    minified: str = rcssmin.cssmin(text)
    return minified.encode()
