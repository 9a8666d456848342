"""What the guide is made of. Names follow ISO 704 and SKOS (terms), HTML and the web (pages)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Union

from guide.problems import Place

#: After how many months content is to be reviewed, if mkdocs.yml does not say it.
REVIEW_MONTHS = 12

#: Text in every language of the site: code to text.
Translated = Mapping[str, str]

#: Finds the place of a field: ``place("sv", "slug")``.
Locate = Callable[..., Place]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site."""

    #: Its ISO 639 code, which is also the first part of its addresses.
    code: str
    #: Its name in itself.
    name: str
    #: Its letters in order; letters that sort as another are written together with it ("yü").
    alphabet: tuple[str, ...]
    #: The words of the interface.
    strings: Mapping[str, str]
    #: The site's folders: id to slug and title.
    sections: Mapping[str, Mapping[str, str]]
    place: Locate
    #: Addresses that a section once had, by its id.
    moved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeprecatedTerm:
    """A term that should not be used for the concept, and why."""

    term: str
    #: 'avoid' or 'wrong'.
    degree: str
    reason: str
    #: Whether our own texts may not use it; 'no' for a word with other senses, too.
    check: bool = True


@dataclass(frozen=True, slots=True)
class ConceptText:
    """A concept in one language."""

    slug: str
    preferred: str
    definition: str
    qualifier: str = ""
    admitted: tuple[str, ...] = ()
    deprecated: tuple[DeprecatedTerm, ...] = ()
    note: str = ""
    example: str = ""
    #: Words and phrases by which the concept is recognised, too.
    match: tuple[str, ...] = ()
    #: Forms that are never this concept, exactly as they are written.
    never: tuple[str, ...] = ()
    #: Whether a mention of the concept may become a link by itself.
    autolink: bool = True
    #: Words that people search for though the page does not use them.
    keywords: tuple[str, ...] = ()
    #: Addresses that the page once had.
    moved: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The preferred term, with its qualifier where there is one."""
        return f"{self.preferred} ({self.qualifier})" if self.qualifier else self.preferred


@dataclass(frozen=True, slots=True)
class Confusion:
    """Another concept that is often taken for this one."""

    concept: str
    difference: Translated


@dataclass(frozen=True, slots=True)
class Match:
    """The same concept, or nearly, in a public vocabulary."""

    vocabulary: str
    uri: str
    match: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept in all languages. Relations hold ids of other concepts."""

    id: str
    subject: str
    status: str
    reviewed: str
    texts: Mapping[str, ConceptText]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    confused_with: tuple[Confusion, ...]
    sources: tuple[str, ...]
    matches: tuple[Match, ...]
    place: Locate


@dataclass(frozen=True, slots=True)
class Item:
    """One question or task of a checklist."""

    id: str
    #: 'tick', 'line' or 'lines'.
    answer: str
    text: Translated
    why: Translated
    concepts: tuple[str, ...]
    #: Guide pages without '.md', with '#heading' where one section is meant.
    guides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject area of the glossary."""

    name: Translated
    #: What belongs to it; may be empty.
    description: Translated


@dataclass(frozen=True, slots=True)
class ChecklistSection:
    """A part of a checklist."""

    id: str
    heading: Translated
    items: tuple[Item, ...]
    #: Whether the items are alternatives, which count as one question.
    alternatives: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """What a checklist, a decision path or a coverage says of itself in one language."""

    slug: str
    title: str
    description: str
    instructions: str
    #: Words that people search for though the page does not use them.
    keywords: tuple[str, ...] = ()
    #: Addresses that the page once had.
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """One checklist in all languages."""

    id: str
    status: str
    reviewed: str
    sources: tuple[str, ...]
    texts: Mapping[str, PageText]
    sections: tuple[ChecklistSection, ...]
    place: Locate
    #: Ids of sections and items that are now called otherwise; '' is the top of the page.
    moved_anchors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that the content rests on. ``title`` and ``url`` are in its own languages."""

    id: str
    title: Translated
    publisher: str
    consulted: str
    author: str = ""
    published: str = ""
    url: Translated = field(default_factory=dict)


