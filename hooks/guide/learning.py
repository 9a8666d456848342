"""Looks words up in a process of its own while a build reads the data that will ask for them.

Where nothing is known of a language's words yet, as on a fresh clone, this is the longest part of a
build for which nothing else must be ready. So it begins first; see ``guide.learner`` for what is
done.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path

from guide.beside import BESIDE
from guide.grammar import SLOW
from guide.words import Words, expect, is_expected


def begin(root: Path) -> None:
    """Begins to look up the words of languages that take long, if none of them is known."""
    for code in SLOW if BESIDE else ():
        if is_expected(code) or not Words(code, root).is_empty:
            continue
        told, tell = os.pipe()
        process = os.fork()
        if not process:
            try:
                from guide.learner import learn  # noqa: PLC0415 - takes long, and only here

                learn(root, code, tell)
            finally:  # Whatever went wrong: the build asks for itself, and tells.
                os._exit(0)
        os.close(tell)
        expect(code, told)
        atexit.register(os.waitpid, process, 0)  # It does not go on alone.
