"""Finds programs that tests need and pip does not bring, and installs them where it may.

``make test`` asks for each before the tests, so that what is missing is said first and once.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

#: The commands of one way to install something.
Try = Sequence[list[str]]


def apt(*packages: str) -> Try:
    """Packages of Debian and its kin."""
    return (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages])


def ensure(name: str, find: Callable[[], str | None], install: Sequence[Try], remedy: str) -> int:
    """Gives 0 once the program is found, with what installs it if need be; otherwise 1.

    Args:
        name: What the program is called in messages.
        find: Gives its path, or None.
        install: Ways to install it, tried in turn.
        remedy: What a person is to do if none of them works.
    """
    for commands in install:
        if path := find():
            print(f"{name}: {path}")
            return 0
        if shutil.which(commands[0][0]):
            print(f"{name} is not installed; trying:", *commands[-1], file=sys.stderr)
            for command in commands:
                subprocess.run(command, check=False, stdout=sys.stderr)
    if path := find():
        print(f"{name}: {path}")
        return 0
    print(
        f"The tests need {name} and could not install it. {remedy}",
        file=sys.stderr,
    )
    return 1
