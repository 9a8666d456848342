"""What a stranger writes into content cannot make a build read elsewhere, or run anything.

Outside the project lies a file with a word that must be nowhere in what is printed or built, and
some attacks would write a file there. Each attack is refused with a message, or its text is shown
as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pymupdf
import pytest
from guide.check import check
from guide.problems import report

from tests.project import build, copy_fixture, edit, environment, made_once, messages

# The same in all processes of a run of the tests, and nowhere in the project.
SECRET = f"kanin{hashlib.sha256(b'secret').hexdigest()[:16]}"
CODES = ("sv", "fi", "en", "la")


@dataclass(frozen=True)
class Attacked:
    """A project, and what lies outside it."""

    root: Path
    outside: Path

    @property
    def secret(self) -> Path:
        return self.outside / "secret.md"

    @property
    def marker(self) -> Path:
        return self.outside / "marker"

    def prose(self, text: str) -> None:
        """Puts a text into a page in all languages, so that none differs from the others."""
        for code in CODES:
            edit(self.root, f"docs/{code}/guide/basics.md", "{!shared.md!}", self.told(text))

    def front(self, text: str) -> None:
        edit(self.root, "docs/sv/guide/basics.md", "slug:", f"{self.told(text)}\nslug:")

    def paragraph(self, text: str) -> None:
        edit(self.root, "docs/sv/guide/basics.md", "En kort text.", self.told(text))

    def concept(self, text: str) -> None:
        """Puts YAML in place of a definition."""
        old = "definition: group of parties that share knowledge"
        edit(self.root, "data/concepts/network.yml", old, f"definition: {self.told(text)}")

    def source(self, text: str) -> None:
        """Puts YAML in place of the address of a source."""
        old = "en: https://example.org/handbook?a=1&b=2"
        edit(self.root, "data/sources/handbook.yml", old, f"en: {text}")

    def told(self, text: str) -> str:
        return text.replace("SECRET", str(self.secret)).replace("MARKER", str(self.marker))

    def link(self, name: str) -> None:
        """Puts a link to a file or folder of the same kind outside in place of one inside."""
        path = self.root / name
        target = self.outside / path.name
        if path.is_dir():
            path.rename(target)
        else:
            path.unlink(missing_ok=True)
            target.write_text(f"title: {SECRET}\n", "utf-8")
        path.symlink_to(target)


def attacked(folder: Path) -> Attacked:
    outside = folder / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(f"{SECRET}\n", "utf-8")
    return Attacked(copy_fixture(folder / "project"), outside)


# A text of prose, and what the message says of it.
PROSE = {
    "include of a file elsewhere": ("{!SECRET!}", "leaves the folder"),
    "include by many steps up": ("{!../../../../outside/secret.md!}", "leaves the folder"),
    "include of an address": ("{!file://SECRET!}", "does not exist"),
    "include of the web": ("{!https://example.org/x.md!}", "does not exist"),
    "include in code": ("`{!SECRET!}`", "does not stand alone"),
    "include after another": ("{!shared.md!}{!SECRET!}", "does not stand alone"),
    "include without an end": ("{! SECRET", "does not stand alone"),
    "event by attribute": ("Text\n{: onmouseover=alert(1) }", "attribute 'onmouseover'"),
    "style by attribute": ("Text\n{: style=position:fixed }", "attribute 'style'"),
    "source by attribute": ("Text\n{: src=//example.org/x }", "attribute 'src'"),
    "document by attribute": ("Text\n{: srcdoc=x }", "attribute 'srcdoc'"),
    "form by attribute": ("Text\n{: formaction=x }", "attribute 'formaction'"),
    "refresh by attribute": ("Text\n{: http-equiv=refresh }", "attribute 'http-equiv'"),
    "ping by attribute": ("[x](https://example.org){: ping=x }", "attribute 'ping'"),
    "namespace by attribute": ("Text\n{: xlink:href=x }", "attribute 'xlink:href'"),
    "address by attribute": ("[x](index.md){: href=vbscript:x }", "neither a page"),
    "code in an address by attribute": (
        "[x](index.md){: href=&#106;avascript:alert(1) }",
        "leads to no page",
    ),
    "picture of an address with script": ("![x](javascript:alert(1))", "a picture"),
    "picture with content": ("![x](data:image/svg+xml,<svg/onload=alert(1)>)", "a picture"),
    "frame": ("<iframe src=https://example.org></iframe>", "raw HTML"),
    "refresh": ('<meta http-equiv=refresh content="0;url=https://example.org">', "raw HTML"),
    "base": ("<base href=https://example.org>", "raw HTML"),
    "form": ("Text <form action=https://example.org><input></form>", "raw HTML"),
    "link in HTML": ("Text <a href=javascript:alert(1)>x</a>", "raw HTML"),
    "drawing": ("<svg><foreignObject onload=x></foreignObject></svg>", "raw HTML"),
    "object": ("Text <object data=SECRET></object>", "raw HTML"),
    "style": ("<style>@import url(//example.org)</style>", "raw HTML"),
    "instruction": ("Text <?php x ?>", "raw HTML"),
    "CDATA": ("<![CDATA[ x ]]>", "raw HTML"),
    "HTML in a list": ("- <b onclick=x>y</b>", "raw HTML"),
    "HTML in a table": ("a | b\n--|--\n<b onclick=x>y</b> | c", "raw HTML"),
    "HTML after a sign with a stroke": ("Text <b onclick=x>\u0338", "a stroke"),
}

# Addresses that no link may have.
ADDRESSES = (
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#9;script:alert(1)",
    "java&Tab;script:alert(1)",
    "&#x6a;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "%6aavascript:alert(1)",
    "<javascript:alert(1)>",
    "javascript:alert(1)\\.",
    "\\javascript:alert(1)",
    "`javascript:alert(1)`",
    "data:text/html,x",
    "DATA:text/html;base64,eA==",
    "vbscript:x",
    "view-source:x",
    "file:///etc/passwd",
    "//example.org/x",
    "\\\\example.org\\x",
    "https:example.org",
    "blob:https://example.org/x",
)

# YAML in place of a text, and what the message says of it.
VALUES = {
    "command by a tag": ('!!python/object/apply:os.system ["touch MARKER"]', "the tag"),
    "object by a tag": ("!!python/object/new:subprocess.Popen [[touch, MARKER]]", "the tag"),
    "name by a tag": ("!!python/name:os.system ''", "the tag"),
    "environment": ("!ENV HOME", "the tag"),
    "path": ("!relative SECRET", "the tag"),
    "include": ("!include SECRET", "the tag"),
    "bytes": ("!!binary aGVq", "the tag"),
    "end of a script": ("'</script><script>alert(1)</script>'", "HTML"),
    "end of a script as a code": ('"\\x3c/script>"', "HTML"),
    "drawing": ("'x <svg/onload=alert(1)>'", "HTML"),
    "entity of XML": ("'&xxe;'", "HTML"),
    "declaration": ("'<!DOCTYPE x [<!ENTITY y SYSTEM \"SECRET\">]>'", "HTML"),
    "address with script": ("'[x](javascript:alert(1))'", "javascript"),
    "include beside no character": ('"x \\uFFFE {!SECRET!}"', "invisible"),
    "mark of the parser": ('"x \\x02wzxhzdk:0\\x03"', "invisible"),
    "turned direction": ('"x \\u202e y"', "invisible"),
}

SOURCES = (
    "javascript:alert(1)",
    "'https://example.org/\"onclick=\"x'",
    '"java\\tscript:alert(1)"',
    "data:text/html,x",
    "file:///etc/passwd",
    "'https://example.org/> x'",
)

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def _attacks() -> Iterator[tuple[str, Callable[[Attacked], object], str]]:
    """Attacks, with a name and a part of the message."""
    for name, (text, because) in PROSE.items():
        yield name, partial(Attacked.prose, text=text), because
    for address in ADDRESSES:
        yield f"link {address}", partial(Attacked.prose, text=f"[x]({address})"), "the link"
        if "\t" not in address:  # That would be plain text.
            definition = f"[x][r]\n\n[r]: {address}"
            yield f"reference {address}", partial(Attacked.prose, text=definition), "the link"
    for name, (text, because) in VALUES.items():
        yield f"{name} in data", partial(Attacked.concept, text=text), because
        yield (
            f"{name} in front matter",
            partial(Attacked.paragraph, text=text),
            because,
        )
    for address in SOURCES:
        yield f"source {address}", partial(Attacked.source, text=address), "address"
    for name in ("template: SECRET", "hide: x", "'{!SECRET!}': x"):
        yield f"field {name}", partial(Attacked.front, text=name), "is not known here"
    yield "bomb in front matter", partial(Attacked.front, text=BOMB), "the anchor or alias"
    yield "include in a comment", _comment, "dots"
    yield "include over three lines", _over_lines, "does not stand alone"
    yield "HTML after an indent", _indented, "raw HTML"
    for name in (
        *("docs", "docs/sv", "docs/sv/guide", "docs/includes", "docs/includes/sv"),
        *("docs/sv/index.md", "docs/includes/sv/shared.md", "docs/sv/more.txt"),
        *("data", "data/concepts", "data/strings", "data/facts/members.yml", "data/coverage.yml"),
        *("mkdocs.yml", "overrides", "overrides/assets/more.txt", "overrides/assets/marks"),
    ):
        yield f"link in place of {name}", partial(Attacked.link, name=name), "symbolic link"


def _comment(attack: Attacked) -> None:
    edit(attack.root, "docs/sv/index.md", "---\nEn", attack.told("...\n# {!SECRET!}\n---\nEn"))


def _over_lines(attack: Attacked) -> None:
    shared = attack.root / "docs" / "includes" / "sv" / "shared.md"
    shared.write_text(attack.told("Text\n\n{!\nSECRET\n!}\n"), "utf-8")


def _indented(attack: Attacked) -> None:
    shared = attack.root / "docs" / "includes" / "sv" / "shared.md"
    shared.write_text("    <script>alert(1)</script>\n", "utf-8")


ATTACKS = list(_attacks())


@pytest.mark.parametrize(
    ("attack", "because"),
    [pytest.param(attack, because, id=name) for name, attack, because in ATTACKS],
)
def test_attack_is_refused(
    attack: Callable[[Attacked], object], because: str, tmp_path: Path
) -> None:
    project = attacked(tmp_path)
    attack(project)
    told = messages(project.root)
    assert any(because in message for message in told), told
    assert SECRET not in "".join(told)
    assert not project.marker.exists()


def test_what_is_refused_is_not_built(tmp_path: Path) -> None:
    project = attacked(tmp_path)
    _over_lines(project)
    result = build(project.root)
    assert result.returncode != 0
    assert "shared.md:3:1: the include" in result.stderr
    assert SECRET not in result.stdout + result.stderr
    assert SECRET not in contents(project.root / "site")


def test_a_link_in_place_of_the_built_site_is_left_alone(tmp_path: Path) -> None:
    """A build empties that folder first."""
    project = attacked(tmp_path)
    (project.root / "site").symlink_to(project.outside)
    assert build(project.root).returncode != 0
    assert project.secret.read_text("utf-8") == f"{SECRET}\n"
    assert list(project.outside.iterdir()) == [project.secret]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BOMB, id="bomb"),
        pytest.param("x: " + "[" * 100_000, id="brackets"),
        pytest.param("x: " + "{a: " * 100_000, id="fields"),
        pytest.param("x" * 50_000_000, id="50 MB"),
        pytest.param("? " * 100_000, id="keys"),
    ],
)
def test_what_would_take_for_ever_is_soon_refused(text: str, tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    check(root)
    (root / "data" / "subjects" / "more.yml").write_text(text, "utf-8")
    started = time.monotonic()
    assert any(message.startswith("data/subjects/more.yml") for message in messages(root))
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("*a_" * 20_000, id="emphasis"),
        pytest.param("[" * 20_000, id="brackets"),
        pytest.param("[x](" * 5_000, id="links"),
        pytest.param("`" * 20_000, id="code"),
        pytest.param("> " * 150 + "x", id="quotations"),
        pytest.param("<" * 20_000, id="signs"),
        pytest.param("{: " * 10_000, id="attributes"),
    ],
)
def test_no_prose_takes_for_ever(text: str, tmp_path: Path) -> None:
    project = attacked(tmp_path)
    started = time.monotonic()
    edit(project.root, "docs/sv/guide/basics.md", "{!shared.md!}", text)
    messages(project.root)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "name",
    [
        "docs/sv/a\n::error::x.md",
        "docs/sv/\x1b[2J.md",
        "docs/sv/-rf.md",
        "docs/sv/##[add-mask]x.md",
        "docs/sv/{!x!}.md",
        "docs/sv/a%0A::x.md",
        "data/concepts/--root=x.yml",
        "data/concepts/a\r::stop-commands::x.yml",
        "data/facts/$(touch MARKER).yml",
        "data/facts/<script>.yml",
        "data/mkdocs.yml",
        "docs/sv/mkdocs.yml",
        "docs/robots.txt",
        "docs/picture.svg",
        "docs/sv/page.html",
        "docs/includes/sv/x.js",
        "data/strings/sv.py",
    ],
)
def test_name_of_a_file_is_refused_and_starts_nothing(name: str, tmp_path: Path) -> None:
    project = attacked(tmp_path)
    (project.root / name).write_text("plugins:\n  - !!python/name:os.system x\n", "utf-8")
    problems = check(project.root)[2]
    assert problems
    for line in report(problems, annotate=True).split("\n"):
        assert re.match(r"(::error file=)?(docs|data|mkdocs)", line), line
        assert not re.search(r"##\[|[\x00-\x1f\x7f]", line)


def test_settings_are_read_without_running_what_they_name(tmp_path: Path) -> None:
    """mkdocs.yml is code and a build runs it; a check does not."""
    project = attacked(tmp_path)
    tag = project.told('x: !!python/object/apply:os.system ["touch MARKER"]')
    edit(project.root, "mkdocs.yml", "strict: false", tag)
    messages(project.root)
    assert not project.marker.exists()


# What may stand in texts, and looks like a command to one of the programs that texts go through.
HARMLESS = (
    "{{ config }} {{ 7 * 7 }} {% include 'main.html' %} {% raw %} {# note #} ${7*7} "
    "{!SECRET!} [](fact:members) [words](term:network) [x](https://example.org) ![x](y) "
    '#read("SECRET") #import "SECRET" #sys.inputs $ x $ @label '
    "=cmd|'/C calc'!A0 ]]> %3Cscript%3E `x` *y* __z__ ~~w~~ -- ''' \"\"\" ::: "
    "{: onclick=x } { style=x } ::error::x ##[error]x"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose texts are full of commands, built with its PDFs."""
    return made_once(tmp_path_factory, "harmless", _publish) / "project" / "site"


