"""What editors type: the check, new files, the preview."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Protocol

import pytest
from guide.commands import main

from tests.project import ROOT, copy_fixture, copy_site, edit, environment, messages, own_cache


def guide(
    root: Path, *arguments: str, text: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guide", *arguments],
        cwd=root,
        input=text,
        env=environment(PYTHONPATH="hooks", **variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Typed(Protocol):
    """Runs a command in a folder."""

    def __call__(self, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A command in this process, where it is not about how it starts: that takes half a second."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("guide.check.BESIDE", False)  # A process of tests has threads.

    def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(root)
        status = main([*arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)

    return run


def pace() -> float:
    """How many times longer this machine works now than the one of the limits does by itself."""
    begin = time.process_time()
    sorted(str(number * 7919 % 1_000_003) for number in range(600_000))
    return max(1.0, (time.process_time() - begin) / 0.2)


def check_takes(root: Path, *limits: float) -> None:
    """Asserts that checks, one after the other, take no more seconds of work than these."""
    slower = max(pace() for _ in range(3))
    for limit in limits:
        before = os.times()
        result = guide(root, "check")
        after = os.times()
        assert (result.returncode, result.stderr) == (0, "")
        # What the command itself worked, whatever else the machine was doing.
        work = after.children_user - before.children_user
        assert work + after.children_system - before.children_system < limit * slower


def test_check_of_the_real_site_is_quiet_and_quick(tmp_path: Path) -> None:
    """It takes longer the first time, when every word is new."""
    check_takes(own_cache(copy_site(tmp_path), words=False), 12, 4)


def test_check_stays_quick_with_as_many_concepts_as_the_glossary_will_have(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    text = (root / "data/concepts/partnership.yml").read_text("utf-8")
    answers = "".join(f"  - copy-{number}\n" for number in range(150))
    edit(root, "data/concepts/network.yml", "  - partnership\n", "  - partnership\n" + answers)
    for number in range(150):
        other = text
        for word in ("partnerskap", "kumppanuus", "partnership", "societas"):
            other = other.replace(f": {word}\n", f": {word}-{number}\n")
        (root / f"data/concepts/copy-{number}.yml").write_text(other, "utf-8")
    check_takes(root, 4)


def recognised(result: subprocess.CompletedProcess[str]) -> list[tuple[str, str, str, int, int]]:
    """The mentions that the command printed: id, form, term, line, column."""
    assert (result.returncode, result.stderr) == (0, "")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [(m["id"], m["form"], m["term"], m["line"], m["column"]) for m in found]


def test_recognise_reads_text_that_is_sent_to_it(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    text = "\ufeffYksi\r\nVERKOSTOISSA, verkos\u00adtolle\r\nja kumppa-\nnuus.\n"
    assert recognised(guide(root, "recognise", "fi", text=text)) == [
        ("network", "VERKOSTOISSA", "verkosto", 2, 1),
        ("network", "verkos\u00adtolle", "verkosto", 2, 15),
    ]
    decomposed = unicodedata.normalize("NFD", "I nätverken är nätverk.")
    assert [m[1] for m in recognised(guide(root, "recognise", "sv", text=decomposed))] == [
        "nätverken",
        "nätverk",
    ]
    assert recognised(guide(root, "recognise", "en", text="")) == []


def test_recognise_reads_files_of_text_and_markdown(tmp_path: Path, typed: Typed) -> None:
    root = copy_fixture(tmp_path)
    text = "---\ntitle: Network\n---\n# Network\n\nA [network](x) of\n`networks` and networks.\n"
    (root / "paper.md").write_text(text, "utf-8")
    (root / "paper.txt").write_text(text, "utf-8")
    assert recognised(typed(root, "recognise", "en", "paper.md")) == [
        ("network", "networks", "network", 7, 16)
    ]
    both = typed(root, "recognise", "en", "paper.md", "paper.txt")
    assert len(recognised(both)) == 1 + 5
    assert [json.loads(line)["file"] for line in both.stdout.splitlines()][:2] == [
        "paper.md",
        "paper.txt",
    ]


def test_recognise_takes_terms_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("a b\tvuosi\n\nx\tEU:n neuvosto\n", "utf-8")
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    text = "Vuosina EU:n neuvostossa.\n"
    for arguments in (["fi", "--terms", "terms.tsv"], ["--terms", "terms.tsv", "fi"]):
        assert recognised(guide(tmp_path, "recognise", *arguments, text=text)) == [
            ("a b", "Vuosina", "vuosi", 1, 1),
            ("x", "EU:n neuvostossa", "EU:n neuvosto", 1, 9),
        ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["xx"], "LANG:1:1: 'xx' is no language that terms are recognised in; the languages are "),
        (["en", "none.txt"], "none.txt:1:1: the file cannot be read (No such file or directory); "),
        (["en", "bad.txt"], "bad.txt:1:1: the file is not UTF-8 (byte 5); "),
        (["en", "--terms", "bad.tsv"], "bad.tsv:2:1: the line 'town' names no id and term; "),
    ],
)
def test_recognise_says_what_it_cannot_do(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    root = copy_fixture(tmp_path)
    (root / "bad.txt").write_bytes(b"text\xff")
    (root / "bad.tsv").write_text("a\ttown\ntown\n", "utf-8")
    result = guide(root, "recognise", *arguments)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert "Traceback" not in result.stderr


def test_terms_report_is_printed(tmp_path: Path, typed: Typed) -> None:
    result = typed(copy_fixture(tmp_path), "terms-report")
    assert (result.returncode, result.stderr) == (0, "")
    assert "la: never mentioned outside the glossary" in result.stdout


def test_check_fails_with_the_messages_and_no_traceback(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/concepts/network.yml", "status: draft", "status: drat")
    result = guide(root, "check")
    assert result.returncode == 1
    assert result.stdout.splitlines() == messages(root)
    assert "Traceback" not in result.stdout + result.stderr


def test_check_annotates_where_a_forge_runs_it(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/concepts/network.yml", "status: draft", "status: drat")
    message, annotation = guide(root, "check", CI="true").stdout.splitlines()
    assert message.startswith("data/concepts/network.yml:2:9: ")
    assert annotation.startswith("::error file=data/concepts/network.yml,line=2,col=9::'status'")


@pytest.mark.parametrize("kind", ["concept", "checklist"])
def test_a_new_file_passes_the_check_and_explains_every_field(
    tmp_path: Path, kind: str, typed: Typed
) -> None:
    root = copy_fixture(tmp_path)
    (root / "data/sources/column-2021.yml").write_text(
        (ROOT / "data/sources/column-2021.yml").read_text("utf-8"), "utf-8"
    )
    (root / "data/subjects/words.yml").write_text(
        (root / "data/subjects/forms.yml").read_text("utf-8"), "utf-8"
    )
    result = typed(root, "new", kind, "sea-bathing")
    assert result.returncode == 0, result.stderr
    assert messages(root) == []
    text = (root / f"data/{kind}s/sea-bathing.yml").read_text("utf-8")
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"[a-z_]+:", line) and not re.match(r"[a-z]{2}:", line):
            assert lines[number - 1].startswith("# "), f"{line} is not explained"
    for code in ("sv", "fi", "en", "la"):
        assert f"\n{code}:\n" in text


def test_a_new_change_is_of_today_and_says_what_to_write(tmp_path: Path, typed: Typed) -> None:
    root = copy_fixture(tmp_path)
    result = typed(root, "new", "change", "clearer-words")
    assert result.returncode == 0, result.stderr
    assert "status" not in result.stdout
    text = (root / "data/changes/clearer-words.yml").read_text("utf-8")
    assert re.search(r"^date: 20\d\d-\d\d-\d\d$", text, re.MULTILINE)
    found = messages(root)
    assert len(found) == 4
    assert all("is still to be written" in message for message in found)
    (root / "data/changes/clearer-words.yml").write_text(text.replace("write it here", "Nova"))
    assert messages(root) == []


def test_a_new_file_is_not_on_the_site_until_it_is_complete(tmp_path: Path, typed: Typed) -> None:
    root = copy_site(tmp_path)
    typed(root, "new", "concept", "sea-bathing")
    result = typed(root, "check")
    assert "data/concepts/sea-bathing.yml is incomplete and not on the site." in result.stdout


def test_check_lists_figures_that_are_past_their_review_or_not_verified(
    tmp_path: Path, typed: Typed
) -> None:
    root = copy_fixture(tmp_path)
    edit(root, "data/facts/members.yml", "review_by: 2030-01-01", "review_by: 2020-01-01")
    assert "data/facts/members.yml was to be reviewed by 2020-01-01." in typed(root, "check").stdout
    (root / "data/facts/other.yml").write_text(
        (root / "data/facts/members.yml").read_text("utf-8").replace("yes", "no"), "utf-8"
    )
    result = typed(root, "check")
    assert result.returncode == 0
    assert "data/facts/other.yml is not verified and on no page." in result.stdout


def test_a_new_file_never_replaces_another(tmp_path: Path, typed: Typed) -> None:
    root = copy_fixture(tmp_path)
    before = (root / "data/concepts/network.yml").read_text("utf-8")
    result = typed(root, "new", "concept", "network")
    assert result.returncode == 1
    assert "exists already" in result.stderr
    assert (root / "data/concepts/network.yml").read_text("utf-8") == before


@pytest.mark.parametrize("name", ["../escape", "Två ord", "a/b", ""])
def test_a_new_file_has_an_id_for_a_name(tmp_path: Path, name: str, typed: Typed) -> None:
    root = copy_fixture(tmp_path)
    result = typed(root, "new", "concept", name)
    assert result.returncode == 1
    assert "cannot be an id" in result.stderr


def test_make_new_hands_on_its_words() -> None:
    """`make new concept ID` reads the words after 'new' as arguments."""
    result = subprocess.run(
        [
            "make",
            "--no-print-directory",
            "--dry-run",
            "--assume-old=.venv/site",
            "new",
            "concept",
            "sea-bathing",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines()[0].endswith("python -m guide new concept sea-bathing")
