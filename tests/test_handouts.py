"""PDFs: what is in them for eyes, for screen readers and for archives."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pymupdf
import pytest
import segno
from guide.addresses import Addresses
from guide.handouts import press
from guide.handouts.guides import HandoutError, guide
from guide.handouts.handout import Handout, node
from guide.handouts.pages import Pages
from guide.handouts.press import print_all
from guide.handouts.prose import nodes
from guide.model import Site
from pikepdf import pdfa

from tests.project import build, checked_root, complaints, copy_fixture

BASE = "https://kommunen-i-varlden.example/"
SAMPLE = (
    "guide/ending.md",
    "glossary/twin-town.md",
    "glossary/index.md",
    "checklists/concrete-goal.md",
)
NASTY = '#panic("x") *a* _b_ $c$ @d <e> \\f "g" // h /* i */ `j` [k] {l} = m #let n'


@pytest.fixture(scope="module")
def model() -> Site:
    return checked_root()[0]


def files(model: Site, site: Path, *sources: str) -> dict[tuple[str, str], Path]:
    """The PDFs of pages in every language."""
    addresses = Addresses(model)
    return {
        (code, source): site / addresses.pdf(code, source)
        for code in model.codes
        for source in sources
    }


@pytest.fixture(scope="module")
def sample(model: Site, site: Path) -> dict[tuple[str, str], Path]:
    return files(model, site, *SAMPLE)


@pytest.fixture(scope="module")
def checked(sample: dict[tuple[str, str], Path]) -> dict[tuple[str, str], Path]:
    """What slow checkers look at: of the glossaries one, which alone takes them ten seconds."""
    left_out = [(code, "glossary/index.md") for code in ("sv", "en")]
    return {key: path for key, path in sample.items() if key not in left_out}


def printed(tmp_path: Path, model: Site, *body: Any) -> bytes:
    """A handout of our own."""
    language = next(language for language in model.languages if language.code == "en")
    handout = Handout(language, NASTY, "About it", f"{BASE}en/guide/x/", list(body))
    return print_all(tmp_path, {("en", "guide/x.md"): (handout, "2026-11-23")})["en", "guide/x.md"]


def elements(part: Any) -> Iterator[pikepdf.Object]:
    """Every element of a structure tree, in the order of reading."""
    for kid in part if isinstance(part, pikepdf.Array) else [part]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid.get("/K", pikepdf.Array()))


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(pdf.Root.StructTreeRoot.K)]


def text_of(path: Path) -> str:
    with pymupdf.open(path) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_every_page_that_is_promised_a_pdf_has_one_and_leads_to_it(model: Site, site: Path) -> None:
    addresses = Addresses(model)
    pages = {(page.language, page.source) for page in model.pages}
    for folder, entries in model.generated.items():
        names = [f"{folder}/{name}.md" for name in [*entries, "index"]]
        pages |= {(code, name) for code in model.codes for name in names}
    promised = {key: addresses.pdf(*key) for key in pages if addresses.pdf(*key)}
    assert {str(path.relative_to(site)) for path in site.rglob("*.pdf")} == set(promised.values())
    for key, pdf in promised.items():
        html = (site / addresses.file(*key)).read_text("utf-8")
        link = re.search(rf'<a href="{Path(pdf).name}" type="application/pdf">([^<]*)</a>', html)
        assert link, key
        size = round((site / pdf).stat().st_size / 1000)
        # Figures of a thousand and more have a space in them.
        assert re.search(rf"PDF.*\({size} k[Bt]\)$", re.sub(r"(?<=\d)\s(?=\d)", "", link[1]))


def test_a_build_can_leave_them_out(tmp_path: Path) -> None:
    """With the links to them."""
    root = copy_fixture(tmp_path)
    result = build(root, PDF="0")
    assert (result.returncode, complaints(result)) == (0, [])
    made = list((root / "site").rglob("*.html"))
    assert made
    assert not list((root / "site").rglob("*.pdf"))
    assert not [path for path in made if "application/pdf" in path.read_text("utf-8")]


def test_an_independent_checker_finds_nothing(
    checked: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    # ORD-001 takes raised numbers for text in another order; the next test asks exactly.
    report = tmp_path / "report.json"
    command = [str(Path(sys.executable).with_name("outloud")), "--skip", "ORD-001", "-q"]
    result = subprocess.run(
        [*command, "--json", report, *checked.values()], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
    assert not [line for line in result.stdout.splitlines() if re.match("FAIL|REVIEW|UNREAD", line)]
    assert str(next(iter(checked.values()))) in report.read_text("utf-8")


def test_pages_are_painted_in_the_order_in_which_they_are_read(
    sample: dict[tuple[str, str], Path],
) -> None:
    for path in sample.values():
        with pikepdf.open(path) as pdf:
            read: dict[tuple[int, int], list[int]] = {}
            for where, number in marks(pdf.Root.StructTreeRoot.K, None):
                read.setdefault(where, []).append(number)
            for page in pdf.pages:
                painted = [
                    int(step.operands[1].MCID)
                    for step in pikepdf.parse_content_stream(page)
                    if str(step.operator) == "BDC" and "/MCID" in step.operands[1]
                ]
                assert painted == read[page.obj.objgen]


def marks(part: Any, page: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The page and number of all marked content, in the order of the structure tree."""
    if isinstance(part, pikepdf.Array):
        for kid in part:
            yield from marks(kid, page)
    elif isinstance(part, pikepdf.Dictionary):
        page = part.get("/Pg", page)
        if "/MCID" in part:
            yield page.objgen, int(part.MCID)
        elif "/K" in part:
            yield from marks(part.K, page)
    else:
        yield page.objgen, int(part)


