"""Finds Chromium for the tests, and installs it where the machine lets us.

``python -m tests.chromium`` is run by `make test` before the tests, so that a missing browser is
said first and once. A browser of one's own is named in the variable CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import sys

from tests.programs import apt, ensure

#: Debian's first has no window to draw, so a page opens in a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

#: Ways to install it, each as the commands of one try.
INSTALL = (
    apt("chromium-headless-shell"),
    apt("chromium"),
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
    return ensure(
        "Chromium",
        find,
        INSTALL,
        "Install the package 'chromium' of your system, or name a Chromium or Chrome in the "
        "variable CHROMIUM.",
    )


if __name__ == "__main__":
    sys.exit(main())
