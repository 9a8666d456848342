"""Which language nginx leads a reader to who asks for ``/``, by Accept-Language."""

from __future__ import annotations

from collections.abc import Iterable

#: What may follow a language: a country or script, as in sv-FI or zh-Hant-TW.
_SUBTAGS = "(?:-[a-z0-9]+)*"

#: Quality 1, and that which is not said; then less and less. Tenths are enough: browsers send no
#: finer ones, and within a tenth the order counts. Quality 0 means 'not this one'.
_QUALITIES = (r"(?:;\s*q=1(?:\.0*)?\s*)?", *(rf";\s*q=0?\.{n}\d*\s*" for n in range(9, 0, -1)))

_HEAD = """\
# Where / leads to. Made by 'make webroot' of the site's languages: not to be changed by hand.

# The language that a reader wants most among ours: each line looks for a lower quality, and for
# the first language that has it.
"""


def negotiation(languages: Iterable[str]) -> str:
    """The maps for nginx: from Accept-Language to the folder of a language, or to nothing."""
    codes = sorted(languages)
    lines = [
        f'    "~*(?:^|,)\\s*(?<guide_q{n}>{"|".join(codes)}){_SUBTAGS}\\s*{quality}(?:,|$)"'
        f" $guide_q{n};"
        for n, quality in enumerate(_QUALITIES)
    ]
    wanted = "\n".join(['    default "";', *lines])
    folders = "\n".join(['    default "";', *(f"    {code} /{code}/;" for code in codes)])
    return (
        f"{_HEAD}map $http_accept_language $guide_wanted {{\n{wanted}\n}}\n\n"
        "# nginx compares these without regard to capitals, so 'FI' leads to /fi/.\n"
        f'map "$guide_choose$guide_wanted" $guide_start {{\n{folders}\n}}\n'
    )
