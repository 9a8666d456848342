"""Figures and their signs stay on one line."""

from __future__ import annotations

import pytest
from guide.typography import unbroken


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>(38 §)</p>", "<p>(38~§)</p>"),
        ("§ 14 and 25 % of 40 €", "§~14 and 25~% of 40~€"),
        ("12 000 of 1 250 000", "12~000 of 1~250~000"),
        ("2021 5000 3 50", "2021 5000 3 50"),
        (
            '<a title="38 §" href="a 000">38 kunder</a>',
            '<a title="38 §" href="a 000">38 kunder</a>',
        ),
    ],
)
def test_figures_stay_with_their_signs(html: str, expected: str) -> None:
    assert unbroken(html) == expected.replace("~", "\u00a0")
