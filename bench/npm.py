"""Packages of npm that benches compare with or measure by."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def install(package: str, folder: Path) -> str:
    """Fetches a package into a folder of the cache; says what is wrong if it cannot."""
    if not shutil.which("npm"):
        return "npm is not installed"
    folder.mkdir(parents=True, exist_ok=True)
    # A package of its own, or npm would look for one in the folders above.
    (folder / "package.json").write_text('{"private": true}', "utf-8")
    flags = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    command = ["npm", "install", "--prefix", str(folder), *flags, package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return f"npm cannot install {package}: {done.stderr}" if done.returncode else ""
