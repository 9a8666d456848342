"""Reads and checks the whole project without building it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from guide import promises, rules, wording
from guide.addresses import Addresses
from guide.beside import BESIDE, beside
from guide.edition import published
from guide.generate import generate
from guide.grammar import SLOW
from guide.load import load
from guide.model import GeneratedPage, Site, Use
from guide.problems import Problem
from guide.terms import recognisers
from guide.usage import uses
from guide.words import is_expected


def check(
    root: Path, editions: Path | None = None, *, may_fork: bool = False
) -> tuple[Site, list[GeneratedPage], list[Problem]]:
    """The site, the pages made from its data, and every problem of both.

    Pages are made only where nothing is wrong: a relation that leads nowhere cannot be shown.

    Args:
        root: The project's folder.
        editions: The folder of the editions that the site is to publish.
        may_fork: Whether a copy of this process may do a part of the work, where there is a core
            for it; not if this one has threads, of which a copy would have one.
    """
    may_fork = may_fork and BESIDE
    # Where words are looked up, the other core has work already.
    site, problems = load(root, may_fork=may_fork and not any(map(is_expected, SLOW)))
    if editions:
        kept, refused = published(editions)
        site, problems = replace(site, editions=kept), [*problems, *refused]
    if not site.languages:
        return site, [], problems
    known = recognisers(site)

    def look(code: str) -> tuple[wording.Wording | None, Mapping[str, tuple[Use, ...]]]:
        recogniser, words = known[code]
        # Without the terms of a file that is incomplete, right words would be called wrong.
        said = None if site.incomplete else wording.check(site, code, recogniser)
        used = uses(site, code, recogniser)
        words.save()
        return said, used

    seen = {} if problems else _each(known, look, may_fork=may_fork)
    wordings = [said for said, _ in seen.values() if said]
    problems = [*problems, *rules.check(site)]
    problems += [problem for said in wordings for problem in said.problems]
    problems += wording.unused(site, wordings) if wordings else ()
    if problems:
        return site, [], problems
    site = replace(site, uses={code: used for code, (_, used) in seen.items()})
    made = _each(known, lambda code: generate(site, codes=[code]), may_fork=may_fork)
    pages = [page for there in made.values() for page in there]
    anchors = {page.source: page.anchors for page in pages}
    problems = rules.check(replace(site, generated_anchors=anchors))
    if not problems:
        on_pages = promises.all_anchors(site, pages)
        problems = promises.check(site, Addresses(site), on_pages)
    return site, pages, problems


_Result = TypeVar("_Result")


def _each(
    codes: Iterable[str], work: Callable[[str], _Result], *, may_fork: bool
) -> dict[str, _Result]:
    """What the work has for each language; last those whose words take long to look up."""
    ordered = sorted(codes, key=SLOW.__contains__)
    slow = [code for code in ordered if code in SLOW and may_fork]
    others = beside(lambda: {code: work(code) for code in slow}) if slow else dict
    return {code: work(code) for code in ordered if code not in slow} | others()
