"""Compiled templates, kept from one build to the next in ``.cache/templates``.

Jinja compares the text of a template with what was compiled; the name of the folder tells what else
that depends on. If it cannot be written, templates are compiled each time.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

#: Where the folders are.
FOLDER = Path(__file__).absolute().parents[2] / ".cache" / "templates"


class _Compiled(FileSystemBytecodeCache):
    """Knows a template by its name: copies of a project share what is the same."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        return super().get_cache_key(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled(settings: str, *packages: str) -> FileSystemBytecodeCache | None:
    """What an environment keeps compiled; None if nothing can be kept.

    Args:
        settings: What says how the environment compiles, such as the code that makes it.
        packages: Those whose versions count beside Jinja's.
    """
    parts = [settings, *(version(name) for name in ("jinja2", *packages))]
    folder = FOLDER / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Compiled(str(folder))
