"""What a change does, in plain words: a document in Markdown for the page of a pull request."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from guide.addresses import EDITIONS, EDITORS, MAP, SITEMAP, Addresses
from guide.check import check
from guide.clock import today
from guide.content import contents, digest, files
from guide.difference import Part, difference
from guide.earlier import NothingToCompare, State, earlier, state
from guide.forge import code, document, listed, place, plain
from guide.load.lock import LOCK, written_line
from guide.model import Concept, ConceptText, Site
from guide.moves import Key, is_withdrawn, redirects
from guide.problems import Problem, listing
from guide.references import References
from guide.sentences import ENOUGH, long_sentences
from guide.translations import Translation, confirm, translations

# Pages that only list what other pages say: they change with those.
_LISTS = frozenset(
    ("glossary/index.md", "checklists/index.md", "paths/index.md", MAP, SITEMAP, EDITORS, EDITIONS)
)

#: So many paragraphs of what is to be carried over are shown.
PARAGRAPHS = 5


def summary(root: Path, revision: str = "", report: Path | None = None) -> str:
    """The document. It says so where something could not be compared.

    Args:
        root: The project's folder, with the change.
        revision: What the change is compared with; '' is what is usual.
        report: A report of the links that do not answer, as ``make links`` writes it.
    """
    site, _, problems = check(root)
    lines = ["## What this change does", "", *_mistakes(problems)]
    try:
        base = earlier(root, revision)
    except NothingToCompare as reason:
        return document([*lines, plain(f"Nothing could be compared. {reason}")])
    change = Change(base.state, state(root, site, problems), bool(problems))
    day = f" of {base.day}" if base.day else ""
    lines += [f"Compared with the commit {code(base.commit[:12])}{day}.", ""]
    lines += [*_unread(change), *_languages(change)]
    for heading, section in SECTIONS:
        lines += [f"### {heading}", "", *section(change), ""]
    lines += ["### Links to other sites", "", *_links(change, report)]
    return document(lines)


@dataclass(frozen=True)
class Change:
    """The content before and after a change."""

    before: State
    after: State
    #: Whether what is there now has mistakes; where its pages are is not known then.
    is_faulty: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages that there were and are, in the site's order."""
        return tuple(c for c in self.after.site.codes if c in self.before.site.codes)

    @cached_property
    def said(self) -> tuple[Mapping[Key, Any], Mapping[Key, Any]]:
        """What each page said, and says."""
        return contents(self.before.site), contents(self.after.site)

    @cached_property
    def old_addresses(self) -> Mapping[Key, str]:
        """Where each page was."""
        then, _ = self.said
        addresses = Addresses(self.before.site).all
        return {key: address for key, address in addresses.items() if key in then}

    @cached_property
    def addresses(self) -> Addresses:
        """Where each page is."""
        return Addresses(self.after.site)

    @cached_property
    def pages(self) -> Mapping[Key, Key | None]:
        """Each page that there is, and what it was before; a renamed file has its address.

        Of what could not be read then it is not known whether it is new, and it is left out.
        """
        old = self.old_addresses
        at = {address: key for key, address in old.items()}
        found = {
            key: key if key in old else at.get(address)
            for key, address in self.addresses.all.items()
            if key[0] in self.codes
        }
        unread = self.before.unread
        return {
            key: was
            for key, was in found.items()
            if was or not files(self.after.site, *key) & unread
        }

    @cached_property
    def files(self) -> frozenset[str]:
        """The files that are new, gone or another."""
        then, now = self.before.files, self.after.files
        return frozenset(p for p in {*then, *now} if then.get(p) != now.get(p))

    def is_in(self, key: Key) -> bool:
        """Whether the change is in what a page is made from, not only in names that it shows."""
        made_from = files(self.after.site, *key)
        return any(one == p or one.startswith(f"{p}/") for one in self.files for p in made_from)

    @cached_property
    def gone(self) -> list[Key]:
        """Pages that there were."""
        kept = set(self.pages.values())
        return [key for key in self.old_addresses if key[0] in self.codes and key not in kept]


def _mistakes(problems: list[Problem]) -> Iterator[str]:
    """The mistakes of the change, which are to be mended before all else."""
    found = sorted(set(problems))
    if found:
        yield f"**Mistakes to mend: {len(found)}.** `make check` tells them with their lines."
        yield ""
        yield from listed(
            [
                f"{place(one.place)}: {plain(f'{one.wrong}; {one.expected}; {one.remedy}')}"
                for one in found
            ]
        )
        yield ""


def _unread(change: Change) -> Iterator[str]:
    """What could not be read of what was there before, so that it is not known what it said."""
    if change.before.unread:
        yield "Not compared, since the check of now finds mistakes in what was there before:"
        yield ""
        yield from listed([code(path) for path in sorted(change.before.unread)])
        yield ""


