"""The ledger grows and never shrinks; versions come from it, from git, or from the day."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.check import check
from guide.load.ledger import ledger_path
from guide.targets import targets
from guide.versions import Version, versions

from tests.project import ROOT, copy_fixture, edit, messages, publish
from tests.test_commands import guide
from tests.test_mistakes import apply

CASES = yaml.safe_load((ROOT / "tests" / "broken-promises.yml").read_text("utf-8"))

#: Days as SOURCE_DATE_EPOCH has them.
FEBRUARY, MARCH, APRIL = "1769904000", "1772323200", "1775001600"

BASICS = ("fi", "guide/basics.md")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture, published on 1 February 2026."""
    root = copy_fixture(tmp_path_factory.mktemp("published"))
    with pytest.MonkeyPatch.context() as day:
        day.setenv("SOURCE_DATE_EPOCH", FEBRUARY)
        publish(root)
    return root


@pytest.fixture
def root(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in March."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MARCH)
    return shutil.copytree(published, tmp_path / "site", symlinks=True)


def ledger(root: Path, code: str = "fi") -> dict[str, Any]:
    """The pages of a ledger, with days as text."""
    text = ledger_path(root, code).read_text("utf-8")
    pages: dict[str, Any] = yaml.load(text, yaml.BaseLoader)["pages"]  # noqa: S506 - texts only
    return pages


def version(root: Path, key: tuple[str, str] = BASICS) -> str:
    site, pages, problems = check(root)
    assert problems == []
    return versions(site, pages)[key].label


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_broken_promise_or_ledger_is_refused(case: dict[str, Any], root: Path) -> None:
    apply(root, case["changes"])
    assert messages(root) == case["messages"]
    assert case["messages"]


def test_what_the_message_says_mends_it(root: Path) -> None:
    """The line that the check names, put where it says."""
    edit(root, "docs/fi/guide/basics.md", "slug: perusteet", "slug: alkeet")
    (message,) = messages(root)
    line = message.rsplit("add '", 1)[1].split("' under")[0]
    edit(root, "docs/fi/guide/basics.md", "slug: alkeet", f"slug: alkeet\nmoved:\n  {line}")
    assert messages(root) == []


def test_publishing_again_changes_nothing(root: Path) -> None:
    before = ledger_path(root, "fi").read_bytes()
    publish(root)
    assert ledger_path(root, "fi").read_bytes() == before


def test_publishing_adds_and_keeps(root: Path) -> None:
    before = ledger(root)["fi/opas/perusteet/"]
    for code in ("sv", "fi", "en", "la"):
        edit(root, f"docs/{code}/guide/basics.md", "{!shared.md!}", "{!shared.md!}\n\n## B {#b}\n")
        edit(root, f"docs/{code}/guide/basics.md", "### ", "")
        edit(root, f"docs/{code}/guide/basics.md", " {#network}", "")
        edit(
            root,
            f"docs/{code}/guide/basics.md",
            "reviewed",
            "moved_anchors: {network: b}\nreviewed",
        )
    publish(root)
    after = ledger(root)["fi/opas/perusteet/"]
    assert after["anchors"] == {"2026-02-01": "first-step network", "2026-03-01": "b"}
    assert after["first"] == before["first"]
    assert after["version"] == "2026-03-01"
    assert after["downloads"] == before["downloads"]
    assert messages(root) == []


def test_the_command_says_what_is_new(root: Path) -> None:
    edit(root, "docs/fi/guide/basics.md", "slug: perusteet", "slug: alkeet")
    refused = guide(root, "publish-ledger")
    assert refused.returncode == 1
    assert "docs/fi/guide/basics.md:4:1: the address 'fi/opas/perusteet/'" in refused.stdout
    assert refused.stderr == "Nothing was published: mend these mistakes first.\n"
    edit(root, "docs/fi/guide/basics.md", "alkeet", "alkeet\nmoved: [fi/opas/perusteet/]")
    done = guide(root, "publish-ledger")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "data/addresses/sv.yml: nothing is new",
        "data/addresses/fi.yml: new of address: 1, new of anchor: 2, new of download: 1",
        "data/addresses/en.yml: nothing is new",
        "data/addresses/la.yml: nothing is new",
    ]


