"""What several tests share: the real site, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import build, complaints, copy_site, made_once


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with its PDFs, built strictly."""

    def make(folder: Path) -> None:
        result = build(copy_site(folder / "root"), PDF="1")
        assert (result.returncode, complaints(result)) == (0, [])

    return made_once(tmp_path_factory, "site", make) / "root" / "site"
