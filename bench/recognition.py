"""How quickly terms are recognised: `make bench-recognition`.

Prints, for a process that has remembered nothing: the time and memory that all three languages
take to load; for each language, words a second at the first reading of the site's own prose and
at the second, and at the first reading in a later process, which finds the words in the cache.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from guide.grammar import MODULES
from guide.load import load
from guide.model import Site
from guide.terms import recogniser
from guide.words import Words

ROOT = Path(__file__).resolve().parents[1]

#: What `ru_maxrss` counts in, on Linux.
KIB_PER_MB = 1024


def prose(site: Site, code: str) -> str:
    """The prose of a language, page after page."""
    pages = [page for page in site.pages if page.language == code]
    return "\n\n".join("\n".join(line.text for line in page.lines) for page in pages)


def measure(cache: Path) -> None:
    """Prints what is measured with the cache in a folder."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    words = {code: Words(code, cache) for code in MODULES}
    for known in words.values():
        known.keys("international")  # The first word loads what is to be loaded.
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"  loading: {seconds:.2f} s, {(peak - before) / KIB_PER_MB:.0f} MB at its peak "
        f"(the process: {peak / KIB_PER_MB:.0f} MB)"
    )
    site, _ = load(ROOT)
    finders = {code: recogniser(site, code, words[code]) for code in site.codes}
    for code, finder in finders.items():
        text = prose(site, code)
        number = len(text.split())
        rates = []
        for again in ("", "\n"):  # The same text would be answered from memory.
            started = time.perf_counter()
            found = finder.recognise(text + again)
            rates.append(number / (time.perf_counter() - started))
        print(
            f"  {code}: {number:,} words, {len(found)} mentions; "
            f"{rates[0]:,.0f} words/s at first, {rates[1]:,.0f} again"
        )
        words[code].save()


def main() -> None:
    """Measures in a process with an empty cache, then in another one with a full one."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("Without a cache", "With the cache of the run before"):
            print(name, flush=True)
            subprocess.run([sys.executable, "-m", "bench.recognition", folder], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
