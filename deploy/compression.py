"""Compressed copies beside files, which a server sends as they are to those who take them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import brotli

#: Kinds of files that are text. Pictures and documents are compressed in themselves.
TEXT = frozenset(
    {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".webmanifest"}
    | {".csv", ".md", ".ttl", ".jsonld", ".rdf", ".tbx", ".ics", ".map"}
)

#: Below this many bytes a copy saves nothing on the wire: it is one packet as it is.
LEAST = 1024


def _gzip(data: bytes) -> bytes:
    # Without a time, so that the same text gives the same bytes.
    return gzip.compress(data, 9, mtime=0)


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=11))


COPIES: Mapping[str, Callable[[bytes], bytes]] = {".gz": _gzip, ".br": _brotli}


def compress(file: Path) -> tuple[int, ...]:
    """Writes the copies of one file; gives its size, and those of its copies in their order.

    A copy that would not be smaller is not written. Copies have the file's time, since a server
    tells readers' copies apart by it.
    """
    data = file.read_bytes()
    time = file.stat().st_mtime_ns
    sizes = [len(data)]
    for ending, smaller in COPIES.items():
        copy = file.with_name(file.name + ending)
        text = smaller(data)
        sizes.append(min(len(text), len(data)))
        if len(text) < len(data):
            copy.write_bytes(text)
            os.utime(copy, ns=(time, time))
        else:
            copy.unlink(missing_ok=True)
    return tuple(sizes)


def compress_all(folder: Path) -> list[tuple[int, ...]]:
    """Writes the copies of every text in a folder; gives what ``compress`` gives for each."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in TEXT and path.is_file() and path.stat().st_size > LEAST
    )
    with ProcessPoolExecutor() as pool:
        return list(pool.map(compress, files, chunksize=50))
