"""Copies of the site in temporary folders, to be broken, built and served."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from guide import ledger
from guide.check import check
from guide.model import GeneratedPage, Site
from guide.problems import Problem
from guide.words import CACHE

ROOT = Path(__file__).resolve().parents[1]
FIXTURE = ROOT / "tests" / "fixture"

#: Where Python keeps compiled modules, as the Makefile says.
COMPILED = ROOT / CACHE / "python"

#: What a site is built from.
CODE = ("hooks", "overrides", "data/schema")
CONTENT = ("data", "docs", "mkdocs.yml")


def copy_site(folder: Path) -> Path:
    """A copy of the real site."""
    for name in (*CODE, *CONTENT):
        _copy(ROOT / name, folder / name)
    return _with_kept(folder)


def copy_fixture(folder: Path) -> Path:
    """A copy of the small site in four languages, with the code and strings of the real one."""
    for name in (*CODE, "data/strings"):
        _copy(ROOT / name, folder / name)
    for name in CONTENT:
        _copy(FIXTURE / name, folder / name)
    return _with_kept(folder)


def _with_kept(folder: Path) -> Path:
    """Lets the copy know the words that were looked up before, and use the modules as compiled.

    Dictionaries take seconds, and so does compiling, in each process of each copy. Python takes
    what was compiled of a module as new and as long; a copy that is edited is compiled again.
    """
    ours, theirs = (COMPILED / (root / "hooks").relative_to("/") for root in (ROOT, folder))
    for kept in (ours, theirs.parent):
        kept.mkdir(parents=True, exist_ok=True)
    if not theirs.exists():
        theirs.symlink_to(ours)
    (folder / CACHE).symlink_to(ROOT / CACHE)
    return folder


def own_cache(root: Path, *, words: bool = True) -> Path:
    """Gives a copy a folder of its own for what is kept, with the words that are known or none.

    Dictionaries are unpacked there, as `make` does when it installs them.
    """
    ours = (root / CACHE).resolve()
    (root / CACHE).unlink()
    (root / CACHE).mkdir()
    for path in (*(ours.glob("*.json") if words else ()), ours / "dictionaries"):
        (root / CACHE / path.name).symlink_to(path)
    return root


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made by the first process of the tests that wants it, and is all theirs."""
    own = folders.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    folder.mkdir(exist_ok=True)
    made = folder / "made"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(folder)
            made.touch()
    return folder


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=ignore)
    else:
        shutil.copy2(source, target)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replaces a text that must stand in the file."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@cache
def checked_root() -> tuple[Site, list[GeneratedPage], list[Problem]]:
    """The real project, its pages and its problems: read once for all tests of a process."""
    return check(ROOT)


def messages(root: Path) -> list[str]:
    """Every problem of a site as it is printed."""
    return [str(problem) for problem in sorted(set(check(root)[2]))]


def environment(**variables: str) -> dict[str, str]:
    """The environment of a command on a site. PDFs are left out, for most tests need none."""
    base = {name: value for name, value in os.environ.items() if name != "CI"}
    ours = {
        "NO_MKDOCS_2_WARNING": "1",
        "PDF": "0",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(COMPILED),
    }
    return base | ours | variables


def build(root: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A strict build into ``root``/site, as `make site` does it, with all that it prints."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def complaints(result: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of a build that are no information: a clean build has none."""
    lines = (result.stdout + result.stderr).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("INFO")]


def publish(root: Path) -> None:
    """What `make publish-ledger` does."""
    site, pages, problems = check(root)
    assert problems == []
    for path, text, summary in ledger.publish(site, pages):
        path.parent.mkdir(exist_ok=True)
        if summary:
            path.write_text(text, "utf-8")
