"""Looks the project's words up, each language in a process of its own.

`make` does it for every language, see ``guide.prepare``. A build in which nothing is known of a
slow language all the same does it beside the reading of data, and begins with it, since nothing
else must be ready for that. See ``guide.learner`` for what is done.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterable
from pathlib import Path

from guide.beside import BESIDE
from guide.grammar import SLOW
from guide.words import Words, expect, is_expected


def begin(root: Path, codes: Iterable[str] = SLOW) -> None:
    """Begins to look up the words of languages of which none is known; by default of slow ones."""
    for code in codes if BESIDE else ():
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
