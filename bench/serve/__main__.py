"""Asks an nginx with the configuration of deploy/ as fast as it answers: ``make bench-serve``.

Both are on this machine, so the client takes about as much of it as the server. Fails if any
request does: the figures say what this machine does, the failures what the configuration does.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.nginx import serving
from tests.programs import apt, ensure
from tests.project import ROOT

#: How many connections ask at once.
CONCURRENT = (1, 10, 100, 500)

#: No run takes longer, in seconds: about three minutes for all of them.
LONGEST = 10

SITE = ROOT / "site"


@dataclass(frozen=True)
class Run:
    """What ab says of one address and one number of connections."""

    complete: int
    failed: int
    per_second: float
    size: int
    median: int
    slowest_hundredth: int


def find() -> str | None:
    """The path of ab, or None."""
    return shutil.which("ab")


def targets() -> dict[str, str]:
    """What is asked for: a name for each kind, and the path of a file of that kind.

    Guides and search files are those of middle size; the asset is the largest style sheet.
    """
    return {
        "start": "/sv/",
        "guide": _address(_middle("fi/opas/*/index.html")),
        "search file": _address(_middle("en/search/*.txt")),
        "asset": _address(max(SITE.glob("assets/**/*.css"), key=_size)),
    }


def _size(path: Path) -> int:
    return path.stat().st_size


def _middle(pattern: str) -> Path:
    found = sorted(SITE.glob(pattern), key=_size)
    return found[len(found) // 2]


def _address(path: Path) -> str:
    return "/" + path.relative_to(SITE).as_posix().removesuffix("index.html")


def run(address: str, requests: int, concurrent: int) -> Run:
    """Asks so often, over connections that are kept, as a browser that takes brotli.

    Raises:
        subprocess.CalledProcessError: ab could not finish.
    """
    done = subprocess.run(  # noqa: S603 - an address of our own
        # -t sets -n to 50,000, so -n comes after it.
        [
            *("ab", "-q", "-k", "-r", "-t", str(LONGEST), "-n", str(requests)),
            *("-c", str(concurrent), "-H", "Accept-Encoding: br, gzip", address),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=6 * LONGEST,
    ).stdout
    return Run(
        complete=int(_number(done, "Complete requests:")),
        failed=int(_number(done, "Failed requests:") + _number(done, "Non-2xx responses:")),
        per_second=_number(done, "Requests per second:"),
        size=int(_number(done, "Document Length:")),
        median=int(_number(done, "  50%")),
        slowest_hundredth=int(_number(done, "  99%")),
    )


def _number(text: str, label: str) -> float:
    """The number after a label; 0 where the label is missing, as ab leaves out what is none."""
    found = re.search(rf"^{re.escape(label)}\s+([\d.]+)", text, re.MULTILINE)
    return float(found[1]) if found else 0


def main() -> int:
    """Gives 1 if a request failed, or ab is missing."""
    parser = argparse.ArgumentParser(prog="bench.serve")
    parser.add_argument("--requests", type=int, default=20_000, help="at most, for each line")
    requests = parser.parse_args().requests
    if ensure("ab", find, (apt("apache2-utils"),), "Install the package 'apache2-utils'."):
        return 1
    failed = 0
    print("what             bytes  at once  requests  failed  a second  median ms   99 % ms")
    with tempfile.TemporaryDirectory() as folder, serving(SITE, Path(folder) / "nginx") as server:
        for name, path in targets().items():
            for concurrent in CONCURRENT:
                one = run(server.address + path, requests, concurrent)
                failed += one.failed
                print(
                    f"{name:14} {one.size:7,} {concurrent:8} {one.complete:9,} {one.failed:7} "
                    f"{one.per_second:9,.0f} {one.median:10} {one.slowest_hundredth:9}",
                    flush=True,
                )
    print(f"{failed} requests failed." if failed else "No request failed.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
