"""Which languages are behind: what has changed in another since all were confirmed to agree.

All languages are equal, and any of them can be first. A language is behind if it is as it was
confirmed and another is not. If all have changed since, somebody has most likely carried the change
over; readers are told nothing, and editors that it is to be confirmed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guide.content import digest
from guide.model import Confirmed, Site
from guide.problems import listing, quote, suggestion


@dataclass(frozen=True, slots=True)
class Translation:
    """A page, concept, checklist or path, in all its languages."""

    #: The source of its page without '.md': 'guide/logic', 'glossary/twin-town'.
    name: str
    #: What it looks like now, by language.
    digests: Mapping[str, str]
    #: None if nobody has ever confirmed it.
    confirmed: Confirmed | None

    @property
    def source(self) -> str:
        """The source of its page."""
        return f"{self.name}.md"

    @property
    def changed(self) -> tuple[str, ...]:
        """The languages that have changed since they were confirmed."""
        return self._compared(same=False)

    @property
    def behind(self) -> tuple[str, ...]:
        """The languages that have not, while another has."""
        return self._compared(same=True) if self.changed else ()

    @property
    def is_unconfirmed(self) -> bool:
        """Whether nobody has confirmed what is there, though no language can be called behind."""
        known = self.confirmed.digests if self.confirmed else {}
        return not self.behind and bool(self.changed or set(self.digests) - set(known))

    def _compared(self, *, same: bool) -> tuple[str, ...]:
        known = self.confirmed.digests if self.confirmed else {}
        return tuple(
            code
            for code, digest in self.digests.items()
            if code in known and (known[code] == digest) is same
        )


def translations(site: Site) -> list[Translation]:
    """Everything that is translated, in the order of names."""
    return [
        Translation(
            name,
            {code: digest(texts[code]) for code in site.codes if code in texts},
            site.confirmed.get(name),
        )
        for name, texts in sorted(site.translated.items())
    ]


def newer(site: Site) -> dict[tuple[str, str], tuple[str, ...]]:
    """The languages in which a page that is behind has changed, by its language and source."""
    return {(code, one.source): one.changed for one in translations(site) for code in one.behind}


class UnknownName(Exception):
    """Raised by ``confirm``; says which name is meant by nothing, or by several things."""


def confirm(site: Site, names: Iterable[str], day: str) -> dict[str, Confirmed]:
    """The lock after someone has confirmed these names; of what is no longer there, nothing.

    What has not changed since it was confirmed keeps its day.

    Raises:
        UnknownName: if a name is not one; nothing is confirmed then.
    """
    known = {one.name: one for one in translations(site)}
    lock = {name: confirmed for name, confirmed in site.confirmed.items() if name in known}
    for name in [_full_name(name, known) for name in names]:
        one = known[name]
        if one.confirmed is None or one.confirmed.digests != one.digests:
            lock[name] = Confirmed(day, one.digests)
    return lock


def _full_name(given: str, known: Iterable[str]) -> str:
    """The name that is meant: 'twin-town' is enough for 'glossary/twin-town'."""
    name = given.strip("/").removesuffix(".md")
    if name in known:
        return name
    short = sorted(one for one in known if posixpath.basename(one) == name)
    if len(short) == 1:
        return short[0]
    if short:
        raise UnknownName(f"{quote(name)} can be {listing(short)}; say which.")
    near = suggestion(name, known) or suggestion(name, {posixpath.basename(one) for one in known})
    raise UnknownName(
        f"There is no {quote(name)}{near}. Names are those of files: guide/logic, twin-town, "
        "checklists/staff. Nothing was confirmed."
    )
