"""Lighthouse's four scores of a page, as a phone of the middle class on a slow network gets it."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.npm import install
from tests.browser import Handler
from tests.chromium import find
from tests.project import ROOT
from tests.weight import COMPRESSED

#: Fetched by npm into the cache. Version 13 needs a newer Node than Debian has.
LIGHTHOUSE = "lighthouse@12.8.2"
PACKAGES = ROOT / ".cache" / "bench-weight"

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FULL = 100

#: Seconds for one page.
LONGEST = 180

_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


class Compressing(Handler):
    """Compresses as a static server does and keeps connections open, which Lighthouse judges."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 - the name is of http.server
        """Sends what is text compressed, and the rest as it is."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if file.suffix not in COMPRESSED or not file.is_file():
            super().do_GET()
            return
        content = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of each category, of 100, and each check that takes something from one."""

    scores: Mapping[str, int]
    largest_paint: float
    faults: tuple[str, ...]


def unavailable() -> str:
    """Fetches Lighthouse; says what is wrong if it cannot be run here."""
    if not shutil.which("node"):
        return "Node is not installed"
    return install(LIGHTHOUSE, PACKAGES)


def run(url: str) -> Scores | str:
    """The scores of a page, or what went wrong."""
    command = [
        str(PACKAGES / "node_modules" / ".bin" / "lighthouse"),
        *(url, "--quiet", "--output=json", "--output-path=stdout", "--no-enable-error-reporting"),
        *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={_FLAGS}"),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - an address of our own
            command,
            env=os.environ | {"CHROME_PATH": find() or ""},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return f"Lighthouse took longer than {LONGEST} seconds"
    except subprocess.CalledProcessError as failed:
        return f"Lighthouse failed: {failed.stderr.strip()}"
    told = json.loads(done.stdout)
    if problem := told.get("runtimeError"):
        return f"Lighthouse failed: {problem['message']}"
    return _scores(told)


def _scores(told: Mapping[str, Any]) -> Scores:
    audits = told["audits"]
    return Scores(
        scores={name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES},
        largest_paint=audits["largest-contentful-paint"].get("numericValue", 0) / 1000,
        faults=tuple(
            f"{name}: {audit['title']} ({reference['id']}) {audit.get('displayValue', '')}".strip()
            for name in CATEGORIES
            for reference in told["categories"][name]["auditRefs"]
            if reference["weight"]
            and (audit := audits[reference["id"]])["score"] is not None
            and audit["score"] < 1
        ),
    )