def test_they_say_that_they_are_both_for_archives_and_for_screen_readers(
    sample: dict[tuple[str, str], Path], checked: dict[tuple[str, str], Path], model: Site
) -> None:
    # pikepdf knows PDF/A-2b and less than all of it: what it takes amiss is what 2a and
    # PDF/UA-1 add to the metadata, named destinations, forms as such, and Typst's fonts.
    known = ("XMP", "conformance", "/Dest", "not supported", "not checked")
    for (code, source), path in sample.items():
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert pdf.Root.Lang == code
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            html = (path.parent / "index.html").read_text("utf-8")
            title = metadata["dc:title"].rsplit(" – ", 1)[0]
            assert f"<h1>{title}</h1>" in html, source
    for path in checked.values():
        report = pdfa.validate_written(path, "2b")
        strange = [
            finding
            for finding in report.findings
            if not any(part in finding.message or part in finding.where for part in known)
        ]
        assert not strange
    assert {code for code, _ in sample} == set(model.codes)


def test_headings_lists_links_and_bookmarks_are_there(
    sample: dict[tuple[str, str], Path],
) -> None:
    with pikepdf.open(sample["fi", "guide/ending.md"]) as pdf:
        found = tags(pdf)
        headings = [tag for tag in found if re.match(r"/H\d", tag)]
        assert headings[0] == "/H1"
        assert headings.count("/H1") == 1
        assert {"/L", "/LI", "/Lbl", "/LBody", "/Link", "/P", "/Strong"} <= set(found)
        with pdf.open_outline() as outline:
            (top,) = outline.root
            assert str(pdf.docinfo.Title) == f"{top.title} – Kunta maailmalla"
            assert len(top.children) == headings.count("/H2")
        links = [a for page in pdf.pages for a in page.get("/Annots", [])]
        assert links
        assert all(str(link.Contents) for link in links)


def test_words_of_other_languages_say_so(sample: dict[tuple[str, str], Path]) -> None:
    with pikepdf.open(sample["fi", "glossary/twin-town.md"]) as pdf:
        spoken = {
            str(element.Lang)
            for element in elements(pdf.Root.StructTreeRoot.K)
            if "/Lang" in element
        }
    assert {"sv", "en"} <= spoken


