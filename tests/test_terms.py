"""Terms in prose lead to their concepts, and concepts back to where they are used."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from guide.check import check
from guide.grammar import dictionary, grammar
from guide.linking import Entry, TermsExtension
from guide.load import load
from guide.model import LinkLimits
from guide.passages import lines, passages
from guide.recognition import Recogniser, Term
from guide.report import terms_report
from guide.words import Words
from markdown import Markdown
from simplemma.strategies import dictionaries

from tests.project import ROOT, copy_fixture, edit, messages

TERMS = {
    "municipality": "kunta",
    "cooperation": "kansainvälinen yhteistyö",
    "network": "verkosto",
    "goal": "tavoite",
}


def render(
    text: str,
    *,
    source: str = "guide/page.md",
    limits: LinkLimits = LinkLimits(99, 99),  # noqa: B008 - frozen
    autolink: bool = True,
) -> str:
    """Markdown as a page of the site, with Python-Markdown alone."""
    entries = {name: Entry(term, f"{term} on.", autolink) for name, term in TERMS.items()}
    recogniser = Recogniser(grammar("fi"), [Term(name, term) for name, term in TERMS.items()])
    extension = TermsExtension(recogniser, entries, "Sivun termit", limits, source)
    return Markdown(extensions=["attr_list", "def_list", "tables", extension]).convert(text)


def linked(text: str, **settings: Any) -> list[str]:
    """The words of the links that were made."""
    return re.findall(r'<a class="term"[^>]*>([^<]*)</a>', render(text, **settings))


def test_a_mention_is_a_real_link_to_the_concept() -> None:
    assert (
        '<p>Työ on <a class="term" data-term="cooperation" href="../glossary/cooperation.md">'
        "kansainvälistä\nyhteistyötä</a>.</p>" in render("Työ on kansainvälistä\nyhteistyötä.")
    )


def test_only_the_first_mention_in_a_section_is_linked() -> None:
    text = "Kunta ja kunta.\n\nKunnassa.\n\n## Toinen {#b}\n\nKuntaan.\n\n- kunnan\n"
    assert linked(text) == ["Kunta", "Kuntaan"]


@pytest.mark.parametrize(
    "text",
    [
        "# Kunta {#a}",
        "[Kunta](https://example.org) ja [kunta][x].\n\n[x]: https://example.org",
        "`kunta` ja\n\n    kunta",
        "*kunta*laki ja kunta*laki*",
        "[*kunta*](https://example.org)",
        '*kunta*{lang="sv"}',
        '[Oma kunta](https://example.org "kunta")',
        "| kunta |\n|---|\n| x |",
        "Termi\n: x\n\nkunta\n: x",
        "<https://kunta.example/kunta>",
        "&kunta;",
        '<a href="x">kunta</a> ja <span lang="sv">kunta</span>.',
        "Oma <code>kunta</code>",
        '- <span class="citation">Kunta</span>, luettu',
        "**Kunta**{: .words }",
    ],
)
def test_nothing_is_linked_in(text: str) -> None:
    assert linked(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- Kunnan\n    - verkosto", ["Kunnan", "verkosto"]),
        ("Sana\n:   kunnan työ", ["kunnan"]),
        ("| a |\n|---|\n| kunnan |", ["kunnan"]),
        ("> kunnan", ["kunnan"]),
        ("**Kunnan** *verkosto* on ~kunta", ["Kunnan", "verkosto"]),
        ("Rivi  \nkunnan", ["kunnan"]),
        ('<a href="x">oma</a> kunta <b>ja</b> verkosto', ["kunta", "verkosto"]),
        ("A &amp; kunta & verkosto <br>", ["kunta", "verkosto"]),
    ],
)
def test_running_text_is_linked_in(text: str, found: list[str]) -> None:
    assert linked(text) == found


def test_the_page_of_a_concept_does_not_link_to_itself() -> None:
    text = "Kunta ja verkosto."
    assert linked(text, source="glossary/municipality.md") == ["verkosto"]
    assert 'href="network.md"' in render(text, source="glossary/municipality.md")


def test_limits_hold_for_a_paragraph_and_the_page() -> None:
    text = "Kunta, verkosto ja tavoite.\n\nTavoite, verkosto ja kunta.\n"
    assert linked(text, limits=LinkLimits(2, 99)) == ["Kunta", "verkosto", "Tavoite"]
    assert linked(text, limits=LinkLimits(1, 99)) == ["Kunta", "Tavoite"]
    assert linked(text, limits=LinkLimits(99, 1)) == ["Kunta"]
    assert linked(text, limits=LinkLimits(0, 99)) == []


def test_a_concept_with_autolink_no_is_linked_by_hand_only() -> None:
    assert linked("Kunta ja [verkostot](term:network).", autolink=False) == ["verkostot"]


def test_on_generated_pages_a_concept_is_linked_once() -> None:
    text = "Kunta.\n\n## B {#b}\n\nKunta ja verkosto."
    assert linked(text, source="glossary/goal.md") == ["Kunta", "verkosto"]
    assert linked(text, source="glossary/index.md") == []


def test_a_deprecated_term_is_not_linked() -> None:
    recogniser = Recogniser(grammar("fi"), [Term("network", "verkko", 2)])
    extension = TermsExtension(recogniser, {"network": Entry("verkosto", "Verkosto on.")}, "")
    assert Markdown(extensions=[extension]).convert("Verkon") == "<p>Verkon</p>"


def test_a_link_by_hand_is_the_first_mention() -> None:
    assert linked("[Ne muut](term:municipality) ja kunta.") == ["Ne muut"]
    assert linked("[Ne muut](../glossary/municipality.md) ja kunta.") == ["Ne muut"]
    assert linked("[Ne muut](../glossary/municipality.md#note) ja kunta.") == ["Ne muut"]
    assert linked("Sana\n:   [Ne](../glossary/municipality.md) ja kunta.") == ["Ne"]


def test_a_link_that_is_no_running_text_is_the_first_mention_in_its_section() -> None:
    text = "[kunta](municipality.md)\n:   Kunta ja verkosto."
    assert linked(text, source="glossary/goal.md") == ["verkosto"]


def test_a_link_by_hand_to_an_unknown_concept_is_refused() -> None:
    with pytest.raises(ValueError, match="no concept has the id 'town'"):
        render("[kaupunki](term:town)")


def test_the_terms_of_the_page_follow_it_for_paper() -> None:
    assert render("Kunnan verkosto.").endswith(
        '<section class="terms-used" data-search-exclude=""><h2>Sivun termit</h2>'
        "<dl><dt>kunta</dt><dd>kunta on.</dd><dt>verkosto</dt><dd>verkosto on.</dd></dl></section>"
    )
    assert "terms-used" not in render("Ei mitään.")


def test_text_stays_as_it_was() -> None:
    text = "Kunnan **verkosto** & *muut* `koodi` kunnassa; [linkki](x.md) ja kunta.\n\n- tavoite\n"
    bare = Markdown(extensions=["attr_list", "def_list", "tables"]).convert(text)
    made = re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", render(text))
    assert re.sub(r'\n<section class="terms-used".*', "", made, flags=re.DOTALL) == bare


def test_passages_keep_their_places() -> None:
    text = (
        "---\ntitle: x\n---\n# Kunta {#a}\n\nKunnan **hyvä** `kunta`\n[verkko](kunta.md) työ.\n"
        "- kohta\n- *sana*{lang=fi} kunta\n\n```\nkunta\n```\nAlla\n====\n\nLoppu\n"
    )
    found = list(passages(lines("x.md", text), links=False))
    shown = [re.sub("[\ue000 ]+", " ", p.text).strip() for p in found]
    assert shown == ["# Kunta", "Kunnan hyvä \n työ.", "- kohta", "- kunta", "Alla", "Loppu"]
    assert [p.is_heading for p in found] == [True, False, False, False, True, False]
    assert {p.section for p in found} == {"a"}
    place = found[1].place(found[1].text.index("työ"))
    assert (place.path, place.line, place.column) == ("x.md", 7, 20)
    assert "verkko" in next(iter(list(passages(lines("x.md", text), links=True))[1:])).text


def test_code_and_comments_are_no_passages() -> None:
    text = (
        "Alku\n\n    koodia\n\n- kohta\n\n    jatkuu\n\n````\n```\n## kunta {#no}\n````\n\n"
        "```kunta``` ja ``a ` b`` loppu\n\n<!-- kunta\n\nkunta -->\n\n~~~\nkunta\n~~~\nviimeinen"
    )
    found = list(passages(lines("x.md", text), links=False))
    shown = [re.sub("[\ue000 ]+", " ", p.text).strip() for p in found]
    assert [words for words in shown if words] == [
        *("Alku", "- kohta", "jatkuu", "ja loppu", "viimeinen")
    ]
    assert {p.section for p in found} == {""}


def test_words_are_remembered_from_one_run_to_the_next(tmp_path: Path) -> None:
    words = Words("fi", tmp_path)
    keys = words.keys("kunnan")
    words.save()
    (kept,) = (tmp_path / ".cache").iterdir()
    assert kept.name == "words-fi.json"
    text = kept.read_text("utf-8")
    assert json.loads(text)["words"]["keys"] == "\t ".join(["kunnan", " ".join(sorted(keys))])
    # What is kept is believed: no dictionary is asked.
    kept.write_text(text.replace("kunta", "believed"), "utf-8")
    assert "believed" in Words("fi", tmp_path).keys("kunnan")
    # But not if it is of another edition, or broken.
    others = [text.replace('"edition": "', '"edition": "0'), text[:-9], "[]", '{"edition": 1}']
    for other in [*others, text.replace("\\t", " ")]:
        kept.write_text(other, "utf-8")
        assert Words("fi", tmp_path).keys("kunnan") == keys


def test_a_folder_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way", "utf-8")
    words = Words("en", tmp_path)
    words.keys("towns")
    words.save()


def test_an_unpacked_dictionary_is_made_anew_if_it_is_of_no_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dictionaries"
    monkeypatch.setattr(dictionary, "FOLDER", folder)
    # As simplemma's, but small: what is asked is how it is kept.
    small = dict.fromkeys(("town", "towns", "town's"), "town") | {"cities": "city"}
    factory = SimpleNamespace(get_dictionary={"en": small}.__getitem__)
    monkeypatch.setattr(dictionaries, "DefaultDictionaryFactory", lambda _: factory)

    def answers() -> tuple[str, dict[str, list[str]]]:
        for each in (dictionary.lemma_of, dictionary.connect):
            each.cache_clear()
        return dictionary.lemma_of("en", "towns"), dictionary.forms_of("en", ["town", "tow"])

    right = answers()
    assert right == ("town", {"town": ["town", "towns", "town's"]})
    (kept,) = folder.iterdir()
    size = kept.stat().st_size
    for broken in (b"", b"no database", kept.read_bytes()[:-4096]):
        kept.write_bytes(broken)
        assert answers() == right
        assert kept.stat().st_size == size
    monkeypatch.setattr(dictionary, "FOLDER", kept / "a file is in the way")
    assert answers() == right
    for each in (dictionary.lemma_of, dictionary.connect):
        each.cache_clear()


@pytest.mark.parametrize(
    "text",
    [
        'Gå med i "klubben".',
        "Ordet ”klubb” är fel.",
        "Ordet **”klubb”** är fel.",
        "Ordet ”*klubb*” är fel.",
        "Kod: `klubb`.",
        'Engelskans *klubb*{lang="en"}.',
        "En klubbstuga.",
        "Han sade: ”En klubb, så klart, är bra.”",
        "De ”klubbar,” som fanns.",
    ],
)
def test_deprecated_terms_may_be_quoted(text: str, tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(
        root, "docs/sv/guide/basics.md", "[](fact:members) medlemmar.", "[](fact:members). " + text
    )
    assert messages(root) == []


def test_a_page_may_say_that_it_quotes_a_deprecated_term(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "docs/sv/guide/basics.md", "slug: grunderna", "slug: grunderna\nquotes:\n  - klubb")
    edit(root, "docs/sv/guide/basics.md", "## Grunderna", "## Klubbar")
    assert messages(root) == []


def test_a_data_file_may_say_that_it_quotes_a_deprecated_term(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/checklists/start.yml", "status: draft", "status: draft\nquotes:\n  - klubb")
    edit(root, "data/checklists/start.yml", "sv: Ett räcker.", "sv: Klubben räcker.")
    assert messages(root) == []


def test_a_word_with_other_senses_may_be_listed_without_being_looked_for(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/concepts/network.yml", "degree: wrong", 'degree: wrong\n      check: "no"')
    edit(root, "docs/sv/guide/basics.md", "## Grunderna", "## Klubbar")
    assert messages(root) == []


def test_a_mistake_in_one_concept_makes_no_others(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/concepts/network.yml", "term: klubb", "term: partnerskap")
    edit(root, "docs/sv/guide/basics.md", "## Grunderna", "## Partnerskapen")
    edit(root, "data/concepts/partnership.yml", "status: valid", "status: vald")
    assert [message.split(":")[0] for message in messages(root)] == [
        "data/concepts/partnership.yml"
    ]


def test_a_use_is_found_again_in_its_file(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    text = ">-\n    {fi:klubb} klubbhus\n    klubbar och\n    en klubb"
    edit(root, "data/concepts/network.yml", "example: Ett exempel.", f"example: {text}")
    found = [message.split(": ")[0] for message in messages(root)]
    line = (
        (root / "data/concepts/network.yml").read_text("utf-8").split("\n").index("    klubbar och")
    )
    name = "data/concepts/network.yml"
    assert found == [f"{name}:{line + 1}:5", f"{name}:{line + 2}:8"]


def test_a_term_that_another_concept_prefers_is_not_deprecated(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/concepts/network.yml", "term: klubb", "term: partnerskap")
    edit(root, "docs/sv/guide/basics.md", "## Grunderna", "## Partnerskapen")
    assert messages(root) == []


def test_a_concept_leads_back_to_where_it_is_used(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "docs/fi/guide/basics.md", "[](fact:members)", "Verkostoissa on [](fact:members)")
    site, pages, problems = check(root)
    assert problems == []
    uses = {use.source: use.sections for use in site.uses["fi"]["network"]}
    assert uses["guide/basics.md"] == ("first-step",)
    assert uses["checklists/start.md"] == ("goal",)
    (page,) = (p for p in pages if p.source == "glossary/network.md" and p.language == "fi")
    assert "{#used}" in page.body
    assert "#first-step" in unescape(page.body)


def test_a_use_in_many_sections_is_one_of_the_whole_page(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    for code in ("sv", "fi", "en", "la"):
        path = root / "docs" / code / "guide/basics.md"
        text = "".join(f"\n## {n} {{#s{n}}}\n\nKumppanuus.\n" for n in range(4))
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    site, _, problems = check(root)
    assert problems == []
    uses = {use.source: use.sections for use in site.uses["fi"]["partnership"]}
    assert uses["guide/basics.md"] == ()


def test_the_report_tells_what_to_mend(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    for code, text in {
        "sv": "Samnätet och samnäten. Ett nät.",
        "fi": "Yhteistyöverkosto ja yhteistyöverkostot. Verkosto.",
        "en": "A support network and support networks.",
        "la": "Nihil.",
    }.items():
        path = root / "docs" / code / "guide/basics.md"
        path.write_text(path.read_text("utf-8") + f"\n{text}\n", "utf-8")
    site, problems = load(root)
    assert problems == []
    limited = replace(site, link_limits=LinkLimits(0, 0))
    report = "\n".join(terms_report(limited))
    assert "fi: never mentioned outside the glossary\n  kumppanuus (data/concepts/" in report
    assert "fi: mentioned, but on no page of prose linked\nfi:" in report
    assert "en: words that may be missing concepts\n" in report
    assert str(ROOT) not in report
