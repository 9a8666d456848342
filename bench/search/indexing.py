"""Our index of a folder of pages, in a process of its own: ``python -m bench.search.indexing``.

Prints the seconds of the processor from the HTML of the pages to the files of the index, those of
a second time, when all words are known, and the memory that was needed, in MB.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from guide.load import load
from guide.model import Language, Site
from guide.recognition import Recogniser
from guide.search import index
from guide.search.documents import document
from guide.terms import recogniser
from guide.words import Words

from bench.recognition import KIB_PER_MB, ROOT
from bench.search.pages import Page, read


def main() -> None:
    """Indexes a folder for a language."""
    folder, code = Path(sys.argv[1]), sys.argv[2]
    site, _ = load(ROOT)
    language = next(language for language in site.languages if language.code == code)
    pages = read(folder, code)
    with tempfile.TemporaryDirectory() as empty:
        words = {code: Words(code, Path(empty)) for code in site.codes}
        (seconds, files), (again, _) = [
            _timed(site, language, pages, words, recogniser(site, code, words[code]))
            for _ in range(2)
        ]
    target = folder / code / index.FOLDER
    target.mkdir()
    for name, text in files.items():
        (target / name).write_text(text, "utf-8")
    print(json.dumps({"seconds": seconds, "again": again, "memory": _memory()}))


def _memory() -> float:
    """The most memory that this process had, in MB; 0 where the system does not tell.

    ``ru_maxrss`` would tell that of the process that has started this one, if it had more.
    """
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    peak = next((line for line in lines if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) / KIB_PER_MB


def _timed(
    site: Site,
    language: Language,
    pages: Sequence[Page],
    words: Mapping[str, Words],
    terms: Recogniser,
) -> tuple[float, dict[str, str]]:
    started = time.process_time()
    documents = [
        document(page.address, f"../../{page.address}", page.title, "", page.content)
        for page in pages
    ]
    files = index.files(site, language, documents, words, terms)
    return time.process_time() - started, files


if __name__ == "__main__":
    main()
