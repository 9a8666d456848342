"""What is known of the words of a language, kept from one build to the next."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from guide.grammar import PACKAGES, grammar

#: The folder of what can be made again, below the project's root.
CACHE = ".cache"


#: Answers by question and word, as they are kept: each after a space. One may be empty.
_Kept = dict[str, dict[str, str]]


# Where the processes that look words up for this one tell how far they are, by language.
_expected: dict[str, int] = {}


def expect(code: str, told: int) -> None:
    """Says that another process is looking words up, and keeps them with ``Words.save``.

    Args:
        code: The language.
        told: A descriptor that the process writes something to when it has saved the words that
            are asked for first, and closes when it has saved all.
    """
    _expected[code] = told


def is_expected(code: str) -> bool:
    """Whether another process is looking words of the language up, and has more to tell."""
    return code in _expected


class Words:
    """A grammar that remembers: each question about a word is answered once.

    The answers are kept in ``.cache/words-<code>.json``, which other versions of the dictionaries
    or of the grammar do not read. Whatever is wrong with them, they are made anew.
    """

    def __init__(self, code: str, root: Path) -> None:
        self._code = code
        self._grammar = grammar(code)
        self._file = _File(root / CACHE / f"words-{code}.json", _edition(code))
        # What was asked for already.
        self._answers: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
        self._changed = False

    @cached_property
    def _kept(self) -> _Kept:
        if self._code in _expected:
            os.read(_expected[self._code], 1)
        return self._file.read()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known yet."""
        return not self._file.is_there or not self._kept

    def keys(self, word: str) -> frozenset[str]:
        """See ``guide.grammar.Grammar``."""
        return self._remember("keys", word, self._grammar.keys)

    def term_keys(self, word: str) -> frozenset[str]:
        """See ``guide.grammar.Grammar``."""
        return self._remember("term_keys", word, self._grammar.term_keys)

    def openings(self, word: str) -> frozenset[str]:
        """See ``guide.grammar.Grammar``."""
        return self._remember("openings", word, self._grammar.openings)

    def traits(self, word: str) -> frozenset[str]:
        """See ``guide.grammar.Grammar``."""
        return self._remember("traits", word, self._grammar.traits)

    def lemmas(self, word: str) -> frozenset[str]:
        """See ``guide.grammar.Grammar``."""
        return self._remember("lemmas", word, self._grammar.lemmas)

    def parts(self, word: str) -> frozenset[str]:
        """See ``guide.grammar.Grammar``."""
        return self._remember("parts", word, self._grammar.parts)

    def forms(self, lemmas: Collection[str]) -> Mapping[str, Collection[str]]:
        """See ``guide.grammar.Grammar``."""
        return self._grammar.forms(lemmas)

    def save(self) -> None:
        """Keeps what was learnt for the next time, if the folder can be written."""
        if self._changed:
            self._file.write(self._kept)
            self._changed = False

    def _remember(
        self, question: str, word: str, ask: Callable[[str], frozenset[str]]
    ) -> frozenset[str]:
        answer = self._answers[question].get(word)
        if answer is None:
            answer = self._answers[question][word] = self._look_up(question, word, ask)
        return answer

    def _look_up(
        self, question: str, word: str, ask: Callable[[str], frozenset[str]]
    ) -> frozenset[str]:
        kept = self._kept.setdefault(question, {})
        if word not in kept and self._code in _expected:
            self._await_rest()
        if word in kept:
            return frozenset(kept[word].split(" ")[1:])
        answer = ask(word)
        kept[word] = "".join(f" {each}" for each in sorted(answer))
        self._changed = True
        return answer

    def _await_rest(self) -> None:
        """Waits for the process that looks words up to end, and takes what it has learnt."""
        while os.read(_expected[self._code], 1):
            pass
        del _expected[self._code]
        for question, answers in self._file.read().items():
            self._kept.setdefault(question, {}).update(answers)


# What files held when they were last read: a preview reads them at every change.
_read: dict[Path, tuple[tuple[int, str], _Kept]] = {}


class _File:
    """A file of answers: for each question lines of a word, a tab and the answers."""

    def __init__(self, path: Path, edition: str) -> None:
        self._path = path
        self._edition = edition

    @property
    def is_there(self) -> bool:
        """Whether there is a file of whatever edition."""
        return self._path.exists()

    def read(self) -> _Kept:
        """What was kept; nothing if the file is of another edition, or broken."""
        try:
            path = self._path.resolve()
            stamp = path.stat().st_mtime_ns, self._edition
            if path not in _read or _read[path][0] != stamp:
                _read[path] = stamp, self._parse()
            return {question: dict(kept) for question, kept in _read[path][1].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _parse(self) -> _Kept:
        kept = json.loads(self._path.read_text("utf-8"))
        if kept["edition"] != self._edition:
            return {}
        return {
            question: dict([line.split("\t") for line in lines.split("\n")])
            for question, lines in kept["words"].items()
        }

    def write(self, known: _Kept) -> None:
        """Keeps the answers, if the folder can be written."""
        # Another process may have learnt other words meanwhile.
        others = self.read()
        words = {
            question: "\n".join(map("\t".join, (others.get(question, {}) | answers).items()))
            for question, answers in (others | known).items()
            if answers
        }
        text = json.dumps({"edition": self._edition, "words": words}, ensure_ascii=False)
        written = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(exist_ok=True)
            written.write_text(text, "utf-8")
            written.replace(self._path)
        except OSError:
            return  # What cannot be kept is found out again.


@cache
def _edition(code: str) -> str:
    """What the kept keys depend on: a grammar's code and dictionaries, and how this keeps them."""
    parts = [f"{package} {version(package)}" for package in PACKAGES.get(code, ())]
    here = Path(__file__)
    modules = [here, *sorted((here.parent / "grammar").glob("*.py"))]
    parts += [path.read_text("utf-8") for path in modules]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