#: What a page is made from. Its ``texts`` hold the slug in each language.
Entry = Union["Concept", "Checklist", "DecisionPath", "Coverage"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that can change, with its date."""

    id: str
    label: Translated
    value: Translated
    #: What is counted, where the value does not say it; else empty.
    unit: Translated
    #: A year, month or day: 2024, 2024-05 or 2024-05-31.
    as_of: str
    #: Whether someone has seen it in its source; if not, it never reaches a page.
    verified: bool
    sources: tuple[str, ...]
    review_by: str
    note: Translated
    place: Locate


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question of a decision path, and the id of the step that it leads to."""

    text: Translated
    next: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a decision path: a question with answers, or an outcome without."""

    id: str
    text: Translated
    #: What helps to answer, or what the outcome means.
    help: Translated
    answers: tuple[Answer, ...]
    #: For an outcome: words for the minutes; else empty.
    record: Translated
    concepts: tuple[str, ...]
    guides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionPath:
    """A way from a need to a decision, in all languages. The first step is where it begins."""

    id: str
    status: str
    reviewed: str
    sources: tuple[str, ...]
    texts: Mapping[str, PageText]
    steps: tuple[Step, ...]
    place: Locate
    #: Ids of steps that are now called otherwise; '' is the top of the page.
    moved_anchors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a source says, and where the guide takes it up."""

    id: str
    text: Translated
    #: Sources of pages, with '#heading' where one section is meant.
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the source that the guide is built on says, point by point."""

    #: The id of the source.
    source: str
    reviewed: str
    texts: Mapping[str, PageText]
    points: tuple[Point, ...]
    place: Locate


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool with which the site was assessed."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """How and when the site's accessibility was assessed."""

    #: 'machine', 'self' or 'expert'.
    by: str
    date: str
    method: Translated
    tools: tuple[Tool, ...]
    #: What has not been tried yet.
    untested: tuple[Translated, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """Something that does not work for everyone."""

    #: The number of a success criterion of WCAG.
    criterion: str
    text: Translated
    #: What the reader can do instead; empty where there is nothing.
    instead: Translated


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the site and answers for its accessibility."""

    name: Translated
    email: str
    #: The address of a form for feedback; empty where there is none.
    form: Translated


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority that supervises accessibility."""

    name: Translated
    unit: Translated
    email: Translated
    phone: str
    url: Translated


@dataclass(frozen=True, slots=True)
class Statement:
    """What the accessibility statement says of this site."""

    prepared: str
    reviewed: str
    standard: str
    #: 'full', 'partial' or 'none'.
    status: str
    assessment: Assessment
    failings: tuple[Failing, ...]
    #: None as long as nobody has said that they will publish the site.
    publisher: Publisher | None
    authority: Authority
    sources: tuple[str, ...]
    place: Locate


@dataclass(frozen=True, slots=True)
class Change:
    """A change that readers should know of."""

    id: str
    #: The day of the change: year-month-day.
    date: str
    #: Sources of the pages that it concerns; none if it is the whole site.
    pages: tuple[str, ...]
    text: Translated
    place: Locate


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page with its includes in place, and where it comes from."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class DataText:
    """A text of a data file in one language, and where it begins."""

    language: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Quote:
    """A deprecated term that a file uses on purpose, as it says itself."""

    term: str
    place: Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page of prose; ``id`` is empty where it is missing."""

    level: int
    id: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """A link in prose, as it is written."""

    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """A page of prose in one language."""

    language: str
    #: Its file below docs/<language>/, such as 'guide/logic.md'; the same in every language.
    source: str
    title: str
    description: str
    slug: str
    reviewed: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    #: Words that people search for though the page does not use them.
    keywords: tuple[str, ...]
    #: What stands below the front matter.
    lines: tuple[Line, ...]
    place: Locate
    #: Addresses that the page once had.
    moved: tuple[str, ...] = ()
    #: Ids of headings that are now called otherwise; '' is the top of the page.
    moved_anchors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GeneratedPage:
    """A page made from data.

    The Markdown of its ``body`` has no front matter, but an empty line where that would stand:
    otherwise a first line such as 'EU: a union' would be taken for it.
    """

    language: str
    #: Its file below docs/<language>/ if it were written; the same in every language.
    source: str
    title: str
    description: str
    body: str
    #: The day when the data that it shows was last reviewed: year-month-day.
    reviewed: str

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids on the page. Data is escaped, so what looks like one is one.

        Ids with two hyphens hold together what is on the page; they are nobody's address.
        """
        # Two patterns that begin with what they look for are ten times as quick as one for both.
        found = re.findall(r'(?:id=")(?<!\wid=")([a-z0-9-]+)"', self.body)
        found += re.findall(r"\{#([a-z0-9-]+)\}", self.body)
        return frozenset(name for name in found if "--" not in name)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """The version of one page in one language."""

    #: The day of the change: year-month-day.
    date: str
    #: 1 for the first change of that day.
    number: int = 1

    @property
    def label(self) -> str:
        """How a reference names it: '2026-11-23', or '2026-11-23.2' for a second of that day."""
        return self.date if self.number == 1 else f"{self.date}.{self.number}"

    @classmethod
    def parse(cls, label: str) -> Version:
        """The version with this label."""
        date, _, number = label.partition(".")
        return cls(date, int(number or 1))


@dataclass(frozen=True, slots=True)
class Published:
    """An address that was published in one language, as the ledger keeps it."""

    #: The page that is there now, that the address leads to, or that was there last.
    source: str
    #: The day on which the ledger first had it.
    first: str
    #: The version and the digest of what was at the address when the ledger was last written.
    version: Version
    digest: str
    #: The ids on the page that were published, by the day on which the ledger first had them.
    anchors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Files that belong to the page, by address, with the same day.
    downloads: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_anchors(self) -> frozenset[str]:
        """The ids of all days."""
        return frozenset(name for names in self.anchors.values() for name in names)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every address that was ever published in one language, in order."""

    pages: Mapping[str, Published]
    place: Locate


@dataclass(frozen=True, slots=True)
class WithdrawnText:
    """What a withdrawal says in one language."""

    #: What the page was called.
    title: str
    reason: str
    #: Where it was, the last address first; none where it never was in the language.
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What something looked like when someone last confirmed that its languages agree."""

    #: The day: year-month-day.
    date: str
    #: A digest of what each language said, by its code.
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A page that is no longer there, and why."""

    id: str
    since: str
    #: The source of the page to read instead, with '#heading' where one section is meant, or ''.
    replaced_by: str
    texts: Mapping[str, WithdrawnText]
    place: Locate


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page that the navigation in mkdocs.yml names."""

    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class Use:
    """A page that uses a concept."""

    source: str
    #: The ids of the sections that do ('' for what stands before the first heading); none if the
    #: page as a whole does.
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """How many terms may become links by themselves."""

    per_paragraph: int = 2
    per_page: int = 30


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """A copy of the whole site of one day that the site keeps."""

    #: Year-month-day.
    date: str
    #: The name of its file, and the file's size in bytes and checksum.
    file: str
    size: int
    sha256: str
    #: The languages of its pages.
    languages: frozenset[str]


@dataclass(frozen=True, eq=False)
class Site:
    """Everything that the site says, read and in order. It is equal to itself only."""

    root: Path
    languages: tuple[Language, ...]
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    #: Only what may be published: entries that are not 'incomplete'.
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    paths: Mapping[str, DecisionPath] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    #: In the order of their ids; ``latest`` gives them by date.
    changes: Mapping[str, Change] = field(default_factory=dict)
    coverage: Coverage | None = None
    #: None only where its file has problems.
    statement: Statement | None = None
    pages: tuple[Page, ...] = ()
    nav: tuple[NavEntry, ...] = ()
    #: Every text of the data that readers see, but for terms and works of others.
    texts: tuple[DataText, ...] = ()
    #: Deprecated terms that a file of prose or data uses on purpose, by its path.
    quotes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)
    link_limits: LinkLimits = field(default_factory=LinkLimits)
    #: After how many months what the guide says is to be reviewed.
    review_months: int = REVIEW_MONTHS
    #: What has to say the same in all languages, and what each says: by name ('guide/logic',
    #: 'glossary/twin-town'), then by language.
    translated: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    #: When that was last confirmed, by the same name.
    confirmed: Mapping[str, Confirmed] = field(default_factory=dict)
    #: What was published, by language; a language that never was has none.
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    withdrawals: Mapping[str, Withdrawal] = field(default_factory=dict)
    #: Where each concept is used, by language and concept.
    uses: Mapping[str, Mapping[str, tuple[Use, ...]]] = field(default_factory=dict)
    #: Ids of all files of a kind, those that cannot be read or are incomplete included.
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Entries that may not be published yet: 'concepts/<id>', 'checklists/<id>'.
    incomplete: frozenset[str] = frozenset()
    #: Published editions, the newest first.
    editions: tuple[PublishedEdition, ...] = ()
    #: Headings of generated pages: source to heading ids.
    generated_anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the languages, in the site's order."""
        return tuple(language.code for language in self.languages)

    @property
    def generated(self) -> Mapping[str, Mapping[str, Entry]]:
        """What pages are generated from: the folder of the pages, and its entries by id."""
        return {
            "glossary": self.concepts,
            "checklists": self.checklists,
            "paths": self.paths,
            "sources": {"coverage": self.coverage} if self.coverage else {},
        }

    @cached_property
    def prose(self) -> Mapping[tuple[str, str], Page]:
        """The pages of prose by language and source."""
        return {(page.language, page.source): page for page in self.pages}

    def latest(self, source: str = "") -> list[Change]:
        """The changes that concern a page, or all of them: the newest first."""
        changes = [
            change
            for change in self.changes.values()
            if not source or not change.pages or source in change.pages
        ]
        return sorted(changes, key=lambda change: change.date, reverse=True)

    def confusions(self, concept: Concept) -> Iterator[Confusion]:
        """What the concept is confused with, said in its own file or in the other's."""
        yield from concept.confused_with
        yield from self._confused.get(concept.id, ())

    @cached_property
    def _confused(self) -> Mapping[str, list[Confusion]]:
        """What is said of each concept in the files of others."""
        found: dict[str, list[Confusion]] = {}
        for other in self.concepts.values():
            for confusion in other.confused_with:
                entry = Confusion(other.id, confusion.difference)
                found.setdefault(confusion.concept, []).append(entry)
        return found