def _publish(folder: Path) -> None:
    project = attacked(folder)
    value = json.dumps(project.told(HARMLESS))
    root = project.root
    project.concept(value)
    edit(root, "data/checklists/start.yml", "title: Before you start", f"title: {value}")
    edit(root, "data/checklists/start.yml", "en: One is enough.", f"en: {value}")
    edit(root, "data/changes/started.yml", "en: The first version of the site.", f"en: {value}")
    edit(root, "data/sources/handbook.yml", "en: Handbook", f"en: {value}")
    edit(root, "docs/en/guide/basics.md", 'title: Basics & "network"', f"title: {value}")
    code = "`{{ 7 * 7 }} {% include 'main.html' %} <img src=x onerror=alert(1)>`"
    for language in CODES:
        with (root / "docs" / language / "index.md").open("a", encoding="utf-8") as page:
            page.write(f"\nX {code}.\n\n## {code} {{#code}}\n\n## X {{#x}}\n")
    assert messages(root) == []
    result = build(root, **environment(PDF="1"))
    assert result.returncode == 0, result.stderr
    assert SECRET not in result.stdout + result.stderr
    assert not project.marker.exists()


def contents(site: Path) -> str:
    """All that was built, PDFs as their text."""
    return "\n".join(
        _pdf(path) if path.suffix == ".pdf" else path.read_bytes().decode("utf-8", "replace")
        for path in site.rglob("*")
        if path.is_file()
    )


