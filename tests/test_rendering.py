"""No text of ours can break out of its place, and what is made of data stays as it was."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import markdown
import pytest
from guide.check import check
from guide.model import GeneratedPage
from guide.rendering import address, escape

from tests.project import ROOT, copy_fixture

GOLDEN = ROOT / "tests" / "golden"

#: The extensions of mkdocs.yml that a generated page goes through.
EXTENSIONS = ["admonition", "attr_list", "def_list", "tables", "markdown_include.include"]

TEXTS = [
    'A & B <script>alert("x")</script>',
    "*star* _under_ `code` **bold** ~tilde~ ^up^",
    "[text](javascript:alert(1)) ![x](y) [ref][x]",
    "{!../../etc/passwd!} {{ jinja }} {% raw %} {: .class }",
    "# no heading",
    "- no list",
    "1. no list",
    ": no definition",
    "> no quotation",
    "    no code",
    "a | b | c",
    "!!! note",
    "&amp; &#60;",
    'it\'s "quoted"',
    "\\*",
    "==mark== $x$ <https://example.org> me@example.org",
]


@pytest.mark.parametrize("text", TEXTS)
def test_escaped_text_stays_itself_in_markdown(text: str) -> None:
    rendered = markdown.markdown(str(escape(text)), extensions=EXTENSIONS)
    found = re.fullmatch(r"<p>([^<>]*)</p>", rendered)
    assert found, rendered
    assert html.unescape(found[1]) == " ".join(text.split())


@pytest.mark.parametrize("text", TEXTS)
def test_escaped_text_stays_itself_in_an_attribute(text: str) -> None:
    written = str(escape(text))
    assert not set("<>\"'") & set(written)
    assert html.unescape(written) == " ".join(text.split())


def test_address_is_percent_encoded() -> None:
    assert html.unescape(str(address('https://example.org/a b"><x?é=1&b=2#c'))) == (
        "https://example.org/a%20b%22%3E%3Cx?%C3%A9=1&b=2#c"
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[GeneratedPage]:
    _, generated, problems = check(copy_fixture(tmp_path_factory.mktemp("fixture")))
    assert problems == []
    return generated


def test_golden_pages(pages: list[GeneratedPage]) -> None:
    """Every generated page of the fixture is as it was, in the language that has its own words.

    After a change that is meant, write them anew with GOLDEN=write and read the difference.
    """
    made = {Path(page.source): page.body for page in pages if page.language == "la"}
    if os.environ.get("GOLDEN") == "write":
        for name, text in made.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_text(text, "utf-8")
    stored = {path.relative_to(GOLDEN): path.read_text("utf-8") for path in GOLDEN.rglob("*.md")}
    assert sorted(made) == sorted(stored)
    for name, text in made.items():
        assert text == stored[name], name
