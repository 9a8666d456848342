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
        return None, []
    document, problems = read_data(root, path)
    if document.value is not None and not problems:
        problems = validate(document, schema)
    if problems or document.value is None:
        return None, problems
    pages = {address: _published(value) for address, value in document.value["pages"].items()}
    problems = [
        p for address, page in pages.items() for p in _faults(document, code, address, page)
    ]
    problems = problems or list(_changes(document, read_text(root, path), pages))
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


def _fault(document: Document, place: Place, wrong: str, expected: str) -> Problem:
    return Problem(place, wrong, expected, _REMEDY.format(path=document.path))