def _languages(change: Change) -> Iterator[str]:
    """Languages of which there is nothing to compare."""
    before, after = change.before, change.after
    for language in after.site.languages:
        unread = f"data/strings/{language.code}.yml" in before.unread
        if language.code not in change.codes and not unread:
            yield f"The language {plain(language.name)} is new; its texts are not listed here."
            yield ""
    for language in before.site.languages:
        unread = f"data/strings/{language.code}.yml" in after.unread
        if language.code not in change.codes and not unread:
            yield f"The language {plain(language.name)} is gone, with all its pages."
            yield ""


def _pages(change: Change) -> Iterator[str]:
    """Pages that say something else, are new or are gone, all languages of one together."""
    if change.is_faulty:
        yield "They are compared when the mistakes are mended."
        return
    before, after = change.before.site, change.after.site
    then, now = change.said
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    in_passing = 0
    for key, old in change.pages.items():
        was_there = old is not None and not is_withdrawn(old[1])
        if is_withdrawn(key[1]):
            if old and was_there:
                page = _page(change, before, change.old_addresses, old)
                found["withdrawn", old[1]].append(page)
        elif key[1] not in _LISTS and (not old or digest(then[old]) != digest(now[key])):
            if was_there and not change.is_in(key):
                in_passing += 1
                continue
            page = _page(change, after, change.addresses.all, key)
            found["changed" if was_there else "new", key[1]].append(page)
    for key in change.gone:
        if key[1] not in _LISTS:
            page = _page(change, before, change.old_addresses, key)
            found["removed", key[1]].append(page)
    yield from _listed(
        [f"{what}: {'; '.join(pages)}" for (what, _), pages in sorted(found.items())],
        "No page says anything else.",
    )
    if in_passing:
        yield ""
        yield f"Pages that show a name, a title or a figure of these: {in_passing}."


def _page(change: Change, site: Site, addresses: Mapping[Key, str], key: Key) -> str:
    """A page's title, language and address."""
    language = next(one for one in site.languages if one.code == key[0])
    names = References(site, language, change.addresses)
    return f"{plain(names.name(key[1]))} ({key[0]}, {code(addresses[key])})"


def _addresses(change: Change) -> Iterator[str]:
    """Addresses that are new, have moved or are withdrawn."""
    if change.is_faulty:
        yield "They are compared when the mistakes are mended."
        return
    lines = []
    old, new = change.old_addresses, change.addresses.all
    present = {address: key for key, address in new.items()}
    leads = redirects(change.after.site, change.addresses)
    for key, was in change.pages.items():
        if was is None:
            lines.append(f"new: {code(new[key])}")
    for key, address in sorted(old.items()):
        there = present.get(address) or leads.get(address)
        if key[0] not in change.codes:
            continue
        if there and is_withdrawn(there[1]):
            if not is_withdrawn(key[1]):
                lines.append(f"withdrawn: {code(address)} says so, and what to read instead")
        elif address in leads and there:
            lines.append(f"moved: {code(address)} leads to {code(new[there])}")
        elif address not in present:
            to = f"; the page is at {code(new[key])} now" if key in new else ""
            lines.append(f"gone: {code(address)}, which was never published{to}")
    yield from _listed(lines, "All addresses are as they were.")


def _translations(change: Change) -> Iterator[str]:
    """Languages that have fallen behind with this change, and those that no longer are."""
    was = {one.name: one for one in translations(change.before.site)}
    now = {one.name: one for one in translations(change.after.site)}
    entries: list[str] = []
    for name, one in now.items():
        old = was.get(name)
        behind = [c for c in one.behind if not old or c not in old.behind]
        if behind:
            entries += _fallen_behind(change, one, behind)
        elif one.is_unconfirmed and not (old and old.digests == one.digests):
            entries.append(
                f"- {code(name)} is new or has changed in all languages: to be confirmed."
            )
            entries += _how_to_confirm(change, name)
    mended = {
        name: [c for c in one.behind if c not in now[name].behind]
        for name, one in was.items()
        if name in now
    }
    entries += [
        f"- {code(name)} is no longer behind in {', '.join(codes)}."
        for name, codes in mended.items()
        if codes
    ]
    yield from entries or ["No language falls behind with this change."]
    still = [name for name, one in now.items() if one.behind and name in was and was[name].behind]
    if still:
        yield ""
        yield f"Behind already before: {len(still)}; `make translations` lists them."


def _fallen_behind(change: Change, one: Translation, behind: list[str]) -> Iterator[str]:
    """What is behind, what is to be carried over, and how to say that there is nothing."""
    changed = ", ".join(one.changed)
    yield f"- {code(one.name)} is behind in {', '.join(behind)}, since {changed} has changed."
    for language in one.changed:
        then = change.before.site.translated.get(one.name, {}).get(language, ())
        found = difference(then, change.after.site.translated[one.name][language])
        yield from (f"    - {language}: {_marked(parts)}" for parts in found[:PARAGRAPHS])
        if len(found) > PARAGRAPHS:
            yield f"    - {language}: … and {len(found) - PARAGRAPHS} more paragraphs"
    yield from _how_to_confirm(change, one.name)


