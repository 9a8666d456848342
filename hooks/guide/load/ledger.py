"""Reads and writes the ledger of addresses, which has one form only.

So nothing can be changed in it unseen: what is not as ``written`` would write it is a problem, and
so is what is, but does not fit the seal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any

from guide.git import git
from guide.load.data import Document, read_data
from guide.load.schema import Schema, validate
from guide.load.text import read_text
from guide.model import Ledger, Published, Version
from guide.problems import Place, Problem, quote

#: The folder of the ledgers, below data/.
ADDRESSES = "addresses"

_HEAD = """\
# yaml-language-server: $schema=../schema/ledger.json
# Every address ever published in this language. Nothing here is written by hand, and nothing
# leaves: 'make publish-ledger' adds what is new. See "Addresses" in README.md.
"""

# So many commits of a ledger are looked at for what has left it since.
_COMMITS = 3

_REMEDY = "restore the file as it was (git restore {path}), then run make publish-ledger"


def ledger_path(root: Path, code: str) -> Path:
    """Where the ledger of a language is."""
    return root / "data" / ADDRESSES / f"{code}.yml"


def written(pages: Mapping[str, Published]) -> str:
    """The file of a ledger that holds these addresses."""
    body = "".join(f"{line}\n" for line in ("pages:", *_lines(pages)))
    return f'{_HEAD}seal: "{_seal(body)}"\n{body}'


def _lines(pages: Mapping[str, Published]) -> Iterator[str]:
    for address, page in sorted(pages.items()):
        yield f"  {address}:"
        yield f"    source: {page.source}"
        yield f"    first: {page.first}"
        yield f"    version: {page.version.label}"
        yield f'    digest: "{page.digest}"'
        if page.anchors:
            yield "    anchors:"
            yield from (
                f"      {day}: {' '.join(sorted(names))}"
                for day, names in sorted(page.anchors.items())
            )
        if page.downloads:
            yield "    downloads:"
            yield from (f"      {name}: {day}" for name, day in sorted(page.downloads.items()))


def _seal(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:12]


def read_ledger(root: Path, code: str, schema: Schema) -> tuple[Ledger | None, list[Problem]]:
    """The ledger of a language, and its problems: with any of them it is None.

    A language that was never published has none, which is no problem.
    """
    path = ledger_path(root, code)
    if not path.exists():
        return None, list(_losses(root, path, ""))
    document, problems = read_data(root, path)
    if document.value is not None and not problems:
        problems = validate(document, schema)
    if problems or document.value is None:
        return None, problems
    pages = {address: _published(value) for address, value in document.value["pages"].items()}
    problems = [
        p for address, page in pages.items() for p in _faults(document, code, address, page)
    ]
    text = read_text(root, path)
    problems = problems or [*_changes(document, text, pages)] or [*_losses(root, path, text)]
    return (None if problems else Ledger(pages, document.key_place)), problems


def _published(value: Mapping[str, Any]) -> Published:
    return Published(
        source=value["source"],
        first=value["first"],
        version=Version.parse(value["version"]),
        digest=value["digest"],
        anchors={day: tuple(names.split()) for day, names in value.get("anchors", {}).items()},
        downloads=value.get("downloads", {}),
    )


def _faults(document: Document, code: str, address: str, page: Published) -> Iterator[Problem]:
    """What cannot be true of an address."""
    key = ("pages", address)
    if not re.fullmatch(rf"{code}/([a-z0-9]+(-[a-z0-9]+)*/)*", address):
        yield _fault(
            document,
            document.key_place(*key),
            f"the address {quote(address)} is not one of the language '{code}'",
            f"addresses here begin with '{code}/' and end with '/'",
        )
    for name in page.downloads:
        if not name.startswith(address):
            yield _fault(
                document,
                document.key_place(*key, "downloads", name),
                f"the download {quote(name)} is not in the folder of its page",
                f"downloads here begin with '{address}'",
            )
    yield from _wrong_days(document, address, page)
    seen: set[str] = set()
    for day, names in page.anchors.items():
        for name in names:
            if name in seen:
                yield _fault(
                    document,
                    document.key_place(*key, "anchors", day),
                    f"the anchor {quote(name)} stands twice at the address {quote(address)}",
                    "each anchor stands once, on the day when it came",
                )
            seen.add(name)


def _wrong_days(document: Document, address: str, page: Published) -> Iterator[Problem]:
    key = ("pages", address)
    # Elsewhere it may be tomorrow already.
    last = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011
    days = [
        ((*key, "first"), page.first, ""),
        ((*key, "version"), page.version.date, ""),
        *(((*key, "anchors", day), day, page.first) for day in page.anchors),
        *(((*key, "downloads", name), day, page.first) for name, day in page.downloads.items()),
    ]
    for place, day, first in days:
        try:
            wrong = "no day of the calendar" if date.fromisoformat(day).isoformat() != day else ""
        except ValueError:
            wrong = "no day of the calendar"
        if not wrong and day > last:
            wrong = "in the future"
        if not wrong and day < first:
            wrong = f"before the day on which the address came, {first}"
        if wrong:
            yield _fault(
                document,
                document.key_place(*place),
                f"the day {quote(day)} is {wrong}",
                "the ledger holds days of the past as year-month-day",
            )


def _changes(document: Document, text: str, pages: Mapping[str, Published]) -> Iterator[Problem]:
    """The first line that is not as the ledger is written, or a seal that does not fit."""
    expected = written(pages)
    lines = zip_longest(text.splitlines(), expected.splitlines())
    for number, (found, wanted) in enumerate(lines, 1):
        if found == wanted:
            continue
        if found and wanted and found.startswith("seal:") and wanted.startswith("seal:"):
            continue  # It is broken by any change; the change itself says more.
        yield _fault(
            document,
            Place(document.path, number),
            f"the ledger was changed by hand: here stands {quote(found or 'nothing')}",
            f"in its own form and order it would be {quote(wanted or 'nothing')}",
        )
        return
    if text != expected:
        yield _fault(
            document,
            document.place("seal"),
            "the ledger was changed by hand: its seal does not fit what stands below",
            "nothing is changed in the ledger, and nothing leaves it",
        )


def _losses(root: Path, path: Path, text: str) -> Iterator[Problem]:
    """What stood in the ledger at one of its last commits, and does not now.

    A ledger that was written anew has its form and its seal; only git knows what was in it.
    """
    name = path.relative_to(root).as_posix()
    log = git(root, "log", f"-{_COMMITS}", "--full-history", "--format=%h", "--", name)
    commits = log.decode().split()
    present = _held(text)
    shown = [git(root, "show", f"{commit}:./{name}").decode() for commit in commits]
    states = [present if each == text else _held(each) for each in shown]
    for number, (commit, state) in enumerate(zip(commits, states, strict=True)):
        # A commit from which something was missing is no measure: to restore what was there before
        # it is right.
        is_whole = all(state >= older for older in states[number + 1 :])
        if is_whole and (lost := sorted(state - present)):
            more = f", and so have {len(lost) - 1} more" if lost[1:] else ""
            yield Problem(
                Place(name),
                f"{quote(lost[0])} has left the ledger{more}",
                "nothing that was published leaves the ledger",
                f"restore the file as it was (git restore --source={commit} {name}), "
                "then run make publish-ledger",
            )
            return


def _held(text: str) -> set[str]:
    """The addresses, anchors and downloads in a ledger that is in its own form."""
    held: set[str] = set()
    address = ""
    for line in text.splitlines():
        name, _, rest = line.strip().partition(":")
        if re.match(r" {6}\S", line):
            is_file = name.startswith(address)
            held |= {name} if is_file else {f"{address}#{anchor}" for anchor in rest.split()}
        elif re.match(r" {2}\S", line):
            address = name
            held.add(address)
    return held


def _fault(document: Document, place: Place, wrong: str, expected: str) -> Problem:
    return Problem(place, wrong, expected, _REMEDY.format(path=document.path))
