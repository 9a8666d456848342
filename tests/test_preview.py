"""The preview shows what was saved, whatever it was, and outlives every mistake."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.project import copy_fixture, edit, environment


class Preview:
    """The preview of a copy of the fixture, as `make serve` runs it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port: int = found.getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.log = (root / "serve.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "live", "--port", str(port)],
            cwd=root,
            env=environment(PYTHONPATH="hooks"),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def read(self, path: str) -> str:
        try:
            with self._answer(path) as response:
                text: str = response.read().decode()
                return text
        except (OSError, HTTPException):  # It begins anew, perhaps in the middle of an answer.
            return ""

    def _answer(self, path: str) -> Any:
        """The answer, whatever its status."""
        try:
            return urllib.request.urlopen(self.origin + path, timeout=10)  # noqa: S310
        except urllib.error.HTTPError as error:
            return error

    def wait(self, path: str, holds: Callable[[str], bool]) -> None:
        """Waits until a page is as it should be; how quickly, `make bench-build` measures."""
        deadline = time.monotonic() + 120
        while not holds(self.read(path)):
            log = (self.root / "serve.log").read_text("utf-8")
            assert self.process.poll() is None, log
            assert time.monotonic() < deadline, log
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)
        self.log.close()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(copy_fixture(tmp_path))
    try:
        running.wait("/sv/", lambda text: "<h1>" in text)
        yield running
    finally:
        running.stop()


def test_the_preview_shows_every_kind_of_change_and_survives_a_mistake(preview: Preview) -> None:
    root = preview.root
    changes = [
        ("docs/fi/index.md", "Lyhyt teksti.", "Uusi teksti.", "/fi/"),
        ("data/concepts/network.yml", "preferred: verkosto", "preferred: verkko", "/fi/sanasto/"),
        ("docs/includes/en/shared.md", "Shared text.", "Newly shared.", "/en/guide/basics/"),
        ("data/strings/la.yml", "Perge Latine", "Intra", "/"),
        ("overrides/main.html", "<body>", "<body><!--new-->", "/sv/"),
        # A page names the folder of the scripts and styles by their contents.
        ("overrides/assets/page.js", "for (", "void 0;\nfor (", "/fi/"),
        ("overrides/assets/styles/base.css", "--guide-ink:", "--new: 0; --guide-ink:", "/en/"),
        (
            "hooks/guide/glossary.concept.md.j2",
            "{: .concept-definition }",
            "{: .concept-definition .new }",
            "/en/glossary/network/",
        ),
    ]
    for name, old, new, path in changes:
        before = preview.read(path)
        edit(root, name, old, new)
        preview.wait(path, lambda text, before=before: bool(text) and text != before)  # type: ignore[misc]

    edit(root, "data/concepts/network.yml", "status: draft", "status: drat")
    log = root / "serve.log"
    mistake = "data/concepts/network.yml:2:9: "
    preview.wait("/fi/", lambda text: mistake in text and "Uusi teksti." in text)
    assert mistake in log.read_text("utf-8")
    edit(root, "data/concepts/network.yml", "status: drat", "status: valid")
    preview.wait("/en/glossary/network/", lambda text: "current" in text and "drat" not in text)


def test_the_preview_ends_by_itself_when_told(tmp_path: Path) -> None:
    running = Preview(copy_fixture(tmp_path))
    running.wait("/sv/", lambda text: "<h1>" in text)
    running.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(running.process.pid, 0)


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def test_the_preview_outlives_files_that_go_and_branches_that_change(preview: Preview) -> None:
    root = preview.root
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "docs", "data", "mkdocs.yml")
    git(root, "commit", "-qm", "As it was")

    gone = root / "docs/fi/guide/basics.md"
    gone.unlink()
    preview.wait("/sv/", lambda text: "docs/fi/guide/basics.md" in text)
    git(root, "checkout", "-q", "--", ".")
    preview.wait("/sv/", lambda text: "docs/fi/guide/basics.md" not in text and "<h1>" in text)

    git(root, "checkout", "-q", "-b", "other")
    for page in root.glob("docs/*/guide/basics.md"):
        text = page.read_text("utf-8").replace("title: ", "title: X ", 1)
        page.rename(page.with_name("renamed.md")).write_text(text, "utf-8")
    for path in [*root.glob("docs/**/*.md"), *root.glob("data/**/*.yml"), root / "mkdocs.yml"]:
        path.write_text(re.sub(r"\bbasics\b", "renamed", path.read_text("utf-8")), "utf-8")
    preview.wait("/en/guide/renamed/", lambda text: "<h1>X " in text)
    git(root, "add", "docs", "data", "mkdocs.yml")
    git(root, "commit", "-qm", "Renamed")
    git(root, "checkout", "-q", "main")
    preview.wait("/en/guide/basics/", lambda text: "<h1>" in text and "<h1>X " not in text)


def test_the_preview_outlives_settings_that_cannot_be_read(preview: Preview) -> None:
    edit(preview.root, "mkdocs.yml", "docs_dir: docs", "docs_dir: [docs")
    preview.wait("/sv/", lambda text: "mkdocs.yml" in text and "preview-mistakes" in text)
    edit(preview.root, "mkdocs.yml", "docs_dir: [docs", "docs_dir: docs")
    preview.wait("/sv/", lambda text: "<h1>" in text and "preview-mistakes" not in text)


def test_a_browser_shows_what_was_saved_by_itself(preview: Preview, browser: Browser) -> None:
    """With the page's policy in force: the preview's script is a file of the same origin."""
    with browser.new_page(viewport={"width": 390, "height": 400}) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{preview.origin}/fi/")
        edit(preview.root, "docs/fi/index.md", "Lyhyt teksti.", "Uusi teksti.")
        page.locator('meta[name="description"][content*="Uusi teksti."]').wait_for(state="attached")
        page.evaluate("scrollTo(0, 300)")
        edit(preview.root, "data/concepts/network.yml", "status: draft", "status: drat")
        # In sight, though the browser keeps the place where the editor was reading.
        expect(page.locator(".preview-mistakes li")).to_be_in_viewport(ratio=1)
        assert "Content Security Policy" not in " ".join(said)