def test_an_address_that_moved_is_found_after_its_file_was_renamed_too(root: Path) -> None:
    """The ledger follows the address: it knows by which file it is led on."""
    edit(root, "docs/fi/guide/basics.md", "perusteet", "alkeet\nmoved: [fi/opas/perusteet/]")
    publish(root)
    for code in ("sv", "fi", "en", "la"):
        folder = root / f"docs/{code}"
        (folder / "guide/basics.md").rename(folder / "guide/grounds.md")
        edit(root, f"docs/{code}/index.md", "basics.md", "grounds.md")
    edit(root, "mkdocs.yml", "basics.md", "grounds.md")
    for name in ("coverage", "changes/clearer", "checklists/start", "paths/choose"):
        edit(root, f"data/{name}.yml", "basics", "grounds")
    publish(root)
    edit(root, "docs/fi/guide/grounds.md", "moved: [fi/opas/perusteet/]\n", "")
    (message,) = messages(root)
    assert message.startswith("docs/fi/guide/grounds.md:4:1: the address 'fi/opas/perusteet/' was")


# Versions


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/fi/guide/basics.md", "\nLyhyt teksti.\n", "\nMuu teksti.\n"),
        ("docs/fi/guide/basics.md", "title: Per", "title: Uusi per"),
        ("docs/includes/fi/shared.md", "", "Lisää. "),
        ("data/facts/members.yml", "fi: 1 234", "fi: 1 235"),
    ],
    ids=["text", "title", "include", "figure"],
)
def test_a_page_has_a_new_version_when_it_says_something_else(
    root: Path, name: str, old: str, new: str
) -> None:
    assert version(root) == "2026-02-01"
    edit(root, name, old, new)
    assert version(root) == "2026-03-01"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/fi/guide/basics.md", "reviewed: 2026-01-03", "reviewed: 2026-02-03"),
        ("docs/fi/guide/basics.md", "reviewed", "keywords: [sana]\nreviewed"),
        ("docs/sv/guide/basics.md", "\nEn kort text.\n", "\nEn annan text.\n"),
        ("data/strings/fi.yml", "term.close: ", "term.close: Nyt "),
        ("overrides/main.html", "<body>", "<body >"),
        ("hooks/guide/glossary.concept.md.j2", "- **", "+ **"),
    ],
    ids=["review", "keywords", "other language", "interface", "page", "template"],
)
def test_no_page_has_a_new_version_for_anything_else(
    root: Path, name: str, old: str, new: str
) -> None:
    edit(root, name, old, new)
    site, pages, _ = check(root)
    changed = {key for key, v in versions(site, pages).items() if v.label != "2026-02-01"}
    assert changed == ({("sv", "guide/basics.md")} if "docs/sv" in name else set())


def test_a_concept_that_changes_in_one_language_changes_where_it_is_shown(root: Path) -> None:
    edit(root, "data/concepts/network.yml", "fi: Verkosto on isompi.", "fi: Verkosto on suurempi.")
    edit(root, "data/concepts/network.yml", "status: draft", "status: valid")
    site, pages, _ = check(root)
    changed = {key for key, v in versions(site, pages).items() if v.label != "2026-02-01"}
    # The difference stands on both concepts' pages.
    assert changed == {("fi", "glossary/network.md"), ("fi", "glossary/partnership.md")}


def test_a_second_change_of_a_day_has_a_number(root: Path) -> None:
    for number, expected in enumerate(("2026-03-01", "2026-03-01.2", "2026-03-01.3")):
        edit(root, "docs/fi/guide/basics.md", "\n## ", f"\nTeksti {number}.\n\n## ")
        publish(root)
        assert ledger(root)["fi/opas/perusteet/"]["version"] == expected
    assert version(root) == "2026-03-01.3"


