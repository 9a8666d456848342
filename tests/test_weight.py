"""What a page of the built site costs a reader on a phone who has done nothing yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import served
from tests.weight import Weight, guides, measure

#: One page of each other kind.
OTHERS = (
    "/sv/",
    "/fi/sanasto/ystavyyskunta/",
    "/en/checklists/discussion-questions/",
)


@pytest.fixture(scope="module")
def weights(site: Path, browser: Browser, address: str) -> dict[str, Weight]:
    """Every guide and one page of each other kind, by path."""
    return dict(measure(browser, site, address, [*guides(site), *OTHERS]))


def test_a_guide_costs_little(weights: dict[str, Weight], site: Path) -> None:
    assert {path: told for path in guides(site) if (told := weights[path].excess())} == {}


def test_a_page_asks_only_for_what_is_there(weights: dict[str, Weight]) -> None:
    assert {path: told for path, weight in weights.items() if (told := weight.faults())} == {}


def test_nothing_holds_a_page_up_but_one_stylesheet(weights: dict[str, Weight]) -> None:
    held_up = {
        path: (weight.blocking_styles, weight.blocking_scripts, weight.classic_scripts)
        for path, weight in weights.items()
    }
    assert set(held_up.values()) == {(1, 0, 0)}, held_up


def test_nothing_moves_while_a_page_loads(weights: dict[str, Weight]) -> None:
    assert {path: weight.shift for path, weight in weights.items() if weight.shift} == {}


def test_too_much_is_told(browser: Browser, tmp_path: Path) -> None:
    """What has all that no page of ours may have, so that the measure is known to see it."""
    (tmp_path / "404.html").write_text("Nothing here.", "utf-8")
    (tmp_path / "one.css").write_text("", "utf-8")
    (tmp_path / "two.css").write_text("", "utf-8")
    (tmp_path / "late.js").write_text("", "utf-8")
    (tmp_path / "large.png").write_bytes(bytes(41_000))
    (tmp_path / "index.html").write_text(
        """<!doctype html><title>Heavy</title>
        <link rel="stylesheet" href="one.css"><link rel="stylesheet" href="two.css">
        <link rel="stylesheet" href="https://127.0.0.1:1/css">
        <script src="late.js"></script>
        <body><div id="late"></div><p>It moves.</p><img src="large.png" width="9" height="9">
        <script>
          setTimeout(() => (document.querySelector("#late").style.height = "300px"), 200);
          fetch("missing.json");
        </script>""",
        "utf-8",
    )
    with served(tmp_path) as origin:
        ((_, weight),) = measure(browser, tmp_path, origin, ["/"])
    assert weight.excess() == [
        f"{weight.bytes.total():,} bytes, more than 40,000",
        "8 requests, more than 7",
    ]
    assert weight.faults() == [
        f"404: {origin}/missing.json",
        f"404: {origin}/favicon.ico",
        "another host: https://127.0.0.1:1/css",
    ]
    assert weight.bytes["images"] == 41_000
    assert weight.bytes["HTML"] > 2 * len("Nothing here.")
    assert (weight.blocking_styles, weight.blocking_scripts, weight.classic_scripts) == (3, 1, 2)
    assert weight.shift > 0
