"""Sets handouts in type, and keeps what was set: only what has changed is made again."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import typst
from guide.handouts.fields import with_fields
from guide.handouts.handout import Handout, fields, qr_code
from pikepdf import Pdf

#: Where files are kept, below the project's root.
KEPT = Path(".cache") / "handouts"

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "handout.typ"

# Sizes of type, in points: of what is read, and of a work of reference. A last page with a line or
# two on it is a sheet of paper for nothing, so what is read is set smaller where that saves a page.
_READ, _SMALLER, _DENSE = "11", "10", "9.5"

# What nobody has asked for during so many seconds (30 days) is thrown away.
_FORGOTTEN = 30 * 24 * 60 * 60

# Typst lets go of the interpreter while it works, so threads are enough.
_THREADS = 2


def print_all(
    root: Path, handouts: Mapping[tuple[str, str], tuple[Handout, str]]
) -> dict[tuple[str, str], bytes]:
    """The PDF of every handout, which comes with its page's version, by language and source.

    ``root`` is the project's, with the cache.
    """
    kept = root / KEPT
    kept.mkdir(parents=True, exist_ok=True)
    edition = _edition()
    jobs = [(kept, edition, handout, label) for handout, label in handouts.values()]
    with ThreadPoolExecutor(_THREADS) as threads:
        made = threads.map(lambda job: _printed(*job), jobs)
        files = dict(zip(handouts, made, strict=True))
    _forget(kept)
    return files


def _edition() -> bytes:
    """What a file depends on besides what it says: how it is made, and by which versions."""
    versions = " ".join(f"{name} {version(name)}" for name in ("typst", "pikepdf", "segno"))
    parts = [
        (_HERE / name).read_bytes()
        for name in ("handout.typ", "fields.py", "handout.py", "press.py")
    ]
    return b"\0".join([versions.encode(), *parts])


def _printed(kept: Path, edition: bytes, handout: Handout, label: str) -> bytes:
    data = handout.data(label)
    name = sha256(b"\0".join([edition, bytes([handout.dense]), data.encode()])).hexdigest()
    path = kept / f"{name}.pdf"
    if path.exists():
        path.touch()
        return path.read_bytes()
    pdf = with_fields(_shortest(handout, data), fields(handout.body))
    # Two builds may write the same file at the same time.
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pdf)
    unfinished.replace(path)
    return pdf


def _shortest(handout: Handout, data: str) -> bytes:
    """The handout in type as large as its number of pages allows."""
    if handout.dense:
        return typeset(data, _DENSE)
    pdf = typeset(data, _READ)
    if (count := _pages(pdf)) == 1:
        return pdf
    smaller = typeset(data, _SMALLER)
    return smaller if _pages(smaller) < count else pdf


def _pages(pdf: bytes) -> int:
    with Pdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def typeset(data: str, size: str) -> bytes:
    """The file that Typst makes: both what archives take and what screen readers need.

    It may read nothing but the template's folder.
    """
    return typst.compile(
        str(_TEMPLATE),
        root=str(_HERE),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        sys_inputs={"handout": data, "size": size, "code": qr_code(json.loads(data)["address"])},
        timestamp=0,
    )


def _forget(kept: Path) -> None:
    oldest = time.time() - _FORGOTTEN
    for path in kept.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
