"""Places in a page for ids that it once had, so that old links still lead to what they meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

#: Elements that hold nothing: a place goes before them.
_VOID = frozenset(("br", "hr", "img", "input", "wbr"))


def targets(html: str, moved: Mapping[str, str]) -> str:
    """The page with an empty element for each old id, in the element that has the new one.

    Args:
        html: The content of a page.
        moved: The new id, or '' for the top of the page, by the old one.
    """
    for old, new in moved.items():
        place = f'<span id="{escape(old)}"></span>'
        found = new and re.search(rf'<([a-z0-9]+)\b[^<>]*\sid="{re.escape(new)}"[^<>]*>', html)
        if not found:
            html = place + html
            continue
        at = found.start() if found[1] in _VOID else found.end()
        html = html[:at] + place + html[at:]
    return html
