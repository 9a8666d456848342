"""The project as it was at a revision, from git; nothing where there is no git or no such thing."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

from guide.git import git


def commit(root: Path, revision: str) -> str:
    """The commit that a revision names, as git writes it in full; '' if it is not known here."""
    # A name that begins with '-' would be an option, were it not for the second one.
    options = ("--verify", "--quiet", "--end-of-options")
    return git(root, "rev-parse", *options, f"{revision}^{{commit}}").decode().strip()


def write_files(root: Path, commit: str, paths: Iterable[str], folder: Path) -> bool:
    """Writes files as they were in a commit into a folder; False if none of them was there.

    Only plain files are written: links and the like could lead elsewhere.

    Args:
        root: The project's folder.
        commit: The commit; not what a user wrote, which could be an option.
        paths: Files and folders, from the project's folder.
        folder: Where they are written, with the same paths.
    """
    names = git(root, "ls-tree", "-z", "--name-only", commit, "--", *paths).decode().split("\0")
    there = [name for name in names if name]
    archive = git(root, "archive", commit, "--", *there) if there else b""
    if not archive:
        return False
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content:
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
    return True
