"""What several tests share: the real site, built once, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import launch, served
from tests.project import build, complaints, copy_site, made_once


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with its PDFs, built strictly."""

    def make(folder: Path) -> None:
        result = build(copy_site(folder / "root"), PDF="1")
        assert (result.returncode, complaints(result)) == (0, [])

    return made_once(tmp_path_factory, "site", make) / "root" / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of this process of the tests."""
    with sync_playwright() as playwright, launch(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the real site is served."""
    with served(site) as origin:
        yield origin
