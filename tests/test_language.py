"""The language of the built pages: every word is known, and sentences are short."""

from __future__ import annotations

import gc
import re
import sysconfig
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import pyvoikko
from guide.sentences import sentences as split
from lxml import html
from spylls.hunspell import Dictionary

from tests.project import ROOT

#: The longest that sentences may be on average, in words.
AVERAGE = 18

#: Words of names and of the field that no dictionary has, one on a line.
WORDS = ROOT / "tests" / "words"


def articles(site: Path, code: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """The article of each page of a language, without what is marked as another language.

    Nor with sources, whose authors and publishers are names in any language.
    """
    for path in sorted((site / code).rglob("index.html")):
        page = html.document_fromstring(path.read_bytes())
        if page.xpath("//meta[@http-equiv='refresh']"):
            continue  # An old address, which leads on.
        article = page.find(".//article")
        assert article is not None
        for element in list(article.iter("*")):
            foreign = element.get("lang", code) != code or element.get("class") == "citation"
            if foreign or element.tag in ("code", "svg"):
                assert isinstance(element, html.HtmlElement)
                element.drop_tree()
        yield path.relative_to(site).as_posix(), article


def words(site: Path, code: str) -> dict[str, str]:
    """Every word of a language, with a page where it stands."""
    found: dict[str, str] = {}
    for name, article in articles(site, code):
        text = " ".join(str(part) for part in article.itertext())
        text = re.sub(r"\S+@\S+|\S+://\S+|\b\S+\.\w{2,}/\S*", " ", text)
        for word in re.findall(r"[^\W\d_]+(?:[-’:][^\W\d_]+)*", text):
            found.setdefault(word, name)
    return found


def known_to_voikko(word: str) -> bool:
    """Whether Voikko can read the word as Finnish, in whatever form."""
    return bool(pyvoikko.analyse(word) or pyvoikko.analyse(word.lower()))


@cache
def swedish() -> Dictionary:
    """The dictionary of the package hunspell-sv, which installs it beside its own data."""
    path = Path(sysconfig.get_path("data")) / "share/hunspell/sv_SE"
    # What is read is all kept, so to look meanwhile for what is not takes time for nothing.
    gc.disable()
    with warnings.catch_warnings():
        # spylls leaves closing its files to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        dictionary = Dictionary.from_files(str(path))
        gc.enable()
        gc.collect()
    return dictionary


def known_to_hunspell(word: str) -> bool:
    """Whether the Swedish dictionary has the word, or both halves of one with a hyphen."""
    return bool(swedish().lookup(word)) or (
        "-" in word and all(swedish().lookup(part) for part in word.split("-"))
    )


@pytest.mark.parametrize(
    ("code", "known"), [("fi", known_to_voikko), ("sv", known_to_hunspell)], ids=["fi", "sv"]
)
def test_every_word_is_known(site: Path, code: str, known: object) -> None:
    assert callable(known)
    listed = set((WORDS / f"{code}.txt").read_text("utf-8").lower().split())
    unknown = {word: page for word, page in words(site, code).items() if not known(word)}
    assert {word: page for word, page in unknown.items() if word.lower() not in listed} == {}
    assert listed - {word.lower() for word in unknown} == set()


def sentences(site: Path, code: str) -> list[str]:
    """The sentences of running text, without headings and lists of links."""
    found: list[str] = []
    for _, article in articles(site, code):
        for element in article.iter("p", "li", "dd"):
            text = " ".join(element.text_content().split())
            found += [sentence for sentence in split(text) if " " in sentence]
    return found


@pytest.mark.parametrize("code", ["sv", "fi", "en"])
def test_sentences_are_short_on_average(site: Path, code: str) -> None:
    lengths = [len(sentence.split()) for sentence in sentences(site, code)]
    assert len(lengths) > 200
    assert sum(lengths) / len(lengths) < AVERAGE
