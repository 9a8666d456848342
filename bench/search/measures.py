"""How good an answer is. See Manning, Raghavan and Schütze, Information Retrieval, chapter 8."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from statistics import mean

#: How many results are a first list of them.
FIRST = 20


@dataclass(frozen=True, slots=True)
class Measures:
    """Shares, each between 0 and 1.

    Precision is that of queries that find something; what finds nothing has no precision.
    """

    recall: float
    precision_of_first: float | None
    precision: float | None
    average_precision: float
    nothing: float


def measures(found: Sequence[str], relevant: frozenset[str]) -> Measures:
    """What one answer is worth: pages in the order that they are told in."""
    hits = [page in relevant for page in found]
    first = hits[:FIRST]
    return Measures(
        recall=sum(hits) / len(relevant),
        precision_of_first=mean(first) if first else None,
        precision=mean(hits) if hits else None,
        average_precision=_sum_of_precisions(hits) / len(relevant),
        nothing=float(not found),
    )


def _sum_of_precisions(hits: Iterable[bool]) -> float:
    """The precision at every relevant page, summed."""
    total, right = 0.0, 0
    for number, hit in enumerate(hits, 1):
        if hit:
            right += 1
            total += right / number
    return total


def average(each: Sequence[Measures]) -> Measures:
    """The mean over queries."""
    means = {}
    for field in fields(Measures):
        values = [v for one in each if (v := getattr(one, field.name)) is not None]
        means[field.name] = mean(values) if values else 0.0
    return Measures(**means)
