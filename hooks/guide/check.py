"""Reads and checks the whole project without building it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guide import rules
from guide.generate import generate
from guide.load import load
from guide.model import GeneratedPage, Site
from guide.problems import Problem


def check(root: Path) -> tuple[Site, list[GeneratedPage], list[Problem]]:
    """The site, the pages made from its data, and every problem of both.

    Pages are made only where nothing is wrong: a relation that leads nowhere cannot be shown.
    """
    site, problems = load(root)
    if site.languages:
        problems = problems + rules.check(site)
    if problems:
        return site, [], problems
    pages = generate(site)
    anchors = {page.source: page.anchors for page in pages}
    return site, pages, rules.check(replace(site, generated_anchors=anchors))