def test_text_comes_out_in_the_order_of_reading(sample: dict[tuple[str, str], Path]) -> None:
    text = text_of(sample["en", "glossary/twin-town.md"])
    parts = ["Twin town", "Municipality abroad", "In other languages", "vänort", "Note", "Sources"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_links_lead_to_what_the_site_has(site: Path) -> None:
    targets: dict[str, Path] = {}
    for path in site.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                for link in page.get("/Annots", []):
                    if "/A" in link and str(link.A.URI).startswith(BASE):
                        targets[str(link.A.URI)] = path
    assert len(targets) > len(list(site.rglob("*.pdf")))
    for target, path in targets.items():
        parts = urlsplit(target)
        html = site / parts.path.lstrip("/") / "index.html"
        assert html.is_file(), (target, path)
        assert not parts.fragment or f'id="{parts.fragment}"' in html.read_text("utf-8"), target


def test_the_foot_has_the_version_the_address_and_a_code_of_it(
    sample: dict[tuple[str, str], Path], model: Site
) -> None:
    for (code, source), path in sample.items():
        address = BASE + Addresses(model).address(code, source)
        with pymupdf.open(path) as document:
            for page in document:
                text = page.get_text()
                assert address in text
                assert re.search(r"\d{4}-\d\d-\d\d", text)
                assert f"{page.number + 1}/{len(document)}" in text
            assert modules(document[0]) == [
                [bool(cell) for cell in row]
                for row in segno.make(address, error="m", micro=False).matrix
            ]


def modules(page: pymupdf.Page) -> list[list[bool]]:
    """The modules of the code in the foot, as they are drawn: dark or not."""
    millimetre = 72 / 25.4
    foot = pymupdf.Rect(26 * millimetre, 268 * millimetre, 44 * millimetre, 296 * millimetre)
    picture = page.get_pixmap(clip=foot, dpi=600, colorspace=pymupdf.csGRAY)
    samples, stride = picture.samples, picture.stride
    dark = {
        (x, y)
        for y in range(picture.height)
        for x, grey in enumerate(samples[y * stride : y * stride + picture.width])
        if grey < 20
    }
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    extent = max(x for x, _ in dark) - left + 1
    # The finder in the corner is seven modules wide.
    run = next(n for n in range(extent) if (left + n, top + 1) not in dark)
    count = round(extent / (run / 7))
    size = extent / count
    return [
        [(left + int((x + 0.5) * size), top + int((y + 0.5) * size)) in dark for x in range(count)]
        for y in range(count)
    ]


def test_checklists_have_fields_with_names_in_the_order_of_reading(
    sample: dict[tuple[str, str], Path], model: Site
) -> None:
    items = [i for s in model.checklists["concrete-goal"].sections for i in s.items]
    for code in model.codes:
        with pikepdf.open(sample[code, "checklists/concrete-goal.md"]) as pdf:
            found = [
                element.K[0] if isinstance(element.K, pikepdf.Array) else element.K
                for element in elements(pdf.Root.StructTreeRoot.K)
                if element.S == "/Form"
            ]
            fields = [reference.Obj for reference in found]
            assert [(str(f.T), str(f.TU)) for f in fields] == [(i.id, i.text[code]) for i in items]
            kinds = ["/Btn" if item.answer == "tick" else "/Tx" for item in items]
            assert [str(field.FT) for field in fields] == kinds
            assert {str(field.Subtype) for field in fields} == {"/Widget"}
            assert all(page.Tabs == "/S" for page in pdf.pages if "/Annots" in page)
            assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_fields_can_be_filled(sample: dict[tuple[str, str], Path], tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    with pymupdf.open(sample["sv", "checklists/concrete-goal.md"]) as document:
        for page in document:
            for field in page.widgets():
                is_box = field.field_type_string == "CheckBox"
                field.field_value = True if is_box else "Åsa svarar"
                field.update()
        document.save(filled)
    assert "Åsa svarar" in text_of(filled)


def test_text_is_never_taken_for_markup(tmp_path: Path, model: Site) -> None:
    body = [
        node("h2", NASTY),
        node("p", NASTY, " ", node("strong", NASTY)),
        node("ul", node("li", NASTY)),
        node("tick", node("question", NASTY), id="a", label=NASTY),
    ]
    (tmp_path / "x.pdf").write_bytes(printed(tmp_path, model, *body))
    # Where a line ends is for Typst to say.
    found = text_of(tmp_path / "x.pdf").replace(" ", "")
    assert found.count(NASTY.replace(" ", "")) == len(body) + 2


def test_the_same_words_give_the_same_bytes(
    sample: dict[tuple[str, str], Path], model: Site, tmp_path: Path
) -> None:
    language = next(language for language in model.languages if language.code == "sv")
    pages = dict(Pages(model, language, Addresses(model), BASE).all())
    mine = {key: sample[key] for key in sample if key[0] == "sv" and key[1] in pages}
    made = print_all(tmp_path, {key: (pages[key[1]], version_of(sample[key])) for key in mine})
    assert made == {key: path.read_bytes() for key, path in mine.items()}


def version_of(path: Path) -> str:
    found = re.search(r"Version (\d{4}-\d\d-\d\d(?:\.\d+)?)", text_of(path))
    assert found
    return found[1]


def test_only_what_has_changed_is_made_again(
    model: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    typeset = press.typeset

    def counted(data: str, size: str) -> bytes:
        made.append(json.loads(data)["body"][0]["content"][0])
        return typeset(data, size)

    monkeypatch.setattr(press, "typeset", counted)
    first = printed(tmp_path, model, node("p", "one"))
    assert printed(tmp_path, model, node("p", "one")) == first
    assert printed(tmp_path, model, node("p", "two")) != first
    assert made == ["one", "two"]


def test_type_is_smaller_only_where_that_saves_a_page(tmp_path: Path, model: Site) -> None:
    found = []
    for count in (20, 40, 60):
        lines = [node("br") if n % 2 else "Text." for n in range(2 * count)]
        with pymupdf.open(stream=printed(tmp_path, model, node("p", *lines))) as document:
            spans = [
                span
                for block in document[0].get_text("dict")["blocks"]
                for line in block.get("lines", ())
                for span in line["spans"]
            ]
            size = next(span["size"] for span in spans if span["text"] == "Text.")
            found.append((len(document), size))
    assert found == [(1, 11), (1, 10), (2, 11)]


def test_an_element_that_cannot_be_shown_is_refused(model: Site) -> None:
    page = next(p for p in model.pages if (p.language, p.source) == ("en", "guide/ending.md"))
    line = replace(page.lines[3], text="<table><tr><td>x</td></tr></table>")
    page = replace(page, lines=(*page.lines[:3], line, *page.lines[4:]))
    language = next(language for language in model.languages if language.code == "en")
    with pytest.raises(HandoutError) as caught:
        guide(page, language, f"{BASE}en/", "<table><tr><td>x</td></tr></table>")
    assert str(caught.value) == (
        f"{line.place}: the page has the HTML element <table>, which its PDF cannot show; "
        "guides consist of headings, paragraphs, lists, quotes, notes, links and emphasis; "
        "write it in one of these forms"
    )


def test_prose_keeps_its_words_and_loses_only_white_space() -> None:
    html = '<h2 id="in-short">In\n short</h2>\n<ul>\n<li>one <a href="../x/">two</a></li>\n</ul>'
    link = node("a", "two", href=f"{BASE}en/x/")
    assert nodes(html, f"{BASE}en/guide/") == [
        node("h2", "In short", id="in-short"),
        node("note", node("ul", node("li", "one ", link))),
    ]
