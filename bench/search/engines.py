"""The three engines: each indexes a folder of pages, and answers queries about them in Node."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from guide.search.index import FOLDER
from material.plugins.search import plugin  # type: ignore[import-untyped]

from bench.npm import install
from bench.recognition import ROOT
from bench.search.pages import read
from tests.browser import assets

HERE = Path(__file__).parent
SCRIPTS = ROOT / "overrides" / "assets" / "search"
ENGINE = SCRIPTS / "engine.js"

#: What the bench compares with, fetched by npm into the cache.
PAGEFIND = "pagefind@1.5.2"
PACKAGES = ROOT / ".cache" / "bench-search"


#: Of Material's plugin, as the guide had them; the fields are its own.
_SETTINGS: Any = {
    "lang": ["en"],
    "separator": r"[\s\-]+",
    "pipeline": [],
    "fields": {"title": {"boost": 1e3}, "text": {"boost": 1e0}, "tags": {"boost": 1e6}},
}


@dataclass(frozen=True, slots=True)
class Built:
    """What an index is: how many seconds of the processor it took, and its size as it is served.

    ``again`` is how long it takes with what was learnt of words the time before.
    """

    seconds: float
    size: int
    memory: float = 0
    again: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes on the wire until the first results show, and the pages found, in order."""

    bytes: int
    found: list[str]


#: What is asked, by language.
Queries = Mapping[str, Sequence[str]]


class Engine(Protocol):
    """What is compared."""

    name: str

    def build(self, site: Path, codes: Iterable[str]) -> dict[str, Built]:
        """Makes the index of a folder of pages; '' is what all languages have in common."""

    def answer(self, site: Path, queries: Queries) -> dict[str, list[Answer]]:
        """Asks queries by language, each as the first one of a visit."""


class Ours:
    """``guide.search`` and ``engine.js``."""

    name = "ours"

    def build(self, site: Path, codes: Iterable[str]) -> dict[str, Built]:
        """Each language in a process of its own, which has remembered nothing."""
        built = {}
        for code in codes:
            command = [sys.executable, "-m", "bench.search.indexing", str(site), code]
            told = json.loads(_output(command))
            built[code] = Built(size=_size((site / code / FOLDER).iterdir()), **told)
        return built

    def answer(self, site: Path, queries: Queries) -> dict[str, list[Answer]]:
        """The script counts, as it is only fetched for a search."""
        script = _size(SCRIPTS.glob("*.js"))
        return {
            code: [
                Answer(each["bytes"] + script, each["found"])
                for each in _ask("ours.mjs", [str(ENGINE), str(site), code], texts)
            ]
            for code, texts in queries.items()
        }


class Material:
    """The theme's own: its plugin's index, of all languages, and its worker."""

    name = "Material"

    def build(self, site: Path, codes: Iterable[str]) -> dict[str, Built]:
        """One file for all languages."""
        pages = [page for code in codes for page in read(site, code)]
        started = time.process_time()
        index = plugin.SearchIndex(**_SETTINGS)
        for page in pages:
            index.add_entry_from_context(
                SimpleNamespace(
                    url=page.address, title=page.title, content=page.content, meta={}, toc=()
                )
            )
        text = index.generate_search_index(None)
        seconds = time.process_time() - started
        self._index(site).write_text(text, "utf-8")
        return {"": Built(seconds, _size([self._index(site)]))}

    def answer(self, site: Path, queries: Queries) -> dict[str, list[Answer]]:
        """The whole index is fetched for whatever is asked; it is read once for all languages."""
        folder = Path(plugin.__file__).parents[2] / "templates/assets/javascripts/workers"
        (worker,) = folder.glob("search.*.min.js")
        size = _size([worker, self._index(site)])
        texts = [text for asked in queries.values() for text in asked]
        told = iter(_ask("material.mjs", [str(worker), str(self._index(site))], texts))
        return {
            code: [Answer(size, each["found"]) for each in islice(told, len(asked))]
            for code, asked in queries.items()
        }

    def _index(self, site: Path) -> Path:
        return site / "search_index.json"


class Pagefind:
    """A static search in WebAssembly, as its own command makes it."""

    name = "Pagefind"

    def build(self, site: Path, codes: Iterable[str]) -> dict[str, Built]:  # noqa: ARG002
        """It tells the languages by what the pages say of themselves."""
        program = PACKAGES / "node_modules" / ".bin" / "pagefind"
        started = _of_children()
        _output([str(program), "--site", str(site), "--output-path", str(self._folder(site))])
        seconds = _of_children() - started
        files = self._folder(site).glob("**/*pf_*")
        return {"": Built(seconds, sum(file.stat().st_size for file in files))}

    def answer(self, site: Path, queries: Queries) -> dict[str, list[Answer]]:
        """Without the scripts and styles of its own list."""
        return {
            code: [
                Answer(each["bytes"], each["found"])
                for each in _ask("pagefind.mjs", [str(self._folder(site)), code], texts)
            ]
            for code, texts in queries.items()
        }

    def _folder(self, site: Path) -> Path:
        return site / "pagefind"


def available() -> list[Engine]:
    """The engines that can be compared here."""
    if not shutil.which("node"):
        sys.exit("The bench asks its queries in Node, which is not installed.")
    engines: list[Engine] = [Ours(), Material()]
    if problem := install(PAGEFIND, PACKAGES):
        print(f"Pagefind is left out: {problem}\n")
        return engines
    return [*engines, Pagefind()]


def shown(site: Path, code: str, queries: Sequence[str]) -> list[Answer]:
    """What our search, as it is in a built site, shows first."""
    scripts = site / assets(site) / "search"
    told = _ask("ours.mjs", [str(scripts / ENGINE.name), str(site), code], queries)
    return [Answer(each["bytes"] + _size(scripts.glob("*.js")), each["shown"]) for each in told]


def _ask(script: str, arguments: Sequence[str], queries: Sequence[str]) -> list[dict[str, Any]]:
    command = ["node", "--max-old-space-size=8192", str(HERE / script), *arguments]
    told: list[dict[str, Any]] = json.loads(_output(command, json.dumps(list(queries))))
    return told


def _output(command: Sequence[str], given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def _of_children() -> float:
    """The seconds of the processor that other programs took that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _size(files: Iterable[Path]) -> int:
    """Bytes on the wire."""
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