def _how_to_confirm(change: Change, name: str) -> Iterator[str]:
    """The command, and the line that it would write."""
    if change.is_faulty:
        return  # What cannot be read cannot be confirmed.
    confirmed = confirm(change.after.site, [name], today())[name]
    yield f"    - If all say the same: {code(f'make confirm {name}')}, or this line in its place in"
    yield f"      {code(f'data/{LOCK}')}: {code(written_line(name, confirmed))}"


def _marked(parts: Iterable[Part]) -> str:
    """A paragraph with what is no longer there struck out, and what is new underlined."""
    elements = {"same": "", "old": "del", "new": "ins"}
    words = []
    for kind, text in parts:
        element = elements[kind]
        words.append(f"<{element}>{plain(text)}</{element}>" if element else plain(text))
    return " ".join(words)


def _terms(change: Change) -> Iterator[str]:
    """Concepts that are new or gone, and terms that have changed, language by language."""
    then, now = change.before.site.concepts, change.after.site.concepts
    lines = []
    for name in sorted({*then, *now}):
        path = f"data/concepts/{name}.yml"
        if path in change.before.unread or path in change.after.unread:
            continue
        old, new = then.get(name), now.get(name)
        if old and new:
            for language in change.codes:
                told = "; ".join(_differences(old.texts[language], new.texts[language]))
                if told:
                    lines.append(f"{code(name)}, {language}: {told}")
        else:
            concept = new or old
            assert concept
            lines.append(f"{'new' if new else 'removed'}: {code(name)}: {_named(change, concept)}")
    yield from _listed(lines, "No term is new, gone or another.")


def _named(change: Change, concept: Concept) -> str:
    """The preferred term of a concept in every language."""
    texts = concept.texts
    return "; ".join(f"{c} {plain(texts[c].name)}" for c in change.codes if c in texts)


def _differences(old: ConceptText, new: ConceptText) -> Iterator[str]:
    """What has changed in the terms of a concept in one language."""
    if old.name != new.name:
        yield f"preferred: {plain(old.name)} is now {plain(new.name)}"
    kinds = {
        "admitted": (set(old.admitted), set(new.admitted)),
        "deprecated": tuple(
            {f"{entry.term} ({entry.degree})" for entry in text.deprecated} for text in (old, new)
        ),
    }
    for kind, (then, now) in kinds.items():
        for what, terms in (("added", now - then), ("removed", then - now)):
            if terms:
                yield f"{kind}, {what}: {', '.join(plain(term) for term in sorted(terms))}"


def _sentences(change: Change) -> Iterator[str]:
    """Sentences that are too long and were not there before."""
    known = {(one.language, one.text) for one in long_sentences(change.before.site)}
    found = {
        (one.place, one.text): one
        for one in long_sentences(change.after.site)
        if (one.language, one.text) not in known
    }
    lines = [f"{place(one.place)}, {one.words} words: {plain(one.text)}" for one in found.values()]
    yield from _listed(lines, f"No new sentence has more than {ENOUGH} words.")


#: The parts of the summary: their headings, and what gives their lines.
SECTIONS: tuple[tuple[str, Callable[[Change], Iterator[str]]], ...] = (
    ("Pages", _pages),
    ("Addresses", _addresses),
    ("Translations", _translations),
    ("Terms", _terms),
    (f"Sentences over {ENOUGH} words", _sentences),
)


def _links(change: Change, report: Path | None) -> Iterator[str]:
    """Links that are new, and those that a report says do not answer."""
    new = [address for address in change.after.outside if address not in change.before.outside]
    if new:
        yield "New, and not yet asked whether they answer:"
        yield ""
        yield from listed([_link(change, address) for address in new])
        yield ""
    if report is None:
        yield "Whether links still answer is asked on a schedule, not for each change: see the"
        yield "last report of the forge's workflow for links, or run `make links`."
        return
    try:
        entries = json.loads(report.read_text("utf-8"))["unanswered"]
        silent = {str(entry["address"]): str(entry["says"]) for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        yield f"The report {code(report)} cannot be read; make one: `make links REPORT=links.json`"
        return
    lines = [
        f"{_link(change, address)}: {plain(says)}"
        for address, says in sorted(silent.items())
        if address in change.after.outside
    ]
    yield from _listed(lines, "All links answered when they were last asked.")


def _link(change: Change, address: str) -> str:
    return f"{code(address)} in {listing([place(p) for p in change.after.outside[address]], 'and')}"


def _listed(lines: list[str], otherwise: str) -> Iterator[str]:
    yield from listed(lines) if lines else [otherwise]
