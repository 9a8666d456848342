"""A built site, kept until anything that it was built from changes.

What a site is built from is told by one digest of all files of the project that a build could
read, its history in git, the day, the versions of all that is installed, and the environment.
One changed byte in any of them makes the site anew: what is kept is never older than its inputs.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import runpy
import sys
from collections.abc import Iterator, Mapping
from io import BufferedRandom
from pathlib import Path

from guide import learning
from guide.clock import today
from guide.git import git
from guide.words import CACHE

#: The folder of the built site, below the project's root.
SITE = "site"

#: Folders that no build reads. All others count, so that a new one cannot be forgotten.
NOT_READ = frozenset({SITE, "bench", "pictures", "tests", "node_modules", "__pycache__"})

#: How many sites are kept: those of the branches that one goes back and forth between.
KEPT = 3

_ENVIRONMENT = re.compile(r"!ENV\s+\[?\s*([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)")

#: What a build asks of the environment beside what ``mkdocs.yml`` names.
VARIABLES = ("EDITIONS", "PDF", "SOURCE_DATE_EPOCH")

# The length of a SHA-256, which stands before what is kept.
_LENGTH = 32


def build(root: Path) -> int:
    """Builds the site strictly into ``root``/site, or puts it there again; the exit status."""
    if not (root / CACHE / "sites").exists():  # It will be built.
        learning.begin(root)
    digest = inputs(root)
    if restore(root, digest):
        print("Nothing has changed: the site is the one that was built before.")
        return 0
    learning.begin(root)
    status = _mkdocs(root)
    # What was saved while the site was built may be in it or not.
    if status == 0 and inputs(root) == digest:
        keep(root, digest)
    return status


def _mkdocs(root: Path) -> int:
    """What MkDocs' own command ends with. It runs in this process, which knows our code already."""
    os.chdir(root)
    sys.argv = ["mkdocs", "build", "--strict"]
    try:
        runpy.run_module("mkdocs", run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def inputs(root: Path) -> str:
    """The digest of all that a build of the project depends on."""
    digest = hashlib.sha256()
    for name in _files(root):
        path = root / name
        content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
        digest.update(f"{name}\n{path.is_symlink()}\n{len(content)}\n".encode() + content)
    settings = root / "mkdocs.yml"
    named = _ENVIRONMENT.findall(settings.read_text("utf-8")) if settings.is_file() else []
    variables = sorted(
        {*VARIABLES, *(name.strip() for names in named for name in names.split(","))}
    )
    installed = sorted(each.name for place in sys.path for each in Path(place).glob("*-info"))
    environment = [(name, os.environ.get(name)) for name in variables]
    about = (sys.version, installed, environment, today(), _history(root))
    digest.update(repr(about).encode())
    return digest.hexdigest()


def _history(root: Path) -> str:
    """The last commit and how many are known: a page's version may be the day of one of them."""
    commits = git(root, "log", "--format=%H").decode().split()
    return f"{commits[0]} {len(commits)}" if commits else ""


def restore(root: Path, digest: str) -> bool:
    """Puts the site of these inputs into ``root``/site; False if it is not kept, or broken.

    What stands there already, byte for byte, is left alone: most often that is all of it.
    """
    try:
        kept = _path(root, digest).read_bytes()
        if hashlib.sha256(memoryview(kept)[_LENGTH:]).digest() != kept[:_LENGTH]:
            return False
        _fill(root / SITE, dict(_unpacked(kept)))
        os.utime(_path(root, digest))
    except OSError:
        return False
    return True


def _fill(folder: Path, files: Mapping[str, memoryview]) -> None:
    """Gives a folder these files and no other.

    Raises:
        OSError: if it is no folder, or cannot be written.
    """
    if folder.is_symlink():
        raise NotADirectoryError(folder)
    present = _present(folder)
    for name in present.keys() - files.keys():
        present.pop(name).unlink()
    for name, content in files.items():
        path = folder / name
        found = present.get(name)
        if found is None or found.is_symlink() or found.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(content)


def _present(folder: Path) -> dict[str, Path]:
    """The files of a folder and what leads out of it, by name."""
    found = {}
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in (*names, *links):
            found[f"{place}/{name}".removeprefix(f"{folder}/")] = Path(place, name)
    return found


def keep(root: Path, digest: str) -> None:
    """Keeps the site in ``root``/site as that of these inputs, if the folder can be written."""
    path = _path(root, digest)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written.open("w+b") as file:
            _pack(root / SITE, file)
        written.replace(path)
        by_age = sorted(path.parent.iterdir(), key=lambda each: -each.stat().st_mtime_ns)
        for old in by_age[KEPT:]:
            old.unlink()
    except OSError:
        return  # What cannot be kept is built again.


def _pack(folder: Path, file: BufferedRandom) -> None:
    """Writes a hash and, of which it is one, the files of a folder: a line of JSON before each."""
    digest = hashlib.sha256()
    file.write(bytes(_LENGTH))
    for name, path in sorted(_present(folder).items()):
        content = path.read_bytes()
        for part in (f"{json.dumps([name, len(content)])}\n".encode(), content):
            file.write(part)
            digest.update(part)
    file.seek(0)
    file.write(digest.digest())


def _unpacked(kept: bytes) -> Iterator[tuple[str, memoryview]]:
    """The files that were packed, by name."""
    begin = _LENGTH
    while begin < len(kept):
        line = kept.index(b"\n", begin) + 1
        name, length = json.loads(kept[begin:line])
        begin = line + length
        yield name, memoryview(kept)[line:begin]


def _path(root: Path, digest: str) -> Path:
    return root / CACHE / "sites" / digest


def _files(root: Path) -> Iterator[str]:
    """Every file of the project that a build could read, in order; hidden folders are tools'."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in NOT_READ and not f.startswith("."))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*files, *links]):
            yield (Path(folder) / name).relative_to(root).as_posix()
