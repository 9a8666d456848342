"""The folder of the site, written over: what a build does not write of it goes at its end.

MkDocs deletes it all at the beginning. Then each of thousands of new files takes long, since ext4
passes over the places of those that were deleted in the last minute.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from errno import ENOTDIR
from pathlib import Path

# When a file was changed that nobody has written yet, in nanoseconds.
_OLD = 0


def begin(directory: str) -> None:
    """Marks every file of a folder as an old one, and removes links, which lead out of it.

    Raises:
        OSError: if it is no folder, or cannot be written.
    """
    if Path(directory).exists() and not Path(directory).is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
    for entry in _files(directory):
        if entry.is_symlink():
            Path(entry).unlink()
        else:
            os.utime(entry, ns=(_OLD, _OLD))


def is_new(path: Path) -> bool:
    """Whether there is a file that was written since the folder was begun."""
    return path.exists() and path.stat().st_mtime_ns != _OLD


def end(directory: str) -> None:
    """Removes what is old, and the folders that are empty then."""
    for entry in _files(directory):
        if entry.stat().st_mtime_ns == _OLD:
            Path(entry).unlink()
    for place, _, _ in os.walk(directory, topdown=False):
        if place != directory:
            with suppress(OSError):  # It is not empty.
                Path(place).rmdir()


def _files(directory: str) -> Iterator[os.DirEntry[str]]:
    """Files and links; what is hidden on top is not ours, as MkDocs has it, too."""
    pending = [directory] if Path(directory).is_dir() else []
    while pending:
        place = pending.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if place == directory and entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    yield entry
