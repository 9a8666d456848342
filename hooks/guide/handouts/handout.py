"""A handout as data: what handout.typ sets in type.

The body is a tree of nodes, named as in HTML where HTML has a name for them. A node is a dict with
its ``tag``, its ``content`` (texts and nodes), and what else its tag needs:

- h2, h3, h4: may have an ``id``, to which ``see`` leads.
- p, lede, small: paragraphs, the last of which may stand ``apart``; ul, ol of li; dl of dt and dd
  by turns; blockquote; note: a box.
- strong, em, br, group (inline, without meaning), span with ``lang``, a with ``href`` and ``lang``.
- tick: a box to tick, with ``id``, its ``label``, and what stands beside it; write: what stands
  above ``rows`` lines to write on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno
from guide.citations import citation
from guide.model import Language, Source

Node = dict[str, Any]
Content = str | Node

# Words of another language in a text of data: {fi:pitovoima}.
_FOREIGN = re.compile(r"\{([a-z]{2,3}):([^{}]*)\}")

#: Nodes that become fields to fill.
FIELDS = ("tick", "write")


def node(tag: str, *content: Content, **attributes: Any) -> Node:
    """A node with its content."""
    return {"tag": tag, "content": list(content), **attributes}


def foreign(text: str) -> list[Content]:
    """A text of data, with its words of other languages marked as such."""
    parts = _FOREIGN.split(text)
    pieces: list[Content] = [parts[0]]
    for language, words, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pieces += [node("span", words, lang=language), rest]
    return [piece for piece in pieces if piece]


def cited(language: Language, source: Source) -> Node:
    """A source as an item of a list, with its address in full, since paper has no links."""
    shown = citation(language, source)
    stop = "" if shown.title.endswith(("?", "!", ".")) else "."
    item = node("li", node("span", shown.title, lang=shown.language), f"{stop} {shown.origin}, ")
    item["content"].append(f"{shown.consulted}.")
    if shown.url:
        item["content"] += [" ", node("a", shown.url, href=shown.url)]
    return item


@dataclass(frozen=True, slots=True)
class Handout:
    """A page as it is set in type."""

    language: Language
    title: str
    description: str
    #: The full address of the page.
    address: str
    body: list[Node]
    #: Whether it is a work of reference, in smaller type.
    dense: bool = False

    def data(self, version: str) -> str:
        """All that is printed, as JSON; ``version`` is the page's, as 'year-month-day' or more."""
        strings = self.language.strings
        data = {
            "language": self.language.code,
            "site": strings["site.name"],
            "title": self.title,
            "description": self.description,
            "date": version[: len("2026-11-23")],
            "address": self.address,
            "words": {
                "version": strings["handout.version"].format(version=version),
                "code": strings["handout.code"].format(address=self.address),
            },
            "body": [*self._with_addresses(), *self._imprint()],
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    def _imprint(self) -> list[Node]:
        """Where the page is, as text that is read aloud; the foot of the page is not."""
        strings = self.language.strings
        newest = strings["handout.newest"]
        link = node("a", self.address, href=self.address)
        about = " ".join([strings["footer.independent"], strings["footer.licence"]])
        return [node("imprint", node("p", newest, " ", link), node("p", about))]

    def _with_addresses(self) -> list[Node]:
        """The body; what it links to elsewhere is numbered, and listed at its end."""
        own = self.address.split(f"/{self.language.code}/")[0] + "/"
        numbers: dict[str, int] = {}
        body = [_numbered(child, own, numbers) for child in self.body]
        if not numbers:
            return body
        heading = node("h2", self.language.strings["handout.links"])
        items = [
            node("li", node("a", url, href=url, id=f"address-{number}"))
            for url, number in numbers.items()
        ]
        return [*body, heading, node("addresses", *items)]


def _numbered(part: Node, own: str, numbers: dict[str, int]) -> Node:
    """The node, with a number after each link to another site whose address it does not show."""
    content: list[Content] = []
    for child in part["content"]:
        if isinstance(child, str):
            content.append(child)
            continue
        content.append(_numbered(child, own, numbers))
        url = child.get("href", own)
        if not url.startswith(own) and child["content"] != [url]:
            number = numbers.setdefault(url, len(numbers) + 1)
            content.append(node("number", str(number), id=f"address-{number}"))
    return {**part, "content": content}


def qr_code(text: str) -> str:
    """A QR code as an SVG picture."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()


def fields(body: list[Node]) -> Iterator[Node]:
    """Every node that becomes a field, in the order of reading."""
    for part in body:
        if part["tag"] in FIELDS:
            yield part
        yield from fields([child for child in part["content"] if not isinstance(child, str)])
