"""How long it takes until a saved change is served by a preview."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.project import environment

#: The longest that anything is waited for, in seconds.
PATIENCE = 120.0


@contextmanager
def preview(root: Path) -> Iterator[str]:
    """The address of a preview of a project, as `make serve` shows it."""
    with (root / "serve.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "live", "--port", "0"],
            cwd=root,
            env=environment(PYTHONPATH="hooks"),
            stdout=log,
            stderr=log,
        )
    try:
        found = wait(lambda: re.search(r"http://[\d.:]+", (root / "serve.log").read_text("utf-8")))
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def fetch(address: str) -> str:
    """What is at an address, whatever its status; nothing if there is no server."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310
            text: str = answer.read().decode("utf-8", "replace")
            return text
    except urllib.error.HTTPError as error:
        return error.read().decode("utf-8", "replace")
    except OSError:
        return ""


def wait(until: Callable[[], re.Match[str] | None]) -> re.Match[str]:
    """What is found at last.

    Raises:
        TimeoutError: if it is not found.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := until():
            return found
        time.sleep(0.01)
    raise TimeoutError


def served(origin: str, path: str, text: str) -> float:
    """How many seconds it takes until a text is at an address."""
    begin = time.monotonic()
    wait(lambda: re.search(re.escape(text), fetch(origin + path)))
    return time.monotonic() - begin
