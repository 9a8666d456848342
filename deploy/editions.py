"""The editions of the site, unpacked below it."""

from __future__ import annotations

import shutil
from pathlib import Path

from guide.addresses import EDITIONS_FOLDER
from guide.edition import published, unpack


def publish(kept: Path, site: Path) -> list[str]:
    """Puts every edition of a folder below the site, as a file and as pages; gives their days.

    The build has refused what is no edition. What was there before goes.
    """
    shutil.rmtree(site / EDITIONS_FOLDER, ignore_errors=True)
    editions, _ = published(kept)
    for edition in editions:
        unpack(kept / edition.file, site / EDITIONS_FOLDER / edition.date)
        shutil.copy(kept / edition.file, site / EDITIONS_FOLDER)
    return [edition.date for edition in editions]
