"""The files that static hosts read headers and redirects from, in the form of Netlify's.

Both are made from what nginx reads, so that every header and redirect is stated once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_HEADER = re.compile(r'^add_header (?P<name>\S+) "(?P<value>[^"]*)" always;$', re.MULTILINE)

#: An old path without a slash at its end, and a new one that may have a query and a fragment.
_REDIRECT = re.compile(r"(?P<old>/[^\s;]*[^\s;/])\s+(?P<new>/[^\s;]*);(?:\s*#.*)?")

#: The name of a folder of assets that is a hash of their content; as in maps.conf.
HASH = re.compile(r"[0-9a-f]{8,64}")


class NoRedirect(Exception):
    """Raised for a line of redirects.map that is none; says where and what was expected."""


def headers(configuration: str) -> dict[str, str]:
    """The headers that a file of nginx adds to every answer, in its order."""
    return {found["name"]: found["value"] for found in _HEADER.finditer(configuration)}


def header_file(always: Mapping[str, str], hashed: Iterable[str]) -> str:
    """``_headers``: the headers of every answer, and how long hashed folders may be kept.

    No path gets a header from two rules: hosts differ in what they make of that. What else
    there is to cache is left to them, since they ask again for everything by default.

    Args:
        always: The headers of every answer.
        hashed: The names of folders of assets that are a hash of their content.
    """
    lines = ["/*", *(f"  {name}: {value}" for name, value in always.items())]
    for name in sorted(hashed):
        lines += [f"/assets/{name}/*", "  Cache-Control: public, max-age=31536000, immutable"]
    # Search engines are to find the current pages alone.
    lines += ["/editions/*", "  X-Robots-Tag: noindex"]
    return "\n".join(lines) + "\n"


def redirects(text: str) -> dict[str, str]:
    """New addresses by old ones, of redirects.map.

    Raises:
        NoRedirect: A line is neither empty, nor a comment, nor a redirect.
    """
    moved: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _REDIRECT.fullmatch(line.strip())
        if not found or found["old"] in moved:
            what = "a second redirect of the same address" if found else "no redirect"
            raise NoRedirect(
                f"deploy/redirects.map:{number}: {line.strip()!r} is {what}; expected one line for "
                "each old address, without a slash at its end: '/old/name /new/name/;'"
            )
        moved[found["old"]] = found["new"]
    return moved


def redirect_file(moved: Mapping[str, str], languages: Iterable[str]) -> str:
    """``_redirects``: what has moved, and the page of 404 of each language.

    An old address is named with and without a slash, since hosts differ here, too. Hosts without
    rules for 404 pass over those lines; some find the nearest 404.html by themselves.
    """
    lines = [f"{old}{slash} {new} 301" for old, new in moved.items() for slash in ("", "/")]
    lines += [f"/{code}/* /{code}/404.html 404" for code in sorted(languages)]
    return "\n".join(lines) + "\n"
