"""Copies of the small site in git, with a state to which they can be compared."""

from __future__ import annotations

import subprocess
from pathlib import Path

from guide.commands import main
from guide.load import load
from guide.translations import translations

from tests.project import copy_fixture


def git(root: Path, *arguments: str) -> None:
    """Runs git in a folder."""
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    """Commits all content as it is."""
    git(root, "add", "docs", "data", "mkdocs.yml")
    git(root, "commit", "-qm", message)


def confirmed_fixture(folder: Path) -> Path:
    """A copy of the fixture in which all is confirmed, and in git."""
    root = copy_fixture(folder)
    site, _ = load(root)
    names = [one.name for one in translations(site)]
    assert main(["--root", str(root), "confirm", *names]) == 0
    git(root, "init", "-q", "--initial-branch=main")
    commit(root, "All say the same")
    return root
