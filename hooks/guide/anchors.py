"""Links beside headings, for who wants the address of a section.

They are made of the finished HTML, behind everything that reads it, such as the search and the
list of headings. A link stands beside its heading, not in it, so that the heading keeps its name.
"""

from __future__ import annotations

import html
import re

from markupsafe import Markup

_HEADING = re.compile(r'<h([2-6])(?=[^>]* id="([^"]+)")[^>]*>(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Ids of views that a script shows have it: they are no places of the page.
_NO_PLACE = "--"


def with_anchors(content: str, label: str) -> Markup:
    """The HTML of a page with a link beside each heading that has an id.

    Args:
        content: HTML that Markdown made.
        label: The name of a link; '{heading}' in it is the text of the heading.
    """

    def beside(found: re.Match[str]) -> str:
        heading, name, inner = found[0], found[2], found[3]
        if _NO_PLACE in name:
            return heading
        text = " ".join(html.unescape(_TAG.sub("", inner)).split())
        said = html.escape(label.replace("{heading}", text))
        link = f'<a class="anchor" href="#{name}" aria-label="{said}">#</a>'
        return f'<div class="heading">{heading}{link}</div>'

    return Markup(_HEADING.sub(beside, content))  # noqa: S704 - it was HTML before
