"""Finds Chromium for the tests, and installs it where the machine lets us.

``python -m tests.chromium`` is run by `make test` before the tests, so that a missing browser is
said first and once. A browser of one's own is named in the variable CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: Ways to install it, each as the commands of one try.
INSTALL = (
    (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]),
    ([sys.executable, "-m", "playwright", "install", "chromium"],),
)


def find() -> str | None:
    """The path of a Chromium that is installed, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return shutil.which(playwright.chromium.executable_path)


def main() -> int:
    for commands in INSTALL:
        if path := find():
            print(f"Chromium: {path}")
            return 0
        if shutil.which(commands[0][0]):
            print("Chromium is not installed; trying:", *commands[-1], file=sys.stderr)
            for command in commands:
                subprocess.run(command, check=False, stdout=sys.stderr)
    if find():
        return 0
    print(
        "The tests need Chromium and could not install it. Install the package 'chromium' of "
        "your system, or name a Chromium or Chrome in the variable CHROMIUM.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
