"""What a change does, in plain words, for the page of a pull request."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from guide.commands import main
from guide.load.lock import LOCK
from guide.sentences import ENOUGH
from guide.summary import summary as document
from lxml import html
from markdown import markdown

from tests.project import edit, environment, messages, publish
from tests.repository import commit, confirmed_fixture, git

NOTHING = [
    "No page says anything else.",
    "All addresses are as they were.",
    "No language falls behind with this change.",
    "No term is new, gone or another.",
    f"No new sentence has more than {ENOUGH} words.",
]

BASICS = "docs/sv/guide/basics.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return confirmed_fixture(tmp_path / "site")


@pytest.fixture
def published(root: Path) -> Path:
    publish(root)
    commit(root, "Published")
    return root


def summary(root: Path, base: str = "", report: Path | None = None) -> dict[str, list[str]]:
    """The lines of the summary by their heading; '' has what stands above."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in document(root, base, report).splitlines()[1:]:
        if line.startswith("### "):
            heading = line.removeprefix("### ")
        elif line:
            found.setdefault(heading, []).append(line)
    return found


def test_a_change_that_says_nothing_new_is_told_as_such(root: Path) -> None:
    edit(root, BASICS, "reviewed: 2026-01-03", "reviewed: 2026-02-03")
    found = summary(root)
    assert [line for lines in found.values() for line in lines if line in NOTHING] == NOTHING
    assert found[""][0].startswith("Compared with the commit `")


def test_changed_pages_are_named_with_language_and_address(root: Path) -> None:
    edit(root, BASICS, "En kort text.\n\n##", "En mycket kort text.\n\n##")
    edit(root, "docs/fi/guide/basics.md", "title: ", "title: Uudet ")
    line, others = summary(root)["Pages"]
    assert others.startswith("Pages that show a name")
    assert line.startswith("- changed: Grunderna &#38; &#34;nätverk&#34; (sv, `sv/")
    assert re.search(r"; Uudet .* \(fi, `fi/", line)
    assert "(en, " not in line


def test_new_and_removed_pages_are_told(root: Path) -> None:
    text = (root / "data/checklists/start.yml").read_text("utf-8")
    for slug in ("start", "aloitus", "initium"):
        text = text.replace(f"slug: {slug}\n", f"slug: {slug}-2\n")
    (root / "data/checklists/second.yml").write_text(text, "utf-8")
    found = summary(root)
    assert len(found["Pages"]) == 1
    assert found["Pages"][0].startswith("- new: Före start (sv, `sv/checklistor/start-2/`); ")
    assert "- new: `fi/tarkistuslistat/aloitus-2/`" in found["Addresses"]
    assert any("`checklists/second` is new or" in line for line in found["Translations"])
    commit(root, "Second")
    (root / "data/checklists/second.yml").unlink()
    found = summary(root)
    assert found["Pages"][0].startswith("- removed: Före start (sv, `sv/checklistor/start-2/`); ")
    assert any(line.startswith("- gone: `sv/checklistor/start-2/`") for line in found["Addresses"])


def test_a_moved_page_is_told_with_both_addresses(published: Path) -> None:
    moved = "slug: grund\nmoved:\n  - sv/guide/grunderna/"
    edit(published, BASICS, "slug: grunderna", moved)
    assert messages(published) == []
    found = summary(published)
    assert found["Pages"] == [NOTHING[0]]
    assert found["Addresses"] == ["- moved: `sv/guide/grunderna/` leads to `sv/guide/grund/`"]


def test_a_renamed_file_with_the_same_address_is_the_same_page(root: Path) -> None:
    edit(root, "mkdocs.yml", "guide/basics.md", "guide/grounds.md")
    for path in root.glob("docs/*/guide/basics.md"):
        path.rename(path.with_name("grounds.md"))
    for path in [*root.glob("data/**/*.yml"), *root.glob("docs/**/*.md")]:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\bbasics(?=\.md|#)", "grounds", text), "utf-8")
    assert messages(root) == []
    found = summary(root)
    assert found["Addresses"] == [NOTHING[1]]
    assert not [line for line in found["Pages"] if "new" in line or "removed" in line]


def withdraw_checklist(root: Path) -> None:
    """Withdraws the only checklist, to which nothing leads but the coverage."""
    (root / "data/withdrawn").mkdir()
    texts = "".join(
        f"{code}:\n  title: {code}\n  reason: {code}\n  addresses:\n    - {address}\n"
        for code, address in addresses(root, "checklists/start.md")
    )
    (root / "data/withdrawn/start.yml").write_text(f"since: 2026-03-01\n{texts}", "utf-8")
    (root / "data/checklists/start.yml").unlink()
    for path in [*root.glob("data/*.yml"), *root.glob("data/changes/*.yml")]:
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(r"checklists/start\.md(#[a-z-]+)?", "guide/basics.md", text), "utf-8"
        )


