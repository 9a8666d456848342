"""Guides as handouts, from the pages that the build has rendered."""

from __future__ import annotations

from guide.handouts.handout import Handout, node
from guide.handouts.prose import UnknownElementError, nodes
from guide.model import Language, Page
from guide.problems import Problem


class HandoutError(Exception):
    """A page that cannot be a handout; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def guide(page: Page, language: Language, address: str, html: str) -> Handout:
    """A guide as a handout, from its rendered content; ``address`` is the page's, in full.

    Raises HandoutError.
    """
    try:
        body = nodes(html, address)
    except UnknownElementError as error:
        raise HandoutError(_problem(page, str(error))) from error
    lede = node("lede", page.description)
    return Handout(language, page.title, page.description, address, [lede, *body])


def _problem(page: Page, element: str) -> Problem:
    """The first line that has the element, or the first of the page."""
    places = [line.place for line in page.lines if f"<{element}" in line.text]
    return Problem(
        places[0] if places else page.place(),
        f"the page has the HTML element <{element}>, which its PDF cannot show",
        "guides consist of headings, paragraphs, lists, quotes, notes, links and emphasis",
        "write it in one of these forms",
    )
