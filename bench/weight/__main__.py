"""What pages cost beside stock Material, and Lighthouse's scores: ``make bench-weight``.

Everything is measured in one run with one browser, on a phone, before the reader does anything.
Fails if a guide of ours costs more than it may, or if a page of ours asks another host or for
something that is missing. Lighthouse is left out where it cannot be fetched; its scores depend on
how busy the machine is, so they are told, and nothing fails by them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.search.table import KB, show
from bench.weight import lighthouse, stock
from tests.browser import launch, served
from tests.project import ROOT
from tests.weight import KINDS, Weight, guides, measure

SITE = ROOT / "site"

#: The language that is measured, and its page of each kind.
LANGUAGE = "fi"
OURS = {
    "start": "/fi/",
    "guide": "/fi/opas/toimintalogiikka/",
    "concept": "/fi/sanasto/ystavyyskunta/",
    "checklist": "/fi/tarkistuslistat/keskustelukysymykset/",
}

#: Stock Material has neither concepts nor checklists: these are pages of ours alone.
STOCK = {"start": "/", "guide": "/guide/logic/"}


def weigh(site: Path, paths: Iterable[str]) -> dict[str, Weight]:
    """What pages of a site cost, by path."""
    with served(site) as origin, sync_playwright() as playwright, launch(playwright) as browser:
        return dict(measure(browser, site, origin, list(paths)))


def compare(ours: Mapping[str, Weight], others: Mapping[str, Weight]) -> None:
    """Prints what each page costs."""
    measured = {
        **{(kind, "ours"): ours[path] for kind, path in OURS.items()},
        **{(kind, "Material"): others[path] for kind, path in STOCK.items()},
    }
    order = [(kind, whose) for kind in OURS for whose in ("ours", "Material")]
    rows = [(key, measured[key]) for key in order if key in measured]
    print("== On the wire, in KB ==\n")
    show(
        ("page", "whose", "requests", "all", *KINDS),
        [
            (*key, str(len(one.asked)), _kb(one.bytes.total()), *(_kb(one.bytes[k]) for k in KINDS))
            for key, one in rows
        ],
    )
    print("== What holds a page up, moves it, or is asked in vain ==\n")
    show(
        ("page", "whose", "styles", "scripts", "parsing", "shift", "404", "other hosts"),
        [
            (
                *key,
                str(one.blocking_styles),
                str(one.blocking_scripts),
                str(one.classic_scripts),
                f"{one.shift:.3f}",
                str(len(one.missing)),
                str(len(one.elsewhere)),
            )
            for key, one in rows
        ],
    )
    print(
        "'styles' and 'scripts' hold up rendering; 'parsing' counts scripts, inline ones too, for\n"
        "which the browser stops reading the page.\n"
    )


def _kb(size: int) -> str:
    return f"{size / KB:.1f}"


def heaviest(ours: Mapping[str, Weight]) -> None:
    """Prints what all guides of ours cost at most."""
    sizes = sorted((ours[path].bytes.total(), path) for path in guides(SITE))
    requests = max(len(ours[path].asked) for path in guides(SITE))
    print(
        f"{len(sizes)} guides of ours: {_kb(sizes[0][0])} to {_kb(sizes[-1][0])} KB, "
        f"at most {requests} requests; the heaviest is {sizes[-1][1]}\n",
        flush=True,
    )


def score(other: Path) -> None:
    """Prints Lighthouse's scores."""
    if problem := lighthouse.unavailable():
        print(f"Lighthouse is left out: {problem}\n")
        return
    rows, faults = [], []
    sites = ((SITE, "ours", OURS), (other, "Material", {"guide": STOCK["guide"]}))
    for site, whose, pages in sites:
        with served(site, lighthouse.Compressing) as origin:
            for kind, path in pages.items():
                told = lighthouse.run(origin + path)
                if isinstance(told, str):
                    faults.append(f"{kind}, {whose}: {told}")
                    continue
                scores = [str(told.scores[name]) for name in lighthouse.CATEGORIES]
                rows.append((kind, whose, *scores, f"{told.largest_paint:.1f} s"))
                faults += [f"{kind}, {whose}: {fault}" for fault in told.faults]
    print(f"== {lighthouse.LIGHTHOUSE}, mobile ==\n")
    show(("page", "whose", *lighthouse.CATEGORIES, "largest paint"), rows)
    print(
        "\n".join(["What took something from a score:", *faults]) if faults else "No faults.", "\n"
    )


def main() -> int:
    """Gives 1 if ours costs too much, or asks for what it should not."""
    parser = argparse.ArgumentParser(prog="bench.weight")
    parser.add_argument("--skip-lighthouse", action="store_true", help="weigh alone")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        other = stock.build(Path(folder), LANGUAGE)
        ours = weigh(SITE, dict.fromkeys([*OURS.values(), *guides(SITE)]))
        compare(ours, weigh(other, STOCK.values()))
        heaviest(ours)
        if not given.skip_lighthouse:
            score(other)
    failed = [f"{path}: {fault}" for path, one in ours.items() for fault in one.faults()]
    failed += [f"{path}: {fault}" for path in guides(SITE) for fault in ours[path].excess()]
    print("\n".join(failed) or "No page costs more than it may.")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
