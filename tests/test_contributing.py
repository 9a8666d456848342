"""What the documents for contributors name is there: links, pictures, commands, files, messages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from markdown import markdown

from tests.project import ROOT, copy_site, messages
from tests.test_language import known_to_hunspell, known_to_voikko

CODES = ("sv", "fi", "en")

#: For editors, one in each language; and for programmers.
GUIDES = {code: ROOT / f"CONTRIBUTING.{code}.md" for code in CODES}
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *GUIDES.values())

#: A folder that is there only when something is in it.
SOMETIMES = "data/withdrawn/"

#: Names that no dictionary of the language has.
UNLISTED = {
    "fi": {"GitHubin", "Mistakes", "Python", "Svenska", "git", "make"},
    "sv": {"Mistakes", "Suomi", "git"},
}


@cache
def document(path: Path) -> html.HtmlElement:
    """A document as a forge shows it."""
    extensions = ["tables", "fenced_code", "sane_lists"]
    page = html.document_fromstring(markdown(path.read_text("utf-8"), extensions=extensions))
    assert isinstance(page, html.HtmlElement)
    return page


def headings(path: Path) -> list[tuple[str, str]]:
    """The level of each heading, and the name that a forge gives it in addresses."""
    found = document(path).iter("h1", "h2", "h3", "h4")
    return [(e.tag, _anchor(e.text_content())) for e in found]


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def codes(path: Path) -> list[str]:
    """What stands in a document as code, within the text."""
    return [e.text_content() for e in document(path).iter("code") if e.getparent().tag != "pre"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_are_there(path: Path) -> None:
    targets = [e.get("href") or e.get("src") or "" for e in document(path).iter("a", "img")]
    local = [target for target in targets if "://" not in target]
    assert local
    for target in local:
        name, _, anchor = target.partition("#")
        file = ROOT / name if name else path
        assert file.exists(), target
        if anchor:
            assert anchor in [name for _, name in headings(file)], target


def test_every_picture_is_used_and_says_what_it_shows() -> None:
    shown = set()
    for code, path in GUIDES.items():
        for picture in document(path).iter("img"):
            shown.add(picture.get("src"))
            assert picture.get("src").endswith(f"-{code}.png")
            assert len(picture.get("alt").split()) > 10
    folder = ROOT / "pictures/editing"
    assert shown == {file.relative_to(ROOT).as_posix() for file in folder.iterdir()}
    assert sum(file.stat().st_size for file in folder.iterdir()) < 1_200_000


def test_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for path in DOCUMENTS:
        named = set(re.findall(r"^make ([a-z-]+)", path.read_text("utf-8"), re.MULTILINE))
        named |= {code.split()[1] for code in codes(path) if re.match(r"make [a-z]", code)}
        assert named, path.name
        assert named <= targets, path.name


def test_files_and_folders_are_there() -> None:
    top = "data|docs|hooks|overrides|tests|bench|deploy"
    for path in (ROOT / "CONTRIBUTING.md", *GUIDES.values()):
        named = [code for code in codes(path) if re.match(rf"(?:{top})/[^<* ]*$", code)]
        assert named
        missing = [name for name in named if not (ROOT / name).exists()]
        assert [name for name in missing if not name.startswith(SOMETIMES)] == []


def outline(code: str) -> list[str]:
    """The parts of a guide for editors, in order, without their words."""
    parts = []
    for element in document(GUIDES[code]).iter("h1", "h2", "h3", "li", "tr", "pre", "img"):
        picture = (element.get("src") or "").removesuffix(f"-{code}.png")
        parts.append(f"{element.tag} {picture}".strip())
    return parts


def test_the_guides_for_editors_have_the_same_parts() -> None:
    languages_own = 1  # What Swedish, Finnish and English each are told of how they are written.
    for code in ("sv", "fi"):
        mine, english = outline(code), outline("en")
        assert [part for part in mine if part != "li"] == [part for part in english if part != "li"]
        assert abs(mine.count("li") - english.count("li")) <= languages_own


def names(code: str) -> set[str]:
    """What the site calls the pages and headings that editors are sent to."""
    strings = (ROOT / f"data/strings/{code}.yml").read_text("utf-8")
    about = (ROOT / f"docs/{code}/about.md").read_text("utf-8")
    return {
        *re.findall(r"^  editors\.(?:behind|unconfirmed|due): (.*)", strings, re.MULTILINE),
        *re.findall(r"^  editors:\n    slug: .*\n    title: (.*)", strings, re.MULTILINE),
        *re.findall(r"^title: (.*)", about, re.MULTILINE),
    }


def test_pages_and_buttons_are_called_what_they_are_called() -> None:
    buttons = []
    for code, path in GUIDES.items():
        said = {e.text_content() for e in document(path).iter("em")}
        assert len(names(code)) == 5
        assert names(code) <= said
        buttons.append(
            {text for text in said - names(code) if re.match(r"[A-Z][a-z]+ [a-z]", text)}
        )
    assert len(buttons[0]) > 5
    assert buttons[0] == buttons[1] == buttons[2]


def test_the_message_is_what_the_check_says(tmp_path: Path) -> None:
    root = copy_site(tmp_path)
    shown = []
    for path in GUIDES.values():
        shown += re.findall(r"```text\n(.*?)\n```", path.read_text("utf-8"), re.DOTALL)
        name, link = re.findall(r"^(\S+?):\d+:\d+: the link '([^']+)'", shown[-1])[0]
        with (root / name).open("a", encoding="utf-8") as page:
            page.write(f"\n[x]({link})\n")
    assert _without_places(shown) == _without_places(messages(root))


def _without_places(lines: list[str]) -> list[str]:
    return sorted(re.sub(r":\d+:\d+: ", ": ", line) for line in lines)


@pytest.mark.parametrize(
    ("code", "known"), [("fi", known_to_voikko), ("sv", known_to_hunspell)], ids=["fi", "sv"]
)
def test_every_word_is_known(code: str, known: object) -> None:
    assert callable(known)
    page = document(GUIDES[code])
    prose = page.xpath("//text()[not(ancestor::code or ancestor::em or ancestor::a)]")
    text = " ".join([*prose, *page.xpath("//img/@alt")])
    found = set(re.findall(r"[^\W\d_]+(?:[-’:][^\W\d_]+)*", re.sub(r"\S+/\S+", " ", text)))
    assert len(found) > 300
    listed = set((ROOT / f"tests/words/{code}.txt").read_text("utf-8").split())
    assert {word for word in found - listed if not known(word)} == UNLISTED[code]
