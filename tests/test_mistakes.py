"""Every mistake that an editor can make gets a message with place, expectation and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import ROOT, build, copy_fixture, edit, messages

CASES = yaml.safe_load((ROOT / "tests" / "mistakes.yml").read_text("utf-8"))


def apply(root: Path, changes: list[dict[str, Any]]) -> None:
    """Makes the changes of a case in a copy of the fixture.

    ``edit`` replaces ``old`` by ``new`` in a file; ``write`` makes a file of ``text``; ``fill``
    makes one of ``size`` equal characters; ``bytes`` replaces ``old`` by itself in another
    encoding, or by ``new``; ``link`` puts a symbolic link; ``folder``, ``delete`` and
    ``rename`` do so.
    """
    for change in changes:
        match change:
            case {"edit": name, "old": old, "new": new}:
                edit(root, name, old, new)
            case {"write": name, "text": text}:
                (root / name).write_text(text, "utf-8")
            case {"fill": name, "size": size}:
                (root / name).write_text("a: " + change.get("with", "x") * size, "utf-8")
            case {"bytes": name, "old": old}:
                new = old.encode("latin-1") if "latin-1" in change else change["new"].encode()
                content = (root / name).read_bytes()
                assert old.encode() in content
                (root / name).write_bytes(content.replace(old.encode(), new, 1))
            case {"link": name, "to": target}:
                (root / name).unlink(missing_ok=True)
                (root / name).symlink_to(target)
            case {"folder": name}:
                (root / name).mkdir()
            case {"delete": name}:
                (root / name).unlink()
            case {"rename": name, "to": target}:
                (root / name).rename(root / target)
            case _:
                raise AssertionError(f"unknown change: {change}")


def test_the_fixture_has_no_problem(tmp_path: Path) -> None:
    assert messages(copy_fixture(tmp_path)) == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_mistake(case: dict[str, Any], tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    apply(root, case["changes"])
    assert messages(root) == case["messages"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_message_has_place_mistake_expectation_and_remedy(case: dict[str, Any]) -> None:
    for message in case["messages"]:
        assert re.fullmatch(r"[^:]+:\d+:\d+: .+; .+; .+", message)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Mistakes in different files do not hide each other."""
    root = copy_fixture(tmp_path)
    names = ["duplicate key", "date of another form", "missing include", "eleven months"]
    chosen = [case for case in CASES if case["name"] in names]
    assert len(chosen) == len(names)
    for case in chosen:
        apply(root, case["changes"])
    assert sorted(messages(root)) == sorted(m for case in chosen for m in case["messages"])


def test_qualifiers_tell_two_concepts_with_one_term_apart(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    edit(
        root,
        "data/concepts/partnership.yml",
        "preferred: partnerskap",
        "preferred: nätverk\n  qualifier: relation",
    )
    assert messages(root) == []


def test_files_of_editors_and_file_managers_do_not_matter(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    (root / "data/concepts/.DS_Store").write_bytes(b"\x00\xff")
    assert messages(root) == []


def test_build_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    case = next(case for case in CASES if case["name"] == "unknown concept in a relation")
    apply(root, case["changes"])
    result = build(root)
    assert result.returncode == 1
    for message in case["messages"]:
        assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not (root / "site").exists()