def addresses(root: Path, source: str) -> list[tuple[str, str]]:
    """The published address of a page in each language."""
    found = []
    for path in sorted((root / "data/addresses").glob("*.yml")):
        entry = re.search(
            rf"^  (\S+):\n    source: {source}$", path.read_text("utf-8"), re.MULTILINE
        )
        assert entry
        found.append((path.stem, entry[1]))
    return found


def test_a_withdrawn_page_is_told(published: Path) -> None:
    withdraw_checklist(published)
    assert messages(published) == []
    found = summary(published)
    assert any(line.startswith("- withdrawn: Före start (sv, ") for line in found["Pages"])
    assert len([one for one in found["Addresses"] if one.startswith("- withdrawn: `")]) == 4
    assert not [one for one in found["Addresses"] if "gone" in one or "new" in one]


def test_what_falls_behind_is_told_with_the_words_and_the_line_that_confirms(root: Path) -> None:
    edit(root, BASICS, "En kort text.\n\n##", "En mycket kort text.\n\n##")
    first, words, how, line = summary(root)["Translations"]
    assert first == "- `guide/basics` is behind in fi, en, la, since sv has changed."
    assert words == "    - sv: En <ins>mycket</ins> kort text."
    assert "`make confirm guide/basics`" in how
    # Who puts the line in its place has confirmed it.
    [whole] = re.findall(r"`(guide/basics .*)`", line)
    lock = root / "data" / LOCK
    text = re.sub("^guide/basics .*$", whole, lock.read_text("utf-8"), flags=re.MULTILINE)
    lock.write_text(text, "utf-8")
    assert messages(root) == []
    assert summary(root)["Translations"] == [NOTHING[2]]


def test_only_what_this_change_left_behind_is_told_and_what_it_mended(root: Path) -> None:
    edit(root, BASICS, "En kort text.\n\n##", "En mycket kort text.\n\n##")
    commit(root, "Swedish")
    edit(root, "data/concepts/network.yml", "group of parties", "a group of parties")
    told = summary(root)["Translations"]
    assert told[0] == "- `glossary/network` is behind in sv, fi, la, since en has changed."
    assert told[-1] == "Behind already before: 1; `make translations` lists them."
    assert main(["--root", str(root), "confirm", "basics"]) == 0
    assert "- `guide/basics` is no longer behind in fi, en, la." in summary(root)["Translations"]


def test_terms_are_told_by_language(root: Path) -> None:
    name = "data/concepts/network.yml"
    edit(root, name, "    - ägarnät\n", "    - nätsamarbete\n")
    edit(
        root,
        name,
        "    - term: klubb\n      degree: wrong\n      reason: En klubb är något annat.\n",
        "    - term: gille\n      degree: avoid\n      reason: Det är något annat.\n",
    )
    edit(root, name, "preferred: verkosto", "preferred: verkko")
    told = summary(root)["Terms"]
    assert told == [
        (
            "- `network`, sv: admitted, added: nätsamarbete; admitted, removed: ägarnät; "
            "deprecated, added: gille (avoid); deprecated, removed: klubb (wrong)"
        ),
        "- `network`, fi: preferred: verkosto is now verkko",
    ]


