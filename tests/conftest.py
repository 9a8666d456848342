"""What several tests share: the real site, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import build, complaints, copy_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly, without a warning."""
    root = copy_site(tmp_path_factory.mktemp("site"))
    result = build(root)
    assert (result.returncode, complaints(result)) == (0, [])
    return root / "site"