def test_a_clock_that_is_behind_makes_no_older_version(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    edit(root, "docs/fi/guide/basics.md", "\nLyhyt", "\nErittäin lyhyt")
    assert version(root) == "2026-02-01.2"


@pytest.fixture
def git(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs git in the copy, on a day; everything is committed in February."""

    def run(day: str, *arguments: str) -> None:
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00+0200")
        command = ["git", "-c", "user.name=N", "-c", "user.email=n@example.org", *arguments]
        subprocess.run(command, cwd=root, check=True, capture_output=True)

    run("2026-02-01", "init", "-q", "-b", "main")
    run("2026-02-01", "add", "data", "docs")
    run("2026-02-01", "commit", "-qm", "All")
    return run


def test_a_committed_change_has_the_day_of_its_commit(root: Path, git: Any) -> None:
    edit(root, "docs/fi/guide/basics.md", "\nLyhyt", "\nErittäin lyhyt")
    assert version(root) == "2026-03-01"  # Today: nobody has committed it.
    git("2026-02-14", "commit", "-qam", "Change")
    assert version(root) == "2026-02-14"
    # The day when it came to the branch counts, not that on which it was written.
    git("2026-02-15", "checkout", "-qb", "branch")
    edit(root, "docs/fi/guide/basics.md", "\nErittäin", "\nMelko")
    git("2026-02-16", "commit", "-qam", "On a branch")
    git("2026-02-17", "checkout", "-q", "main")
    git("2026-02-20", "merge", "-q", "--no-ff", "-m", "Merge", "branch")
    assert version(root) == "2026-02-20"


def test_without_git_the_ledger_knows_the_same(root: Path, git: Any, tmp_path: Path) -> None:
    edit(root, "docs/fi/guide/basics.md", "\nLyhyt", "\nErittäin lyhyt")
    git("2026-02-14", "commit", "-qam", "Change")
    publish(root)
    archive = shutil.copytree(root, tmp_path / "archive", symlinks=True)
    shutil.rmtree(archive / ".git")
    site, pages, _ = check(root)
    alone, alone_pages, _ = check(archive)
    assert versions(alone, alone_pages) == versions(site, pages)
    assert versions(site, pages)[BASICS] == Version("2026-02-14")


def test_nothing_leaves_a_ledger_that_git_remembers(root: Path, git: Any) -> None:
    """Not even if the ledgers are written anew, so that their form and their seals are right."""
    (commit,) = subprocess.check_output(
        ["git", "log", "--format=%h"], cwd=root, text=True
    ).splitlines()
    for code in ("sv", "fi", "en", "la"):
        ledger_path(root, code).unlink()
    assert len(messages(root)) == 4
    edit(root, "docs/fi/guide/basics.md", "slug: perusteet", "slug: alkeet")
    with pytest.MonkeyPatch.context() as without_git:
        without_git.setenv("PATH", "")
        publish(root)
    expected = (
        "data/addresses/fi.yml:1:1: 'fi/opas/perusteet/' has left the ledger, and so have 3 more; "
        "nothing that was published leaves the ledger; restore the file as it was "
        f"(git restore --source={commit} data/addresses/fi.yml), then run make publish-ledger"
    )
    assert messages(root) == [expected]
    # Nor if it is committed so.
    git("2026-03-02", "commit", "-qam", "Anew")
    assert messages(root) == [expected]
    git("2026-03-02", "restore", f"--source={commit}", "data/addresses/fi.yml")
    edit(root, "docs/fi/guide/basics.md", "alkeet", "alkeet\nmoved: [fi/opas/perusteet/]")
    assert messages(root) == []


def test_ci_commits_what_is_new_once(tmp_path: Path) -> None:
    """With a Makefile that stands in for ours: what the command does is tested above."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"

    def git(folder: Path, *arguments: str) -> str:
        command = ["git", *arguments]
        return subprocess.check_output(command, cwd=folder, text=True, stderr=subprocess.DEVNULL)

    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(origin))
    git(tmp_path, "clone", "-q", str(origin), str(clone))
    for key, value in (("user.name", "N"), ("user.email", "n@example.org")):
        git(clone, "config", key, value)
    (clone / ".ci").mkdir()
    (clone / "data/addresses").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/landed", clone / ".ci/landed")
    (clone / "data/addresses/fi.yml").write_text("old\n", "utf-8")
    (clone / "Makefile").write_text(
        "publish-ledger:\n\t@echo new > data/addresses/fi.yml; touch data/stray\n", "utf-8"
    )
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "All")
    for _ in range(2):
        subprocess.run([clone / ".ci/landed"], check=True, capture_output=True)
    assert git(origin, "show", "main:data/addresses/fi.yml") == "new\n"
    assert git(origin, "log", "--format=%s", "main").splitlines() == [
        "What is published now",
        "All",
    ]
    assert "stray" not in git(origin, "ls-tree", "-r", "--name-only", "main")


# Places for old ids


def test_old_ids_stand_at_the_new_ones() -> None:
    page = '<h2 id="new">A</h2><p><input id="box"></p>'
    assert targets(page, {"old": "new"}) == page.replace("A", '<span id="old"></span>A')
    assert targets(page, {"old": "box"}) == page.replace("<in", '<span id="old"></span><in')
    assert targets(page, {"old": ""}) == f'<span id="old"></span>{page}'
