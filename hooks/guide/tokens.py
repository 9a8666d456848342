"""Running text to words and signs, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# An address; a word with all that is joined to it (EU:n, twin-town, 1.1.2026, Erasmus+), or what
# ends a compound (-projekt); a sign.
_WORD = r"\w+\+?(?:[-\u2010\u2011–\u00ad'’:.]+(?=\w)\w+\+?)*(?:[-\u2010\u2011](?!\w))?"
_ADDRESS = r"(?P<address>\w{1,20}://\S+|www\.\S+|[\w.+-]{1,64}@\S+)|"
_WORDS = (
    rf"(?P<word>{_WORD})|(?P<ending>(?<!\S)[-\u2010\u2011]{_WORD})"
    r"|(?P<gap>\n[^\S\n]*\n\s*)"
    r"|(?P<sign>\S)"
)
# Looking for an address at every word takes as long as all the rest; few texts have one.
_IN_ADDRESSES = re.compile(r"://|www\.|@")
_TOKEN, _TOKEN_OR_ADDRESS = re.compile(_WORDS), re.compile(_ADDRESS + _WORDS)

# The towns' council; but not the last word of 'our twin towns'.
_APOSTROPHES = ("'", "’")
_POSSESSIVE = re.compile(r"s['’](?!\w)")
_WHOLE = re.compile(r"(?P<word>\S+)")
_LONGEST_QUOTATION = 500
# A mark that opens (the group is not empty) or closes a quotation, or is the end of a possessive.
_MARK = re.compile(r"(?<![\w'’‘])(['‘])(?=\w)|(?<=[\w.,!?])['’](?!\w)")


#: A word, a sign, or what ends a passage, and where it stands; ``lastgroup`` tells which it is.
Token = re.Match[str]

#: The groups that can be terms or parts of one; an address or the end of a paragraph cannot.
TEXT = frozenset({"word", "ending", "sign"})


def tokens(text: str) -> list[Token]:
    """The words and signs of a text, in order."""
    pattern = _TOKEN_OR_ADDRESS if _IN_ADDRESSES.search(text) else _TOKEN
    found = pattern.finditer(text)
    if any(mark in text for mark in _APOSTROPHES):
        return list(_with_possessives(text, found))
    return list(found)


def _with_possessives(text: str, found: Iterable[Token]) -> Iterator[Token]:
    """Words with the apostrophe that makes them a possessive, which is no sign then."""
    taken = 0
    for token in found:
        start, end = token.span()
        if start < taken:
            continue
        if text.startswith(_APOSTROPHES, end) and _is_possessive(text, start, end):
            taken = end + 1
            yield from _WHOLE.finditer(text, start, taken)
        else:
            yield token


def _is_possessive(text: str, start: int, end: int) -> bool:
    """Whether the apostrophe after a word belongs to it."""
    return bool(_POSSESSIVE.match(text, end - 1)) and not _in_quotation(text, start)


def _in_quotation(text: str, position: int) -> bool:
    """Whether a single quotation mark was opened in the paragraph, and none closed since."""
    start = max(text.rfind("\n\n", 0, position) + 1, position - _LONGEST_QUOTATION)
    marks = _MARK.findall(text, start, position + 1)
    return bool(marks) and bool(marks[-1])
