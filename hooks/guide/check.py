"""Reads and checks the whole project without building it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guide import promises, rules, wording
from guide.addresses import Addresses
from guide.edition import published
from guide.generate import generate
from guide.grammar import SLOW
from guide.load import load
from guide.model import GeneratedPage, Site
from guide.problems import Problem
from guide.terms import recognisers
from guide.usage import uses


def check(
    root: Path, editions: Path | None = None
) -> tuple[Site, list[GeneratedPage], list[Problem]]:
    """The site, the pages made from its data, and every problem of both.

    Pages are made only where nothing is wrong: a relation that leads nowhere cannot be shown.

    Args:
        root: The project's folder.
        editions: The folder of the editions that the site is to publish.
    """
    site, problems = load(root)
    if editions:
        kept, refused = published(editions)
        site, problems = replace(site, editions=kept), [*problems, *refused]
    if not site.languages:
        return site, [], problems
    known = recognisers(site)
    # Last those whose words another process may still be looking up.
    finders = {code: known[code][0] for code in sorted(known, key=SLOW.__contains__)}
    # Without the terms of a file that cannot be read, right words would be called wrong.
    worded = [] if problems or site.incomplete else list(wording.check(site, finders))
    problems = [*problems, *rules.check(site), *worded]
    if not problems:
        found = {code: uses(site, code, finder) for code, finder in finders.items()}
        site = replace(site, uses=found)
    for _, words in known.values():
        words.save()
    if problems:
        return site, [], problems
    pages = generate(site)
    anchors = {page.source: page.anchors for page in pages}
    problems = rules.check(replace(site, generated_anchors=anchors))
    if not problems:
        on_pages = promises.all_anchors(site, pages)
        problems = promises.check(site, Addresses(site), on_pages)
    return site, pages, problems
