"""Which links to other sites no longer answer: ``make links``, and its reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide.asking import Answer, Manner, ask
from guide.forge import code, document, place, plain
from guide.model import Site
from guide.outside import outside
from guide.problems import Place, listing, without_commands

#: What a report tells of, by what came of asking: its key in JSON, and a heading.
_TOLD = {
    "silent": ("unanswered", "Do not answer"),
    "refuses": ("refusing", "Answer, but not to a program: look with a browser"),
    "moved": ("moved", "Have moved for good"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What all addresses answered on a day."""

    #: year-month-day.
    day: str
    answers: Sequence[Answer]
    #: Where the content names each address.
    places: Mapping[str, tuple[Place, ...]]

    def of(self, result: str) -> list[Answer]:
        """The answers of one kind."""
        return [answer for answer in self.answers if answer.result == result]

    def lines(self) -> Iterator[str]:
        """What is printed: a line for each place that is to be looked at."""
        for result, (_, heading) in _TOLD.items():
            found = self.of(result)
            yield f"{heading}: {len(found)}"
            for answer in found:
                for where in self.places[answer.address]:
                    yield without_commands(f"{where}: {answer.address}: {_said(answer)}")
        yield f"Asked: {len(self.answers)}"

    def json(self) -> str:
        """The same for programs."""
        told = {
            key: [
                {
                    "address": answer.address,
                    "says": answer.says,
                    "target": answer.target,
                    "places": [str(where) for where in self.places[answer.address]],
                }
                for answer in self.of(result)
            ]
            for result, (key, _) in _TOLD.items()
        }
        whole = {"day": self.day, "asked": len(self.answers), **told}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def markdown(self) -> str:
        """The same for the page of a forge."""
        lines = ["## Links to other sites", "", f"{len(self.answers)} asked on {self.day}.", ""]
        for result, (_, heading) in _TOLD.items():
            found = self.of(result)
            lines += [f"### {heading}: {len(found)}", ""]
            for answer in found:
                named = listing([place(where) for where in self.places[answer.address]], "and")
                lines.append(f"- {code(answer.address)}: {plain(_said(answer))}; {named}")
            lines.append("")
        return document(lines)


#: The forms of a report, by the ending of its file.
FORMS: Mapping[str, Callable[[Report], str]] = {".json": Report.json, ".md": Report.markdown}


def links(root: Path, site: Site, day: str, manner: Manner) -> Report:
    """Asks every address of another site that the content names."""
    places = outside(root, site)
    return Report(day, ask(list(places), manner), places)


def _said(answer: Answer) -> str:
    return f"now at {answer.target}" if answer.target else answer.says
