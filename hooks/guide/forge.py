"""Texts in Markdown for the pages of a forge, where strangers' texts are shown to programmers.

Nothing in them is markup, a link, a mention or a command: what a stranger wrote is only read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from guide.problems import Place, without_commands
from guide.rendering import escape

#: So many things of a kind are listed; the others are counted.
MOST = 50

#: Of a text no more characters are shown, lest one takes all the room that a forge gives.
LONGEST = 1_000

# What a forge makes a link or a picture of though it is no markup: addresses, names of emoji.
_LINKED = re.compile(r":|(?<=www)\.", re.IGNORECASE)


def plain(text: str) -> str:
    """A text that is shown as it is."""
    short = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return _LINKED.sub(lambda found: f"&#{ord(found[0])};", str(escape(short)))


def code(text: object) -> str:
    """A path, an address or a command, shown as code."""
    line = " ".join(str(text).split())
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    space = " " if len(ticks) > 1 else ""
    return f"{ticks}{space}{line}{space}{ticks}"


def place(where: Place) -> str:
    """A file and a line."""
    return f"{code(where.path)}, line {where.line}"


def listed(lines: Sequence[str]) -> Iterator[str]:
    """A list; of a long one, its beginning and how much is left out."""
    yield from (f"- {line}" for line in lines[:MOST])
    if len(lines) > MOST:
        yield f"- … and {len(lines) - MOST} more"


def document(lines: Iterable[str]) -> str:
    """The lines of a document, none of which is a command to the forge that prints it."""
    return "".join(f"{without_commands(line)}\n" for line in lines)
