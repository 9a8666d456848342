"""The site's search beside Material's own and Pagefind: ``make bench-search``.

Prints tables for made-up sites of several sizes, then for the guide itself. Fails if the first
results cost more on the wire than they may: see ``MOST``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from guide.load import load
from guide.words import Words

from bench.recognition import ROOT
from bench.search import real
from bench.search.engines import available
from bench.search.synthetic import compare
from bench.search.table import KB

#: The most bytes on the wire until the first results of ours show: at the guide, at 9,000 pages.
MOST_AT_GUIDE, MOST = 30 * KB, 60 * KB
LARGE = 9_000


def main() -> int:
    """Gives 1 if ours costs too much."""
    parser = argparse.ArgumentParser(prog="bench.search")
    parser.add_argument("--pages", type=int, nargs="*", default=[150, 900, LARGE])
    parser.add_argument("--skip-guide", action="store_true", help="measure made-up sites alone")
    given = parser.parse_args()
    site, _ = load(ROOT)
    engines = available()
    failed = []
    with tempfile.TemporaryDirectory() as empty:
        words = {code: Words(code, Path(empty)) for code in site.codes}
    for pages in given.pages:
        most = compare(site, engines, pages, words)
        if pages <= LARGE and most > MOST:
            failed.append(f"{pages:,} pages: {most / KB:.1f} KB, more than {MOST / KB:.0f}")
    most = 0 if given.skip_guide else real.measure(site, engines, ROOT / "tests" / "search")
    if most > MOST_AT_GUIDE:
        failed.append(f"the guide: {most / KB:.1f} KB, more than {MOST_AT_GUIDE / KB:.0f}")
    print("\n".join(failed) or "First results cost no more than they may.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
