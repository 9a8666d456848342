"""Makes a built site ready for a web server: ``make webroot``, or ``python -m deploy [SITE]``."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.addresses import Old, moved_map, old_addresses, withdrawn_map
from deploy.compression import compress_all
from deploy.hosts import HASH, NoRedirect, header_file, headers, redirect_file, redirects
from deploy.negotiation import negotiation

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NGINX = HERE / "nginx" / "guide"


def languages(site: Path) -> list[str]:
    """The codes of a built site's languages: the folders that have a page of 404."""
    return sorted(page.parent.name for page in site.glob("*/404.html"))


def hashed_folders(site: Path) -> list[str]:
    """The folders of assets whose names are a hash of their content."""
    return sorted(path.name for path in site.glob("assets/*") if HASH.fullmatch(path.name))


def write_host_files(site: Path, old: Old) -> None:
    """Writes ``_headers`` and ``_redirects`` into the site.

    Args:
        site: The built site.
        old: What its addresses of before lead to.

    Raises:
        NoRedirect: See ``redirects``; or an address of the site is in redirects.map, too.
    """
    files = [(NGINX / name).read_text("utf-8") for name in ("headers.conf", "tls.conf")]
    moved = redirects((HERE / "redirects.map").read_text("utf-8"))
    if twice := sorted(moved.keys() & (old.moved.keys() | old.withdrawn.keys())):
        raise NoRedirect(
            f"deploy/redirects.map: {twice[0]!r} is an address that the site itself has moved or "
            "withdrawn; expected addresses that are in none of its files; remove the line"
        )
    # Such a host says of nothing that it is gone; the page that says so is there all the same.
    gone = {name: page for name, page in old.withdrawn.items() if "." in name}
    moved = {**moved, **old.moved, **gone}
    (site / "_headers").write_text(
        header_file(headers("".join(files)), hashed_folders(site)), "utf-8"
    )
    (site / "_redirects").write_text(redirect_file(moved, languages(site)), "utf-8")


def write_maps(folder: Path, old: Old) -> None:
    """Writes what nginx reads of old addresses into the folder of its configuration."""
    (folder / "moved.map").write_text(moved_map(old.moved), "utf-8")
    (folder / "withdrawn.map").write_text(withdrawn_map(old.withdrawn), "utf-8")


def main() -> int:
    """Gives 1 if there is no site, or redirects.map has a mistake."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "site")
    codes = languages(site)
    if not codes:
        print(f"{site} is no built site; expected pages in it; run make site", file=sys.stderr)
        return 1
    old = old_addresses(ROOT)
    try:
        write_host_files(site, old)
    except NoRedirect as error:
        print(error, file=sys.stderr)
        return 1
    write_maps(NGINX, old)
    (NGINX / "languages.conf").write_text(negotiation(codes), "utf-8")
    sizes = compress_all(site)
    plain, gzipped, brotlied = (sum(column) / 1e6 for column in zip(*sizes, strict=True))
    print(
        f"{site} is ready: {len(sizes):,} texts of {plain:.1f} MB, "
        f"{gzipped:.1f} MB as .gz, {brotlied:.1f} MB as .br."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
