"""Reads a file of content safely: no links out of the project, no giants, only UTF-8."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from guide.problems import Place, Problem

#: The largest file of content, in bytes. The longest page of prose is a fiftieth of it.
LARGEST = 1_000_000

#: Control characters but tab and line feed, what has no width or turns the direction, and what is
#: no character.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufdd0-\ufdef\ufffe\uffff]"
)

# Signs that Markdown or HTML may act on.
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")


class Unreadable(Exception):
    """Raised by ``read_text``; carries the problem that kept the file from being read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_text(root: Path, path: Path) -> str:
    """The text of a file below ``root``.

    Raises:
        Unreadable: if the file is a link or not there, too large, empty, or not plain UTF-8.
    """
    place = Place(path.relative_to(root).as_posix())
    if path.resolve() != root.resolve() / path.relative_to(root):
        raise Unreadable(link_problem(place))
    if not path.is_file():
        raise Unreadable(
            Problem(
                place,
                "there is no such file",
                "a file of content is expected there",
                "write it, or start the command in the project's folder",
            )
        )
    size = path.stat().st_size
    if size > LARGEST:
        raise Unreadable(
            Problem(
                place,
                f"the file is too large ({size:,} bytes)",
                f"content files have at most {LARGEST:,} bytes",
                "split the file, or remove what was pasted into it by mistake",
            )
        )
    content = path.read_bytes()
    text = _decode(place, content)
    if not text.strip():
        raise Unreadable(
            Problem(
                place,
                "the file is empty",
                "every content file says something",
                "write its text, or delete the file",
            )
        )
    return text


def link_problem(place: Place) -> Problem:
    """The problem of a symbolic link, which could lead out of the project."""
    return Problem(
        place,
        "the file is a symbolic link",
        "content must be a file of its own in the project",
        "replace the link by a copy of the file that it points to",
    )


def _decode(place: Place, content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise Unreadable(
            Problem(
                _place(place, before),
                f"the file is not UTF-8 (byte 0x{content[error.start]:02x})",
                "content files are saved as UTF-8",
                "open the file in an editor, choose 'Save with encoding: UTF-8' and save",
            )
        ) from error
    if text.startswith("\ufeff"):
        raise Unreadable(
            Problem(
                place,
                "the file begins with a byte order mark",
                "content files are saved as UTF-8 without one",
                "choose 'UTF-8' (not 'UTF-8 with BOM') when you save the file",
            )
        )
    text = text.replace("\r\n", "\n")
    if found := _INVISIBLE.search(text):
        raise Unreadable(invisible_problem(_place(place, text[: found.start()]), found[0]))
    # One way of writing å, ä and ö, so that equal words are equal.
    normal = unicodedata.normalize("NFC", text)
    if normal != text and _SIGN.findall(normal) != _SIGN.findall(text):
        raise Unreadable(_struck_problem(place, text))
    return normal


def invisible(text: str) -> str:
    """The first character of a text that cannot be seen, or ''."""
    found = _INVISIBLE.search(text)
    return found[0] if found else ""


def invisible_problem(place: Place, character: str) -> Problem:
    """The problem of a character that cannot be seen, but may mean something to a program."""
    return Problem(
        place,
        f"an invisible character (U+{ord(character):04X}) stands in the text",
        "texts hold letters, signs and spaces that can be seen",
        "delete the character; it often comes with text that was pasted",
    )


def _struck_problem(place: Place, text: str) -> Problem:
    """The problem of a sign that is another one to us than to those who read the file as it is."""
    pairs = (text[number : number + 2] for number in range(len(text)))
    changes = (_SIGN.findall(unicodedata.normalize("NFC", p)) != _SIGN.findall(p) for p in pairs)
    return Problem(
        _place(place, text[: next((n for n, changed in enumerate(changes) if changed), 0)]),
        "a sign has a stroke through it, or only looks like a sign",
        "signs such as < > = ; stand for themselves",
        "type the sign anew, without what is drawn over it",
    )


def _place(file: Place, before: str) -> Place:
    """The place in a file that comes after the text before it."""
    line = before.count("\n") + 1
    return Place(file.path, line, len(before) - (before.rfind("\n") + 1) + 1)
