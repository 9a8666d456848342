"""The project before a change: what a revision said, read as what is there now is read.

Data are read with the schemas of now. Words of the interface that were not there then are those of
now, since a language that lacks one could not be read at all.
"""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from guide.git import git
from guide.load import load
from guide.load.data import read_data
from guide.model import Site
from guide.outside import outside
from guide.problems import Place, Problem, listing, quote
from guide.revisions import commit, write_files

#: What a change is compared with if nobody says it: the first of these that is known.
USUAL = ("origin/main", "main")

#: Where the content is.
CONTENT = ("data", "docs", "mkdocs.yml")


class NothingToCompare(Exception):
    """Raised by ``earlier``; says why, and what to do."""


@dataclass(frozen=True)
class State:
    """The content at one time."""

    site: Site
    #: Files with mistakes, which are left out of the site.
    unread: frozenset[str]
    #: Addresses of other sites.
    outside: Mapping[str, tuple[Place, ...]]
    #: The checksum of each file.
    files: Mapping[str, str]


@dataclass(frozen=True)
class Base:
    """What a change is compared with."""

    commit: str
    #: The commit's day: year-month-day.
    day: str
    state: State


def state(root: Path, site: Site, problems: Iterable[Problem]) -> State:
    """The content of a folder, which holds the site, as it is."""
    paths = [path for name in ("data", "docs") for path in (root / name).rglob("*")]
    return State(
        site,
        frozenset(problem.place.path for problem in problems),
        outside(root, site),
        {
            path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()
            for path in paths
            if path.is_file() and not path.is_symlink()
        },
    )


def earlier(root: Path, revision: str) -> Base:
    """The content that a change began with.

    Args:
        root: The project's folder, with the change.
        revision: What the change is compared with; '' is what is usual. If the two have gone
            different ways since, it is the last commit that both have.

    Raises:
        NothingToCompare: if that cannot be found or read.
    """
    base = _base(root, revision)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        if not write_files(root, base, CONTENT, folder):
            raise NothingToCompare(f"The commit {base[:12]} has no content of a guide.")
        schemas = folder / "data" / "schema"
        shutil.rmtree(schemas, ignore_errors=True)
        shutil.copytree(root / "data" / "schema", schemas)
        _complete_strings(root, folder)
        site, problems = load(folder)
        if not site.languages:
            raise NothingToCompare(
                f"What the commit {base[:12]} holds cannot be read any more: {problems[0]}."
            )
        day = git(root, "show", "--no-patch", "--format=%cs", base).decode().strip()
        return Base(base, day, state(folder, _placed(site), problems))


def _base(root: Path, revision: str) -> str:
    """The commit to compare with."""
    if not shutil.which("git"):
        raise NothingToCompare("git, which remembers what was there before, is not installed.")
    if not git(root, "rev-parse", "--git-dir"):
        raise NothingToCompare(
            "git finds no repository here, or does not trust who owns the folder. "
            "Clone the project instead of unpacking it; git status says what is wrong."
        )
    tried = [revision] if revision else list(USUAL)
    known = next(filter(None, (commit(root, name) for name in tried)), "")
    if not known:
        hint = ""
        if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            hint = " This clone lacks older commits: git fetch --unshallow brings them."
        raise NothingToCompare(
            f"git does not know {listing([quote(name) for name in tried])} here.{hint} "
            "Say what to compare with: make summary BASE=a-branch-or-commit."
        )
    return git(root, "merge-base", known, "HEAD").decode().strip() or known


def _complete_strings(root: Path, folder: Path) -> None:
    """Gives the words of the interface of then the form of those of now."""
    for path in (folder / "data" / "strings").glob("*.yml"):
        name = path.relative_to(folder)
        if (root / name).exists():
            then, now = (read_data(top, top / name)[0].value for top in (folder, root))
            if isinstance(then, dict) and isinstance(now, dict):
                text = yaml.safe_dump(_completed(then, now), allow_unicode=True, sort_keys=False)
                path.write_text(text, "utf-8")


def _completed(then: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What was said then, with the fields that there are now."""
    completed = dict(now)
    for name in now.keys() & then.keys():
        old, new = then[name], now[name]
        nested = isinstance(old, dict) and isinstance(new, dict)
        completed[name] = _completed(old, new) if nested else old
    return completed


def _placed(site: Site) -> Site:
    """The site without pages in folders that the site does not have any more."""
    sections = {language.code: language.sections for language in site.languages}
    folders = [(page, posixpath.dirname(page.source)) for page in site.pages]
    return replace(
        site,
        pages=tuple(
            page
            for page, folder in folders
            if page.language in sections and (not folder or folder in sections[page.language])
        ),
    )