def test_new_and_removed_concepts_are_told(root: Path) -> None:
    text = (root / "data/concepts/partnership.yml").read_text("utf-8")
    for word in ("partnerskap", "kumppanuus", "partnership", "societas"):
        text = text.replace(f": {word}\n", f": {word}-2\n")
    (root / "data/concepts/pact.yml").write_text(text, "utf-8")
    edit(root, "data/concepts/network.yml", "  - partnership\n", "  - partnership\n  - pact\n")
    named = "`pact`: sv partnerskap-2; fi kumppanuus-2; en partnership-2; la societas-2"
    assert summary(root)["Terms"] == [f"- new: {named}"]
    commit(root, "Pact")
    git(root, "checkout", "-q", "HEAD~1", "--", "data")
    (root / "data/concepts/pact.yml").unlink()
    assert summary(root)["Terms"] == [f"- removed: {named}"]


def test_long_sentences_are_told_where_the_change_has_them(root: Path) -> None:
    long = "Ord " + "ord " * (ENOUGH - 1) + "ord."
    edit(root, BASICS, "En kort text.\n\n##", f"En kort text. {long}\n\n##")
    commit(root, "Long")
    enough = "Nog " + "ord " * (ENOUGH - 2) + "ord."
    new = "- Se [den](../glossary/network.md) " + "*ny* " * (ENOUGH - 1) + "ord."
    edit(root, BASICS, "En kort text. Ord", "En helt kort text. Ord")
    edit(root, BASICS, "### nät", f"{enough}\n\n{new}\n\n### nät")
    edit(root, "data/paths/choose.yml", "description: ", f"description: {'sana ' * ENOUGH}")
    [path, prose] = sorted(summary(root)[f"Sentences over {ENOUGH} words"])
    assert path.startswith("- `data/paths/choose.yml`, line ")
    line = (root / BASICS).read_text("utf-8").split("\n").index(new) + 1
    words = f"Se den {'ny ' * (ENOUGH - 1)}ord."
    assert prose == f"- `{BASICS}`, line {line}, {ENOUGH + 2} words: {words}"


def test_new_links_and_those_of_a_report_are_told(root: Path, tmp_path: Path) -> None:
    edit(root, BASICS, "Se [", "Se [x](https://new.example/) och [")
    entries = [
        {"address": "https://example.org/handbook?a=1&b=2", "says": "404 Not Found"},
        {"address": "https://gone.example/", "says": "404 Not Found"},
    ]
    report = tmp_path / "links.json"
    report.write_text(json.dumps({"unanswered": entries}), "utf-8")
    told = summary(root, report=report)["Links to other sites"]
    assert told == [
        "New, and not yet asked whether they answer:",
        f"- `https://new.example/` in `{BASICS}`, line 11",
        (
            "- `https://example.org/handbook?a=1&b=2` in `data/sources/handbook.yml`, line 6: "
            "404 Not Found"
        ),
    ]
    assert "`make links`" in summary(root)["Links to other sites"][-1]
    report.write_text("[]", "utf-8")
    assert "cannot be read" in summary(root, report=report)["Links to other sites"][-1]


def test_a_change_is_compared_with_what_it_began_with(root: Path) -> None:
    git(root, "checkout", "-qb", "change")
    edit(root, "docs/fi/guide/basics.md", "title: ", "title: Uudet ")
    commit(root, "Change")
    git(root, "checkout", "-q", "main")
    edit(root, "docs/en/guide/basics.md", "title: ", "title: New ")
    commit(root, "Meanwhile")
    git(root, "checkout", "-q", "change")
    line = summary(root, "main")["Pages"][0]
    assert "(fi, " in line
    assert "(en, " not in line


def test_mistakes_come_first_and_what_can_be_compared_still_is(root: Path) -> None:
    edit(root, "data/concepts/network.yml", "status: draft", "status: drat")
    edit(root, "data/concepts/partnership.yml", "preferred: societas", "preferred: foedus")
    found = summary(root)
    assert found[""][0].startswith("**Mistakes to mend: 1.**")
    assert found[""][1].startswith("- `data/concepts/network.yml`, line 2: ")
    assert found["Pages"] == ["They are compared when the mistakes are mended."]
    assert found["Terms"] == ["- `partnership`, la: preferred: societas is now foedus"]
    assert len(found["Translations"]) == 2  # No line that confirms what is not whole.


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mkdocs.yml", "nothing: here\n"),
        ("data/strings/sv.yml", "[\n"),
        ("data/addresses/sv.yml", "x"),
        ("docs/sv/guide/basics.md", "---\n"),
        ("docs/sv/nowhere/new.md", "---\ntitle: x\n---\n"),
        ("data/translations.lock", "x\n"),
        ("data/concepts/x\n::error::y.yml", "a: b\n"),
    ],
)
def test_whatever_is_broken_now_or_was_then_gives_no_traceback(
    root: Path, name: str, text: str
) -> None:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    assert "Mistakes to mend" in summary(root)[""][0]
    commit(root, "Broken")
    git(root, "checkout", "-q", "HEAD~1", "--", "docs", "data", "mkdocs.yml")
    if len(git_names(root)) > 0:
        path.unlink()
    told = summary(root, "main")[""]
    assert not any("Mistakes" in line for line in told)


