"""The picture that social networks show for the pages of a language.

Drawn by Typst while the site is built, from the mark and the words of the language alone, with the
letters that Typst brings: the same words give the same picture on every machine. It takes some
hundredths of a second, so it is drawn anew each time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typst
from guide.marks import FOLDER, GROUND
from guide.model import Language

#: The width and height in pixels, as social.typ has them in points.
SIZE = (1200, 630)

_TEMPLATE = Path(__file__).with_name("social.typ")


def social_address(code: str) -> str:
    """The address of the picture, below the site's. It stays: others link to it."""
    return f"{FOLDER}/social-{code}.png"


def social_picture(root: Path, language: Language) -> bytes:
    """The picture as PNG; ``root`` is the project's folder."""
    inputs = {
        "mark": (root / "overrides" / FOLDER / "favicon.svg").read_text("utf-8"),
        "ground": GROUND,
        "lang": language.code,
        "name": language.strings["site.name"],
        "text": language.strings["chooser.text"],
    }
    # 72 pixels an inch: one for each point.
    picture = typst.compile(
        _TEMPLATE.read_bytes(), format="png", ppi=72, font_paths=_fonts(), sys_inputs=inputs
    )
    assert isinstance(picture, bytes)
    return picture


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
