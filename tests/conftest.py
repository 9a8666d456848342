"""What several tests share: the real site, built once."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from tests.project import build, complaints, copy_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with its PDFs, built strictly by the first process that wants it."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "site"
    shared.mkdir(exist_ok=True)
    made = shared / "made"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            result = build(copy_site(shared / "root"), PDF="1")
            assert (result.returncode, complaints(result)) == (0, [])
            made.touch()
    return shared / "root" / "site"
