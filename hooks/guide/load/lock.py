"""Reads and writes data/translations.lock: what was last confirmed to say the same.

One line for each page, so that a confirmation is a change of one line. Each line has a seal, so
that nothing can be changed in it unseen; the command writes it, and `make translations` shows it
for who has no command at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from guide.load.text import Unreadable, read_text
from guide.model import Confirmed
from guide.problems import Place, Problem, quote

#: The lock, below data/.
LOCK = "translations.lock"

_HEAD = """\
# What each page, concept, checklist and path looked like in every language on the day when someone
# last confirmed that all say the same. Nothing here is written by hand: 'make confirm NAME' does
# it, and 'make translations' shows the line. See "Translations" in CONTRIBUTING.en.md.
"""

_NAME = r"[a-z0-9-]+(?:/[a-z0-9-]+)*"
_LINE = re.compile(
    rf"({_NAME}) ([12][0-9]{{3}}-[01][0-9]-[0-3][0-9])((?: [a-z]{{2,3}}=[0-9a-f]{{12}})+)"
    r" seal=[0-9a-f]{8}"
)

_REMEDY = (
    "put there the line that make translations shows or, to undo the change, the line as it was; "
    "on your own machine, delete the line and run make confirm NAME"
)


def written_line(name: str, confirmed: Confirmed) -> str:
    """The line that says that something was confirmed."""
    digests = " ".join(f"{code}={digest}" for code, digest in confirmed.digests.items())
    line = f"{name} {confirmed.date} {digests}"
    return f"{line} seal={sha256(line.encode()).hexdigest()[:8]}"


def written(lock: Mapping[str, Confirmed]) -> str:
    """The whole lock, in the order of names."""
    return _HEAD + "".join(f"{written_line(name, lock[name])}\n" for name in sorted(lock))


def read_lock(root: Path) -> tuple[dict[str, Confirmed], list[Problem]]:
    """What was confirmed, by name, and every problem of the lock. Without a lock, nothing was."""
    path = root / "data" / LOCK
    if not path.exists():
        return {}, []
    try:
        text = read_text(root, path)
    except Unreadable as error:
        return {}, [error.problem]
    lock: dict[str, Confirmed] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, confirmed = _read_line(line)
        if confirmed is None:
            wrong = f"the line {quote(line)} was changed by hand, or is not whole"
            expected = "a line has a name, a day, a digest for each language and a seal that fits"
        elif name in lock:
            wrong = f"{quote(name)} stands twice"
            expected = "each page has one line, the one of its last confirmation"
        else:
            lock[name] = confirmed
            continue
        problems.append(Problem(Place(f"data/{LOCK}", number), wrong, expected, _REMEDY))
    return lock, problems


def _read_line(line: str) -> tuple[str, Confirmed | None]:
    """The name and what was confirmed; None if the line is not as the command writes it."""
    found = _LINE.fullmatch(line.rstrip())
    if not found:
        return "", None
    name, day, rest = found.groups()
    pairs = [pair.partition("=") for pair in rest.split()]
    confirmed = Confirmed(day, {code: digest for code, _, digest in pairs})
    return name, confirmed if written_line(name, confirmed) == line.rstrip() else None
