"""The order of letters, and dates, in each language."""

from __future__ import annotations

import pytest
from guide.languages import initial, letter_id, sentence, sort_key, written_date
from guide.load import load

from tests.project import ROOT

LANGUAGES = {language.code: language for language in load(ROOT)[0].languages}


@pytest.mark.parametrize("code", ["sv", "fi"])
def test_letters_with_dots_come_last(code: str) -> None:
    words = ["öl", "zon", "ål", "äl", "al", "ol"]
    assert sorted(words, key=lambda word: sort_key(LANGUAGES[code], word)) == [
        "al",
        "ol",
        "zon",
        "ål",
        "äl",
        "öl",
    ]


def test_english_sorts_them_as_bare_letters() -> None:
    words = ["Åbo", "about", "zone", "öre", "order"]
    assert sorted(words, key=lambda word: sort_key(LANGUAGES["en"], word)) == [
        "Åbo",
        "about",
        "order",
        "öre",
        "zone",
    ]


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("sv", "vänort", "vänortsavtal"),  # the shorter first
        ("sv", "Müller", "mynt"),  # ü as y, so l decides
        ("sv", "vrak", "wahl"),  # v before w
        ("fi", "šakki", "seppä"),  # š as s
        ("fi", "yhteistyö", "äänestys"),
        ("en", "twin town", "twinning"),  # phrases stand with their first word
        ("sv", "internationell inriktning", "internationella relationer"),
        ("fi", "kansainvälinen yhteistyö", "kansainvälisyys"),
    ],
)
def test_pairs(code: str, first: str, second: str) -> None:
    assert sort_key(LANGUAGES[code], first) < sort_key(LANGUAGES[code], second)


def test_case_and_accents_do_not_matter() -> None:
    swedish = LANGUAGES["sv"]
    assert sort_key(swedish, "Idé")[0] == sort_key(swedish, "ide")[0]


@pytest.mark.parametrize(
    ("code", "text", "letter"),
    [("sv", "åsikt", "å"), ("en", "åsikt", "a"), ("fi", "Über", "y"), ("sv", "1 § i lagen", "i")],
)
def test_initial(code: str, text: str, letter: str) -> None:
    assert initial(LANGUAGES[code], text) == letter


def test_initial_of_what_has_no_letter() -> None:
    assert initial(LANGUAGES["sv"], "37 §") == "#"


def test_letter_ids_are_ascii_and_distinct() -> None:
    ids = [letter_id(letter) for letter in "aåäöoz#"]
    assert len(set(ids)) == 7
    assert all(name.isascii() for name in ids)


@pytest.mark.parametrize(
    ("code", "written"), [("sv", "2.12.2021"), ("fi", "2.12.2021"), ("en", "2 December 2021")]
)
def test_written_date(code: str, written: str) -> None:
    assert written_date(LANGUAGES[code], "2021-12-02") == written


def test_sentence() -> None:
    assert sentence("kommun som") == "Kommun som."
    assert sentence("Really?") == "Really?"
