"""What is published beside the content, or written: no links out of the project, no live pictures.

Templates and scripts are code, and whoever changes them is trusted with it. A link or a picture is
not read as code by anyone, so it is looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from guide.load.text import Unreadable, link_problem, read_text
from guide.problems import Place, Problem, quote

#: The folders that are published or written, beside those of content.
FOLDERS = ("docs", "data", "overrides", "site")

#: Elements of drawings, as our pictures have them. Nothing in them moves, loads or runs.
ELEMENTS = frozenset(
    (
        *("svg", "g", "defs", "title", "desc", "style", "linearGradient", "radialGradient", "stop"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
    )
)

# Attributes that run or load something, and what loads in a style.
_LIVE = re.compile(r"on\w+|(?:.*\})?(?:href|src|base)", re.IGNORECASE)
_LOADING = re.compile(r"@import|url\(\s*[\"']?\s*(?!#)|\\", re.IGNORECASE)


def surrounding_problems(root: Path) -> Iterator[Problem]:
    """Problems of folders that are links, and of links and pictures below overrides/."""
    for name in FOLDERS:
        if (root / name).is_symlink():
            yield link_problem(Place(name))
    for path in sorted((root / "overrides").rglob("*")):
        place = Place(path.relative_to(root).as_posix())
        if path.is_symlink():
            yield link_problem(place)
        elif path.suffix.lower() in (".svg", ".svgz"):
            yield from _picture_problems(root, path, place)


def _picture_problems(root: Path, path: Path, place: Place) -> Iterator[Problem]:
    try:
        text = read_text(root, path)
    except Unreadable as error:
        yield error.problem
        return
    # Our pictures need no declarations, and an entity in one can grow without end.
    if "<!" in text or text.count("<?") > text.startswith("<?xml "):
        yield _live(place, "<!" if "<!" in text else "<?")
        return
    try:
        picture = ET.fromstring(text)  # noqa: S314 - it has no declarations, so no entities
    except ET.ParseError as error:
        yield _live(place, f"XML that cannot be read: {error}")
        return
    for element in picture.iter():
        name = element.tag.rpartition("}")[2]
        if name not in ELEMENTS:
            yield _live(place, f"<{name}>")
        written = [*element.attrib.values(), element.text or ""]
        live = [attribute for attribute in element.attrib if _LIVE.fullmatch(attribute)]
        for part in [*live, *(text for text in written if _LOADING.search(text))]:
            yield _live(place, part)


def _live(place: Place, part: str) -> Problem:
    return Problem(
        place,
        f"the picture holds {quote(part)}",
        "pictures are drawings: paths, shapes and text, which load and run nothing",
        "remove it, or export the picture as plain SVG",
    )
