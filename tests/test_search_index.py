"""The files of the search index: what they hold, and that they stay as they were."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from guide.check import check
from guide.model import Site
from guide.search import index
from guide.search.documents import Document, Section
from guide.search.weights import KEYWORD, SYNONYM, TITLE, Gathered, gather
from guide.search.words import split
from guide.terms import recognisers

from tests.project import ROOT, copy_fixture, environment

GOLDEN = ROOT / "tests" / "golden" / "search"

#: The pages of a small site in Latin, which has no grammar here, and in Finnish.
DOCUMENTS = {
    "la": [
        Document(
            "index.md",
            "../",
            "Dux municipiorum",
            [
                Section("", "", "Dux eorum qui decernunt."),
                Section("cur", "Cur?", "Rete maius est."),
            ],
        ),
        Document(
            "glossary/network.md",
            "../glossarium/rete/",
            "Rete",
            [Section("", "", "Coetus eorum qui inter se communicant.")],
        ),
    ],
    "fi": [
        Document(
            "glossary/network.md",
            "../sanasto/verkosto/",
            "verkosto",
            [Section("", "", "Toimijat jakavat tietoa kuntayhteistyössä.")],
        ),
        Document(
            "guide/basics.md",
            "../opas/",
            "Perusteet",
            [
                Section("", "", "Kunnan on hyvä tietää."),
                Section("verkostot", "Verkostot", "Klubi ei ole verkosto."),
            ],
        ),
    ],
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_fixture(tmp_path_factory.mktemp("fixture"))


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    made, _, problems = check(root)
    assert problems == []
    return made


def files(site: Site, code: str) -> dict[str, str]:
    known = recognisers(site)
    language = next(each for each in site.languages if each.code == code)
    words = {each: made for each, (_, made) in known.items()}
    return index.files(site, language, DOCUMENTS[code], words, known[code][0])


def finnish_weights(site: Site) -> Gathered:
    known = recognisers(site)
    language = next(each for each in site.languages if each.code == "fi")
    words = {each: made for each, (_, made) in known.items()}
    return gather(site, language, DOCUMENTS["fi"], words, known["fi"][0])


@pytest.fixture(scope="module")
def finnish(site: Site) -> Gathered:
    return finnish_weights(site)


@pytest.mark.parametrize("code", list(DOCUMENTS))
def test_golden_index(site: Site, code: str) -> None:
    """After a change that is meant, write it anew with GOLDEN=write and read the difference."""
    made = files(site, code)
    folder = GOLDEN / code
    if os.environ.get("GOLDEN") == "write":
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        for name, text in made.items():
            (folder / name).write_text(text, "utf-8")
    assert made == {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def test_the_same_input_gives_the_same_bytes(root: Path) -> None:
    """Though Python orders the members of a set in another way in each process."""
    script = (
        "import hashlib, sys; from pathlib import Path; from guide.check import check; "
        "from tests.test_search_index import files; site = check(Path(sys.argv[1]))[0]; "
        "print(hashlib.sha256(repr(sorted(files(site, 'fi').items())).encode()).hexdigest())"
    )
    hashes = [
        subprocess.run(
            [sys.executable, "-c", script, str(root)],
            env=environment(PYTHONHASHSEED=seed, PYTHONPATH=f"{ROOT / 'hooks'}:{ROOT}"),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(hashes[0].strip()) == 64
    assert hashes[0] == hashes[1]


def test_a_title_weighs_more_than_a_heading_than_a_text(finnish: Gathered) -> None:
    title = finnish.weights["verkosto"][0, 0]
    heading, text = finnish.weights["verkosto"][1, 1], finnish.weights["tieto"][0, 0]
    assert title >= TITLE > heading > text > 0


def test_a_part_of_a_compound_leads_to_it(finnish: Gathered) -> None:
    whole, part = finnish.weights["kuntayhteistyö"][0, 0], finnish.weights["yhteistyö"][0, 0]
    assert whole > part > 0
    assert {"yhteistyön", "yhteistyössä", "yhteistöiden"} <= finnish.forms["yhteistyö"]


def test_terms_in_other_languages_lead_to_the_concept(finnish: Gathered) -> None:
    assert finnish.weights["network\ten"][0, 0] < SYNONYM
    assert {"network", "networks"} <= finnish.forms["network\ten"]
    assert {"klubb", "klubbar"} <= finnish.forms["klubb\tsv"]


def test_keywords_lead_to_the_page(site: Site) -> None:
    concept = site.concepts["network"]
    text = replace(concept.texts["fi"], keywords=("kaveriporukka",))
    known = replace(concept, texts={**concept.texts, "fi": text})
    found = finnish_weights(replace(site, concepts={**site.concepts, "network": known}))
    assert found.weights["kaveriporukka"] == {(0, 0): KEYWORD}
    assert "kaveriporukalla" in found.forms["kaveriporukka"]


def test_many_pages_lie_in_a_file_of_their_own() -> None:
    few = {(page, 0): 1.0 for page in range(2 * index.HEAVIEST)}
    line, rest = index.postings(index.by_page(few), "n")
    assert line.split(" ")[0] == "o"
    assert rest == ""
    many = {(page, 0): 30.0 if page > 90 else 1.0 for page in range(100)}
    many |= {(page, 3): 2.0 for page in range(100)}
    line, rest = index.postings(index.by_page(many), "n")
    df, heaviest, name = line.split(" ")
    assert (df, name) == ("2s", "n")
    assert len(heaviest.split(";")) == index.HEAVIEST
    assert heaviest.split(";")[3] == "2h:0u,32"
    assert len(rest.split(";")) == 100


def test_words_are_folded() -> None:
    assert split("Kunta–valtio, EU:n, ”Ja” Erasmus+ 2021\u20112027") == [
        "kunta-valtio",
        "eu:n",
        "ja",
        "erasmus+",
        "2021-2027",
    ]
