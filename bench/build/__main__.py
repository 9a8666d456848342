"""How long a site takes to build and a saved change to be served, beside the stock stack.

    python -m bench.build --pages 50 300 1000 --terms FILE --concepts 1000 2000 4000
    python -m bench.build --only previews --pages 300

Each site is built by plain MkDocs, Material and static-i18n from the same Markdown (stock); by us
from nothing but what `make` prepares when it installs packages (cold), from that without the words
that it looks up (no words), with nothing changed (warm), and with one page changed (one page).
Then a preview of the real site and of those of up to 300 pages is asked again and again for what
was saved. PDFs are left out: the stock stack has none.
Each row is printed as soon as it is measured. `--only` measures builds, previews or terms alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide.words import CACHE

from bench.build.projects import grown, stock, with_terms
from bench.build.saving import savings
from tests.project import copy_site, environment, own_cache

#: The largest site whose preview is asked.
PREVIEWED = 300


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds on the clock and of work, and the most memory, in MB."""

    clock: float
    work: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.work:.1f} s, {self.memory:.0f} MB)"


# Says at last what a command has cost. The bench itself is large, and a process begins with the
# memory of the one that starts it.
_MEASURED = """\
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(status)
"""


def run(root: Path, *command: str) -> Cost:
    """Runs a Python module in a project. The memory is that of its largest process."""
    os.sync()  # What was written before is not written meanwhile.
    begin = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the commands are ours
        [sys.executable, "-c", _MEASURED, sys.executable, "-m", *command],
        cwd=root,
        env=environment(PYTHONPATH="hooks"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")
    work, memory = map(float, done.stdout.splitlines()[-1].split())
    return Cost(time.monotonic() - begin, work, memory)


def preparing(folder: Path) -> None:
    """Unpacks the dictionaries and looks words up in them, as the first `make` does once."""
    root = copy_site(folder / "prepared")
    (root / CACHE).unlink()
    print(f"\nDictionaries and words made ready, once: {run(root, 'guide.prepare')}", flush=True)
    for path in (root / CACHE).glob("*.json"):
        path.unlink()
    print(f"Words alone: {run(root, 'guide.prepare')}", flush=True)


def builds(root: Path, folder: Path) -> Iterator[Cost]:
    """The cost of stock, no words, cold, warm and one page, in this order."""
    plain = stock(root, folder / "stock")
    yield run(plain, "mkdocs", "build", "--strict", "--quiet")
    own_cache(root, words=False)
    run(root, "compileall", "-q", "hooks")
    yield run(root, "guide", "site")
    # On ext4 files take several times as long to make where as many were deleted a minute ago.
    cache = root / CACHE
    for old in (root / "site", *cache.glob("*.json"), cache / "sites", cache / "templates"):
        old.rename(folder / f"{root.name}-{old.name}")
    run(root, "guide.prepare")
    yield run(root, "guide", "site")
    yield run(root, "guide", "site")
    page = root / "docs/en/guide/why.md"
    page.write_text(page.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    yield run(root, "guide", "site")


def compare(pages: Sequence[int], folder: Path) -> None:
    """Builds sites of so many pages in each language in every way."""
    print("\nBuilds: on the clock (work, memory)")
    widths = (8, 28, 28, 28, 28, 28)
    _row(widths, "pages", "stock", "no words", "cold", "warm", "one page")
    for count in [0, *pages]:
        root = grown(folder / str(count), count) if count else copy_site(folder / "real")
        costs = list(builds(root, folder / f"{count}-stock"))
        first, made = costs[0], costs[1:]
        shares = [f"{cost.clock / first.clock:.2f}" for cost in made]
        _row(widths, f"3 x {count}" if count else "real", *map(str, costs))
        _row(widths, "of stock", "1", *shares)
        _row(widths, "of cold", "", "", "1", f"{made[2].clock / made[1].clock:.2f}")


def previews(pages: Sequence[int], folder: Path) -> None:
    """Asks previews of sites for what was saved."""
    print("\nFrom saving to being served: median and longest")
    widths = (8, 27, 8, 8)
    _row(widths, "pages", "saved", "median", "longest")
    for count in [0, *(count for count in pages if count <= PREVIEWED)]:
        name = folder / f"preview-{count}"
        root = grown(name, count) if count else copy_site(name)
        for what, median, longest in savings(root):
            shown = f"3 x {count}" if count else "real"
            _row(widths, shown, what, f"{median:.2f} s", f"{longest:.2f} s")


def terms(table: Path, counts: Sequence[int], folder: Path) -> None:
    """Checks and builds sites of so many concepts from a table of terms."""
    print("\nConcepts from a table")
    widths = (8, 28, 28, 20)
    _row(widths, "concepts", "check", "build", "ms of build for each")
    for count in counts:
        root = with_terms(folder / f"terms-{count}", table, count)
        own_cache(root)
        checked, built = run(root, "guide", "check"), run(root, "guide", "site")
        _row(widths, str(count), str(checked), str(built), f"{1000 * built.clock / count:.1f}")
        shutil.rmtree(root)


def _row(widths: Sequence[int], *cells: str) -> None:
    """Prints a row at once: who waits for hours sees what is measured so far."""
    print("  ".join(map(str.ljust, cells, widths)).rstrip(), flush=True)


def main() -> None:
    """Measures all of it."""
    parser = argparse.ArgumentParser(prog="python -m bench.build", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="*", default=[50, 300, 1000])
    parser.add_argument("--terms", type=Path, help="lines of tab-separated uri, sv, fi, en")
    parser.add_argument("--concepts", type=int, nargs="*", default=[2500, 5000, 10000])
    parser.add_argument("--only", choices=["builds", "previews", "terms"])
    given = parser.parse_args()
    if given.only == "terms" and not given.terms:
        parser.error("--only terms needs --terms")
    with tempfile.TemporaryDirectory() as name:
        if given.only in (None, "builds"):
            preparing(Path(name))
            compare(given.pages, Path(name))
        if given.only in (None, "previews"):
            previews(given.pages, Path(name))
        if given.terms and given.only in (None, "terms"):
            terms(given.terms, given.concepts, Path(name))


if __name__ == "__main__":
    main()
