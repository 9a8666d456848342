"""simplemma's dictionaries as tables that answer both ways: the forms of a lemma, and its lemma.

simplemma has a form's lemma only, in a file that is read from its beginning to its end: seconds,
and hundreds of megabytes for Finnish. So each dictionary is unpacked once, into a database in
``.cache/dictionaries``: when `make` installs the packages (see ``guide.prepare``), or else when it
is first needed. If the folder cannot be written, the tables are in memory only.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path

from guide.grammar import MODULES, fold

#: Where the databases are.
FOLDER = Path(__file__).absolute().parents[3] / ".cache" / "dictionaries"

#: The languages whose words are looked up by their forms; Voikko reads those of the other.
_BY_FORM = frozenset({"sv", "en"})

# Told by the database itself; another arrangement of the tables has another number.
_EDITION = 2


@cache
def lemma_of(code: str, form: str) -> str:
    """The lemma of a form; empty if the dictionary does not have it."""
    query = "SELECT lemma FROM lemmas WHERE form = ?"
    found = connect(code, os.getpid()).execute(query, (form,)).fetchone()
    return found[0] if found else ""


def forms_of(code: str, lemmas: Iterable[str]) -> dict[str, list[str]]:
    """The forms of lemmas, folded; only lemmas that the dictionary has."""
    query = "SELECT lemma, shared, ends FROM forms WHERE lemma IN (SELECT value FROM json_each(?))"
    asked = json.dumps(list(lemmas), ensure_ascii=False)
    found = connect(code, os.getpid()).execute(query, (asked,))
    return {
        lemma: (shared + ends.replace("\n", f"\n{shared}")).split("\n")
        for lemma, shared, ends in found
    }


def unpack() -> None:
    """Unpacks every dictionary that is not unpacked yet, each in a process of its own."""
    with ProcessPoolExecutor() as processes:
        list(processes.map(_unpack, MODULES))


def _unpack(code: str) -> None:
    connect(code, os.getpid())


@cache
def connect(code: str, process: int) -> sqlite3.Connection:  # noqa: ARG001
    """The database of a language. A process that was forked has a connection of its own."""
    path = FOLDER / f"{code}-{version('simplemma')}.sqlite"
    try:
        return _opened(path)
    except sqlite3.Error:
        return _unpacked(code, path)


def _opened(path: Path) -> sqlite3.Connection:
    # A preview asks from several threads, one at a time.
    database = sqlite3.connect(
        f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    told = {
        name: database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("user_version", "page_count", "page_size")
    }
    whole = told["page_count"] * told["page_size"] == path.stat().st_size
    if told["user_version"] != _EDITION or not whole:
        raise sqlite3.DatabaseError("of another edition, or cut off")
    return database


def _unpacked(code: str, path: Path) -> sqlite3.Connection:
    written = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written.unlink(missing_ok=True)
        database = sqlite3.connect(written)
        _fill(database, code)
        database.close()
        written.replace(path)
        return _opened(path)
    except (OSError, sqlite3.Error):
        database = sqlite3.connect(":memory:", check_same_thread=False)
        _fill(database, code)
        return database


def _fill(database: sqlite3.Connection, code: str) -> None:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # noqa: PLC0415

    # A factory of our own, so that the dictionary does not stay in memory.
    dictionary = DefaultDictionaryFactory(0).get_dictionary(code)
    by_lemma: dict[str, list[str]] = defaultdict(list)
    for form, name in dictionary.items():
        by_lemma[name].append(fold(form))
    database.execute("PRAGMA synchronous = OFF")
    database.execute(f"PRAGMA user_version = {_EDITION}")
    database.execute("CREATE TABLE forms (lemma TEXT PRIMARY KEY, shared, ends) WITHOUT ROWID")
    database.executemany("INSERT INTO forms VALUES (?, ?, ?)", _shortened(by_lemma))
    if code in _BY_FORM:
        database.execute("CREATE TABLE lemmas (form TEXT PRIMARY KEY, lemma) WITHOUT ROWID")
        database.executemany("INSERT INTO lemmas VALUES (?, ?)", sorted(dictionary.items()))
    database.commit()


def _shortened(by_lemma: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Lemmas, with what all their forms begin with and what each ends in."""
    for name, found in sorted(by_lemma.items()):
        shared = os.path.commonprefix(found)  # noqa: RUF071 - they are no paths
        yield name, shared, "\n".join(form[len(shared) :] for form in found)