def _pdf(path: Path) -> str:
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def test_nothing_from_outside_is_published(published: Path) -> None:
    assert SECRET not in contents(published)


class _Page(HTMLParser):
    """Gathers what a page could run or load, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.suspect: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        written = self.get_starttag_text() or tag
        kind = values.get("type") or ""
        inline = tag == "script" and not values.get("src") and not kind.endswith("json")
        if tag in {"iframe", "object", "embed", "base", "foreignobject", "style", "img"} or inline:
            self.suspect.append(written)
        for name, value in values.items():
            scheme = urlsplit((value or "").strip()).scheme
            safe = scheme in {"", "http", "https", "mailto", "tel"}
            if name.startswith("on") or (name in {"href", "src", "action"} and not safe):
                self.suspect.append(written)
            if name in {"srcdoc", "formaction", "ping"} or value == "refresh":
                self.suspect.append(written)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_no_page_runs_or_loads_what_is_not_ours(published: Path) -> None:
    for path in sorted(published.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text("utf-8"))
        assert page.suspect == [], path


def test_texts_are_shown_as_they_are(published: Path) -> None:
    folder = published / "en"
    for path, text in {
        folder / "glossary" / "network" / "index.html": "{{ config }} {{ 7 * 7 }} {% include",
        folder / "checklists" / "start" / "index.html": "]]> %3Cscript%3E `x` *y* __z__",
        folder / "index.html": "X {{ 7 * 7 }} {% include 'main.html' %} <img src=x onerror",
    }.items():
        page = _Page()
        page.feed(path.read_text("utf-8"))
        assert text in page.text, path


def test_machines_read_texts_as_they_are(published: Path) -> None:
    page = (published / "en" / "guide" / "basics" / "index.html").read_text("utf-8")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    assert "{{ 7 * 7 }}" in json.dumps(json.loads(found[0]))
    feeds = list(published.rglob("*.xml"))
    texts = ["".join(ET.parse(path).getroot().itertext()) for path in feeds]  # noqa: S314 - ours
    assert any("{{ 7 * 7 }} {% include" in text for text in texts)


def test_pdfs_show_texts_as_they_are(published: Path) -> None:
    pdfs = {path.parent.name: _pdf(path) for path in (published / "en").rglob("*.pdf")}
    whole = re.sub(r"\s+", "", "".join(pdfs.values()))
    assert "#sys.inputs$x$@label" in whole
    assert "#read(" in whole
