"""What is wrong with the content, told so that an editor can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

# What ends a line for some program, and other control characters.
_BREAK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A place in a file: its path from the project's root, line and column, both from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong, what was expected, how to mend it."""

    place: Place
    wrong: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}; {self.expected}; {self.remedy}"

    def annotation(self) -> str:
        """The same as a workflow command that forges show beside the line.

        Source: GitHub Docs, "Workflow commands", setting an error message.
        """
        message = f"{self.wrong}; {self.expected}; {self.remedy}"
        path = _escape_data(self.place.path).replace(":", "%3A").replace(",", "%2C")
        where = f"file={path},line={self.place.line},col={self.place.column}"
        return f"::error {where}::{_escape_data(message)}"


def without_commands(text: str) -> str:
    """A text on one line that a forge which reads what is printed takes for no command.

    A command begins a line with '::', or stands anywhere after '##['. Texts of problems quote what
    a stranger may have written, and the names of files.
    """
    line = _BREAK.sub(lambda found: f"\\x{ord(found[0]):02x}", text).replace("##[", "# #[")
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line


def report(problems: Iterable[Problem], *, annotate: bool) -> str:
    """All problems, each once and in the order of the files, one on a line.

    With ``annotate``, each is followed by its annotation for the forge.
    """
    lines: list[str] = []
    for problem in sorted(set(problems)):
        lines.append(without_commands(str(problem)))
        if annotate:
            lines.append(problem.annotation())
    return "\n".join(lines)


def quote(value: object, limit: int = 60) -> str:
    """A value in quotation marks, on one line and never longer than ``limit`` characters."""
    text = " ".join(str(value).split())
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"'{text}'"


def suggestion(word: str, known: Iterable[str]) -> str:
    """' (did you mean 'x'?)' if one of the known words is close to this one, else nothing."""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {quote(close[0])}?)" if close else ""


def listing(words: Sequence[str], last: str = "or") -> str:
    """'a', 'a or b', 'a, b or c'; or with another word before the last."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def _escape_data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return without_commands(escaped)