def git_names(root: Path) -> list[str]:
    """Files that the last commit has and the one before it has not."""
    command = ["git", "diff", "--name-only", "--diff-filter=A", "HEAD~1", "HEAD"]
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=True
    ).stdout.split("\n")[:-1]


def test_a_base_with_other_fields_and_fewer_words_is_compared_as_far_as_it_goes(root: Path) -> None:
    strings = root / "data/strings/sv.yml"
    text = strings.read_text("utf-8")
    strings.write_text(re.sub(r"^  term\.close: .*\n", "", text, flags=re.MULTILINE), "utf-8")
    edit(root, "data/concepts/partnership.yml", "subject: forms\n", "subject: forms\nold: field\n")
    commit(root, "As it was")
    strings.write_text(text, "utf-8")
    edit(root, "data/concepts/partnership.yml", "old: field\n", "")
    edit(root, BASICS, "En kort text.\n\n##", "En mycket kort text.\n\n##")
    found = summary(root)
    assert "- `data/concepts/partnership.yml`" in found[""]
    assert any("(sv, `sv/guide/grunderna/`)" in line for line in found["Pages"])
    assert found["Addresses"] == [NOTHING[1]]
    assert found["Terms"] == [NOTHING[3]]


def test_without_anything_to_compare_with_it_says_why(root: Path, tmp_path: Path) -> None:
    assert "git does not know &#39;nowhere&#39; here" in summary(root, "nowhere")[""][0]
    assert "git does not know" in summary(root, "--output=x")[""][0]
    assert not (root / "x").exists()
    git(root, "commit", "-q", "--allow-empty", "-m", "Second")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", str(shallow))
    for name in ("hooks", ".cache"):
        (shallow / name).symlink_to(root / name)
    assert "git fetch --unshallow" in summary(shallow, "HEAD^1")[""][0]
    shutil.rmtree(shallow / ".git")
    assert "no repository here" in summary(shallow)[""][0]


def test_without_git_it_says_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["--root", str(root), "summary"]) == 0
    assert "is not installed" in capsys.readouterr().out


EVIL = "[x](y) ![p](http://e.example/p.png) @all #1 **b** `c` www.e.example ##[error]z"


def test_texts_of_strangers_are_no_markup_and_no_command(root: Path) -> None:
    edit(root, "data/concepts/network.yml", "    - zonnät\n", f"    - '::error::{EVIL}'\n")
    edit(root, "data/checklists/start.yml", "title: Ante initium", f"title: '{EVIL}'")
    edit(root, BASICS, "En kort text.\n\n##", f"En <b> {'`<i>` ' * ENOUGH} text.\n\n##")
    (root / "data/concepts/a`b\n::error::[x](y) <b>.yml").write_text(
        "::error::<script>: '", "utf-8"
    )
    command = [sys.executable, "-m", "guide", "summary"]
    told = subprocess.run(
        command,
        cwd=root,
        env=environment(PYTHONPATH="hooks"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert not re.search(r"^\s*::|##\[", told, re.MULTILINE)
    # What is code is not looked at by a forge; elsewhere it makes links of what looks like one.
    assert not re.search(r"://|www\.", re.sub(r"(`+) ?.*? ?\1", "", told))
    page = html.document_fromstring(markdown(told, tab_length=2))
    tags = {str(element.tag) for element in page.iter()}
    assert tags <= {"html", "body", "h2", "h3", "p", "ul", "li", "strong", "code", "ins", "del"}
    shown = " ".join("".join(str(part) for part in page.itertext()).split())
    assert EVIL in shown
    assert [strong.text for strong in page.iter("strong")] == ["Mistakes to mend: 2."]
