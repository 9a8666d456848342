"""Running text to words and signs, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# An address; a word with all that is joined to it (EU:n, twin-town, 1.1.2026, Erasmus+); a sign.
_TOKEN = re.compile(
    r"(?P<address>\w{1,20}://\S+|www\.\S+|[\w.+-]{1,64}@\S+)"
    r"|(?P<word>(?:(?<!\S)[-\u2010\u2011](?=\w))?"
    r"\w+\+?(?:[-\u2010\u2011–\u00ad'’:.]+(?=\w)\w+\+?)*(?:[-\u2010\u2011](?!\w))?)"
    r"|(?P<gap>\n[^\S\n]*\n\s*)"
    r"|(?P<sign>\S)"
)

# The towns' council; but not the last word of 'our twin towns'.
_APOSTROPHES = ("'", "’")
_POSSESSIVE = re.compile(r"s['’](?!\w)")
_LONGEST_QUOTATION = 500
# A mark that opens (the group is not empty) or closes a quotation, or is the end of a possessive.
_MARK = re.compile(r"(?<![\w'’‘])(['‘])(?=\w)|(?<=[\w.,!?])['’](?!\w)")


_TEXT = frozenset({"word", "sign"})


class Token(NamedTuple):
    """A word, a sign, or what ends a passage, and where it stands."""

    text: str
    start: int
    end: int
    #: Whether it can be a term or a part of one; an address or the end of a paragraph cannot.
    is_text: bool = True


def tokens(text: str) -> Iterator[Token]:
    """The words and signs of a text, in order."""
    end = 0
    for found in _TOKEN.finditer(text):
        start = found.start()
        if start < end:
            continue  # The apostrophe that the word before it has taken.
        end = found.end()
        if text.startswith(_APOSTROPHES, end) and _is_possessive(text, start, end):
            end += 1
        yield Token(text[start:end], start, end, found.lastgroup in _TEXT)


def _is_possessive(text: str, start: int, end: int) -> bool:
    """Whether the apostrophe after a word belongs to it."""
    return bool(_POSSESSIVE.match(text, end - 1)) and not _in_quotation(text, start)


def _in_quotation(text: str, position: int) -> bool:
    """Whether a single quotation mark was opened in the paragraph, and none closed since."""
    start = max(text.rfind("\n\n", 0, position) + 1, position - _LONGEST_QUOTATION)
    marks = _MARK.findall(text, start, position + 1)
    return bool(marks) and bool(marks[-1])
