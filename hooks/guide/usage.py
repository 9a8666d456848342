"""Where each concept is used: the way back from the glossary to the guides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guide.model import Checklist, DecisionPath, Site, Use
from guide.passages import FOREIGN, MASK, page_passages
from guide.recognition import DEPRECATED, Recogniser

#: A concept that stands in more sections of a page than this is led back to the page as a whole.
MOST_SECTIONS = 3

_LINK_BY_HAND = re.compile(r"\]\((?:term:|[^()\s]*glossary/)([a-z0-9-]+)")


def uses(site: Site, code: str, recogniser: Recogniser) -> Mapping[str, tuple[Use, ...]]:
    """The places where each concept is used in a language, in the order of the site."""
    places: dict[str, dict[str, dict[str, None]]] = {}
    for concept, source, section in _mentions(site, code, recogniser):
        places.setdefault(concept, {}).setdefault(source, {}).setdefault(section)
    return {
        concept: tuple(
            Use(source, tuple(sections) if len(sections) <= MOST_SECTIONS else ())
            for source, sections in found.items()
        )
        for concept, found in places.items()
    }


def _mentions(site: Site, code: str, recogniser: Recogniser) -> Iterator[tuple[str, str, str]]:
    """Every mention: the concept, the source of the page, and the id of the section or ''."""
    order = {entry.source: number for number, entry in enumerate(site.nav)}
    pages = [p for p in site.pages if p.language == code and not p.source.endswith("index.md")]
    for page in sorted(pages, key=lambda page: order.get(page.source, len(order))):
        for passage in page_passages(page):
            if not passage.is_heading:
                lines = "\n".join(line.text for line in passage.lines)
                found = [*_LINK_BY_HAND.findall(lines), *_recognised(recogniser, passage.text)]
                yield from ((c, page.source, passage.section) for c in found if c in site.concepts)
    for checklist in site.checklists.values():
        yield from _in_checklist(checklist, code, recogniser)
    for path in site.paths.values():
        yield from _in_path(path, code, recogniser)


def _in_checklist(
    checklist: Checklist, code: str, recogniser: Recogniser
) -> Iterator[tuple[str, str, str]]:
    source = f"checklists/{checklist.id}.md"
    for concept in _recognised(recogniser, checklist.texts[code].instructions):
        yield concept, source, ""
    for section in checklist.sections:
        for item in section.items:
            words = f"{item.text[code]}\n\n{item.why[code]}"
            for concept in (*item.concepts, *_recognised(recogniser, words)):
                yield concept, source, section.id


def _in_path(
    path: DecisionPath, code: str, recogniser: Recogniser
) -> Iterator[tuple[str, str, str]]:
    for step in path.steps:
        words = "\n\n".join(each.get(code, "") for each in (step.text, step.help, step.record))
        for concept in (*step.concepts, *_recognised(recogniser, words)):
            yield concept, f"paths/{path.id}.md", step.id


def _recognised(recogniser: Recogniser, text: str) -> Iterator[str]:
    """The concepts that a text mentions and names rightly, where it is clear which is meant."""
    for mention in recogniser.recognise(FOREIGN.sub(MASK, text)):
        if len(mention.terms) == 1 and mention.terms[0].rank != DEPRECATED:
            yield mention.terms[0].concept
