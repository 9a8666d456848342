"""Asks git about the project, if it is there and has a history; a build needs neither."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(root: Path, *arguments: str) -> bytes:
    """What git prints, run in ``root``; nothing if it is not there, or has nothing to say."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
