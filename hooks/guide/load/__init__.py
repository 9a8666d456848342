"""Reads the whole project: settings, data and prose, with every problem of their form."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from guide.beside import beside
from guide.load.data import Document, read_data
from guide.load.ledger import ADDRESSES, read_ledger
from guide.load.lock import LOCK, read_lock
from guide.load.prose import INCLUDES, read_page
from guide.load.schema import (
    Schema,
    file_name_problem,
    fill_defaults,
    read_schema,
    unwritten_problems,
    validate,
)
from guide.load.surroundings import surrounding_problems
from guide.load.text import link_problem
from guide.load.translated import data_name, data_texts, translated_data, translated_page
from guide.model import (
    REVIEW_MONTHS,
    Answer,
    Assessment,
    Authority,
    Change,
    Checklist,
    ChecklistSection,
    Concept,
    ConceptText,
    Confusion,
    Coverage,
    DataText,
    DecisionPath,
    DeprecatedTerm,
    Fact,
    Failing,
    Item,
    Language,
    Ledger,
    LinkLimits,
    Match,
    NavEntry,
    Page,
    PageText,
    Point,
    Publisher,
    Quote,
    Site,
    Source,
    Statement,
    Step,
    Subject,
    Tool,
    Withdrawal,
    WithdrawnText,
)
from guide.problems import Place, Problem, listing, quote

#: The kinds of data files: the folder below data/ and the name of the schema.
KINDS = {
    "concepts": "concept",
    "checklists": "checklist",
    "sources": "source",
    "subjects": "subject",
    "paths": "path",
    "facts": "fact",
    "withdrawn": "withdrawal",
    "changes": "change",
}

#: The one file that says what the guide is built on.
COVERAGE = "coverage.yml"

#: The one file that says how accessible the site is.
STATEMENT = "accessibility.yml"

_Entry = TypeVar("_Entry")

#: Makes an entry of its id, its file and the codes of the languages.
Make = Callable[[str, Document, tuple[str, ...]], _Entry]


@dataclass(slots=True)
class _Loading:
    """What is gathered while a project is read."""

    root: Path
    codes: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    #: Paths of entries that are not to be published yet.
    incomplete: set[str] = field(default_factory=set)
    texts: list[DataText] = field(default_factory=list)
    quotes: dict[str, tuple[Quote, ...]] = field(default_factory=dict)
    #: What each thing that is translated says, by name and language.
    translated: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def schema(self, kind: str) -> Schema:
        return read_schema(self.root, kind, self.codes)

    def quote(self, document: Document) -> None:
        """Remembers what a file says that it quotes."""
        terms = document.value.pop("quotes", ())
        self.quotes[document.path] = tuple(
            Quote(term, document.place("quotes", number)) for number, term in enumerate(terms)
        )

    def document(self, path: Path, schema: Schema) -> Document | None:
        """A valid data file with its defaults filled in, or None."""
        document, problems = read_data(self.root, path)
        if document.value is not None and not problems:
            problems = validate(document, schema)
        self.problems.extend(problems)
        if problems or document.value is None:
            return None
        if name := data_name(document.path):
            self.translated[name] = dict(translated_data(document, self.codes))
        filled = fill_defaults(document.value, schema)
        return Document(document.path, filled, document.values, document.keys)

    def folder(self, name: str, make: Make[_Entry], files: str = "*") -> dict[str, _Entry]:
        """The valid entries of a folder of data, or of some of its files, by id."""
        schema = self.schema(KINDS[name])
        entries: dict[str, _Entry] = {}
        # Hidden files are those of editors and file managers.
        paths = sorted(
            path for path in (self.root / "data" / name).glob(files) if path.name[0] != "."
        )
        self.known[name] = frozenset(path.stem for path in paths)
        for path in paths:
            if problem := file_name_problem(path, self.root, ".yml"):
                self.problems.append(problem)
                continue
            document = self.document(path, schema)
            if document is None:
                continue
            if document.value.get("status") == "incomplete":
                self.incomplete.add(f"{name}/{path.stem}")
                self.translated.pop(data_name(document.path), None)
                continue
            self.problems.extend(unwritten_problems(document))
            self.quote(document)
            if name != "sources":  # What others call their works is not our wording.
                self.texts.extend(data_texts(document, document.value, (), self.codes))
            entries[path.stem] = make(path.stem, document, self.codes)
        return entries


def load(root: Path, *, may_fork: bool = False) -> tuple[Site, list[Problem]]:
    """The site below ``root`` and every problem in the form of its files.

    A file with a problem is left out of the site; its id stays in ``Site.known``, so that
    rules do not report what refers to it.

    Args:
        root: The project's folder.
        may_fork: Whether copies of this process may read the prose.
    """
    settings, problems = read_data(root, root / "mkdocs.yml", foreign=True)
    names = _language_names(settings)
    if not names:
        return Site(root, ()), problems or [_no_languages(settings)]
    nav, nav_problems = _nav(settings)
    limits, limit_problems = _link_limits(settings)
    months, month_problems = _review_months(settings)
    lock, lock_problems = read_lock(root)
    problems += [*nav_problems, *limit_problems, *month_problems, *lock_problems]
    problems += [*_stray_files(root, names), *surrounding_problems(root)]
    loading = _Loading(root, tuple(names), problems)
    # The prose of each language is read beside the data: one project has more of this, another of
    # that.
    schema = loading.schema("page")
    reads = [partial(_read_prose, root, code, schema) for code in loading.codes]
    prose = [beside(read) if may_fork else read for read in reads]
    languages = tuple(
        language
        for code, name in names.items()
        if (language := _language(loading, code, name)) is not None
    )
    site = Site(
        root=root,
        languages=languages,
        subjects=loading.folder("subjects", _subject),
        sources=loading.folder("sources", _source),
        concepts=loading.folder("concepts", _concept),
        checklists=loading.folder("checklists", _checklist),
        paths=loading.folder("paths", _path),
        facts=loading.folder("facts", _fact),
        changes=loading.folder("changes", _change),
        coverage=_coverage(loading),
        statement=_statement(loading),
        pages=_pages(loading, [page for language in prose for page in language()]),
        nav=tuple(nav),
        ledgers=_ledgers(loading),
        withdrawals=loading.folder("withdrawn", _withdrawal),
        texts=tuple(loading.texts),
        quotes=loading.quotes,
        translated=loading.translated,
        confirmed=lock,
        link_limits=limits,
        review_months=months,
        known=loading.known,
        incomplete=frozenset(loading.incomplete),
    )
    return site, loading.problems


def load_entry(site: Site, folder: str, name: str) -> Site | None:
    """The site with an entry as its file in ``data/`` is now; None if it cannot be in its place.

    A file that is in no folder has no other name.
    """
    loading = _Loading(site.root, site.codes)
    made: dict[str, Any] = {}
    if folder in _ENTRIES and name in (there := getattr(site, folder)):
        entry = loading.folder(folder, _ENTRIES[folder], f"{name}.yml")
        made = {folder: {**there, **entry}} if entry else {}
    elif f"{folder}.yml" == COVERAGE and site.coverage:
        made = {"coverage": _coverage(loading)}
    elif f"{folder}.yml" == STATEMENT:
        made = {"statement": _statement(loading)}
    return replace(site, **made) if made and not loading.problems else None


def _language_names(settings: Document) -> dict[str, str]:
    """The languages of the site, from the settings of the i18n plugin in mkdocs.yml."""
    plugins = settings.value.get("plugins") if isinstance(settings.value, dict) else None
    for plugin in plugins if isinstance(plugins, list) else ():
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            entries = plugin["i18n"].get("languages")
            return {
                entry["locale"]: entry["name"]
                for entry in (entries if isinstance(entries, list) else ())
                if isinstance(entry, dict)
                and isinstance(entry.get("locale"), str)
                and isinstance(entry.get("name"), str)
            }
    return {}


def _no_languages(settings: Document) -> Problem:
    return Problem(
        settings.place("plugins"),
        "no languages are named",
        "the plugin i18n has 'languages', each with 'locale' and 'name'",
        "restore them",
    )


def _nav(settings: Document) -> tuple[list[NavEntry], list[Problem]]:
    """The pages that the navigation names: files, and folders with the files in them."""
    entries: list[NavEntry] = []
    problems: list[Problem] = []
    value = settings.value.get("nav") if isinstance(settings.value, dict) else None
    for number, item in enumerate(value if isinstance(value, list) else ()):
        key: tuple[str | int, ...] = ("nav", number)
        section = next(iter(item)) if isinstance(item, dict) and len(item) == 1 else ""
        inner = item[section] if section and isinstance(item, dict) else [item]
        for position, name in enumerate(inner if isinstance(inner, list) else [inner]):
            place = settings.place(*key, section, position) if section else settings.place(*key)
            folder = posixpath.dirname(name) if isinstance(name, str) else ""
            if isinstance(name, str) and name.endswith(".md") and section in ("", folder):
                entries.append(NavEntry(name, place))
            else:
                problems.append(_nav_problem(place, name))
    return entries, problems


def _nav_problem(place: Place, item: object) -> Problem:
    shown = next(iter(item)) if isinstance(item, dict) and item else item
    return Problem(
        place,
        f"the entry {quote(shown)} of the navigation is not a page of its section",
        "'nav' has lines '- page.md', and '- folder:' with lines '- folder/page.md' below; "
        "pages carry their own titles, and folders have theirs in data/strings",
        "write the entry so",
    )


def _link_limits(settings: Document) -> tuple[LinkLimits, list[Problem]]:
    """How many terms may become links, from ``extra.term_links`` in mkdocs.yml."""
    extra = settings.value.get("extra") if isinstance(settings.value, dict) else None
    given = extra.get("term_links") if isinstance(extra, dict) else None
    given = {} if given is None else given
    names = [limit.name for limit in fields(LinkLimits)]
    problems = []
    for name, value in given.items() if isinstance(given, dict) else [("", given)]:
        if name not in names or not re.fullmatch("[0-9]{1,4}", str(value)):
            key = ("extra", "term_links", name) if name else ("extra", "term_links")
            problems.append(
                Problem(
                    settings.place(*key),
                    f"the setting {quote(name or given)} is not understood",
                    f"'term_links' has {listing(names, 'and')}, each a whole number from 0",
                    "write it so",
                )
            )
    if problems:
        return LinkLimits(), problems
    return LinkLimits(**{name: int(value) for name, value in given.items()}), []


def _review_months(settings: Document) -> tuple[int, list[Problem]]:
    """After how many months content is to be reviewed, from ``extra.review_months``."""
    extra = settings.value.get("extra") if isinstance(settings.value, dict) else None
    given = extra.get("review_months", REVIEW_MONTHS) if isinstance(extra, dict) else REVIEW_MONTHS
    if re.fullmatch("[1-9][0-9]{0,2}", str(given)):
        return int(given), []
    problem = Problem(
        settings.place("extra", "review_months"),
        f"the setting {quote(given)} is no number of months",
        "'review_months' is a whole number from 1 to 999",
        "write it so",
    )
    return REVIEW_MONTHS, [problem]


def _language(loading: _Loading, code: str, name: str) -> Language | None:
    path = loading.root / "data" / "strings" / f"{code}.yml"
    if not path.exists():
        loading.problems.append(
            Problem(
                Place(f"data/strings/{code}.yml"),
                "the file does not exist",
                f"mkdocs.yml names the language '{code}', so its words are needed",
                "copy the file of another language and translate it",
            )
        )
        return None
    document = loading.document(path, loading.schema("strings"))
    if document is None:
        return None
    interface, sections = document.value["interface"], document.value["sections"]
    loading.texts.extend(data_texts(document, interface, ("interface",), (), code))
    return Language(
        code=code,
        name=name,
        alphabet=tuple(document.value["alphabet"].split()),
        strings=interface,
        sections={
            name: {"slug": section["slug"], "title": section["title"]}
            for name, section in sections.items()
        },
        place=document.place,
        moved={name: tuple(section.get("moved", ())) for name, section in sections.items()},
    )


def _ledgers(loading: _Loading) -> dict[str, Ledger]:
    """What was published, by language."""
    schema = loading.schema("ledger")
    ledgers: dict[str, Ledger] = {}
    for code in loading.codes:
        ledger, problems = read_ledger(loading.root, code, schema)
        loading.problems.extend(problems)
        if ledger is not None:
            ledgers[code] = ledger
    return ledgers


# A page's language and source; the page and its front matter, if they can be read; its problems.
_Prose = list[tuple[str, str, Page | None, Document | None, list[Problem]]]


def _read_prose(root: Path, code: str, schema: Schema) -> _Prose:
    read: _Prose = []
    folder = root / "docs" / code
    for path in sorted(folder.rglob("*.md")):
        source = path.relative_to(folder).as_posix()
        if problem := file_name_problem(path, root, ".md"):
            read.append((code, source, None, None, [problem]))
        else:
            read.append((code, source, *read_page(root, code, source, schema)))
    return read


def _pages(loading: _Loading, read: _Prose) -> tuple[Page, ...]:
    pages: list[Page] = []
    for code, source, page, front, problems in read:
        loading.problems.extend(problems)
        if page is not None and front is not None:
            loading.quote(front)
            pages.append(page)
            texts = loading.translated.setdefault(source.removesuffix(".md"), {})
            texts[code] = translated_page(page)
    loading.known["pages"] = frozenset(f"{code}/{source}" for code, source, *_ in read)
    return tuple(pages)


def _stray_files(root: Path, codes: Iterable[str]) -> list[Problem]:
    """Files in docs/ and data/ that nothing would read, or that would be published as they are."""
    codes = list(codes)
    problems: list[Problem] = []
    for path in sorted([*(root / "docs").rglob("*"), *(root / "data").rglob("*")]):
        name = path.relative_to(root)
        if any(part.startswith(".") for part in name.parts):
            continue  # Hidden files are those of editors and file managers; no build takes them.
        place = Place(name.as_posix())
        if path.is_symlink():
            problems.append(link_problem(place))
        elif path.is_file() and not _is_expected(name, codes):
            problems.append(
                Problem(
                    place,
                    "the file is in no place where it would be read",
                    f"pages are docs/<language>/….md, shared texts docs/{INCLUDES}/<language>/….md,"
                    f" data data/<kind>/….yml; languages are {listing(codes)}",
                    "move it there, correct its ending, or delete it",
                )
            )
    return problems


def _is_expected(name: Path, codes: list[str]) -> bool:
    top, folder, *rest = name.parts
    if name in [Path("data") / single for single in (COVERAGE, STATEMENT, LOCK)]:
        return True
    if top == "docs":
        within = rest[0] if folder == INCLUDES and len(rest) > 1 else folder
        return name.suffix == ".md" and bool(rest) and within in codes
    if folder in ("strings", ADDRESSES):
        return len(rest) == 1 and name.suffix == ".yml" and name.stem in codes
    return (folder in KINDS or folder == "schema") and len(rest) == 1


def _source(identifier: str, document: Document, _codes: tuple[str, ...]) -> Source:
    return Source(id=identifier, **document.value)


def _concept(identifier: str, document: Document, codes: tuple[str, ...]) -> Concept:
    value = document.value
    return Concept(
        id=identifier,
        subject=value["subject"],
        status=value["status"],
        reviewed=value["reviewed"],
        texts={code: _concept_text(value[code]) for code in codes},
        broader=tuple(value["broader"]),
        narrower=tuple(value["narrower"]),
        related=tuple(value["related"]),
        confused_with=tuple(Confusion(**entry) for entry in value["confused_with"]),
        sources=tuple(value["sources"]),
        matches=tuple(Match(**entry) for entry in value["matches"]),
        place=document.place,
    )


def _concept_text(value: Mapping[str, Any]) -> ConceptText:
    return ConceptText(
        **{
            **value,
            "admitted": tuple(value["admitted"]),
            "match": tuple(value["match"]),
            "never": tuple(value["never"]),
            "keywords": tuple(value["keywords"]),
            "moved": tuple(value["moved"]),
            "autolink": value["autolink"] == "yes",
            "deprecated": tuple(
                DeprecatedTerm(**{**entry, "check": entry["check"] == "yes"})
                for entry in value["deprecated"]
            ),
        }
    )


def _page_text(value: Mapping[str, Any]) -> PageText:
    lists = {name: tuple(value.get(name, ())) for name in ("keywords", "moved")}
    return PageText(**{**value, **lists})


def _withdrawal(identifier: str, document: Document, codes: tuple[str, ...]) -> Withdrawal:
    value = document.value
    return Withdrawal(
        id=identifier,
        since=value["since"],
        replaced_by=value["replaced_by"],
        texts={
            code: WithdrawnText(**{**value[code], "addresses": tuple(value[code]["addresses"])})
            for code in codes
        },
        place=document.place,
    )


def _subject(_: str, document: Document, _codes: tuple[str, ...]) -> Subject:
    names = dict(document.value)
    return Subject(description=names.pop("description"), name=names)


def _checklist(identifier: str, document: Document, codes: tuple[str, ...]) -> Checklist:
    value = document.value
    return Checklist(
        id=identifier,
        status=value["status"],
        reviewed=value["reviewed"],
        sources=tuple(value["sources"]),
        texts={code: _page_text(value[code]) for code in codes},
        sections=tuple(
            ChecklistSection(
                section["id"],
                section["heading"],
                tuple(
                    Item(
                        **{
                            **item,
                            "concepts": tuple(item["concepts"]),
                            "guides": tuple(item["guides"]),
                        }
                    )
                    for item in section["items"]
                ),
                section["alternatives"] == "yes",
            )
            for section in value["sections"]
        ),
        place=document.place,
        moved_anchors=value["moved_anchors"],
    )


def _path(identifier: str, document: Document, codes: tuple[str, ...]) -> DecisionPath:
    value = document.value
    return DecisionPath(
        id=identifier,
        status=value["status"],
        reviewed=value["reviewed"],
        sources=tuple(value["sources"]),
        texts={code: _page_text(value[code]) for code in codes},
        steps=tuple(
            Step(
                **{
                    **step,
                    "answers": tuple(Answer(**answer) for answer in step["answers"]),
                    "concepts": tuple(step["concepts"]),
                    "guides": tuple(step["guides"]),
                }
            )
            for step in value["steps"]
        ),
        place=document.place,
        moved_anchors=value["moved_anchors"],
    )


def _coverage(loading: _Loading) -> Coverage | None:
    path = loading.root / "data" / COVERAGE
    document = loading.document(path, loading.schema("coverage")) if path.exists() else None
    if document is None:
        return None
    value = document.value
    loading.quote(document)
    loading.texts.extend(data_texts(document, value, (), loading.codes))
    return Coverage(
        source=value["source"],
        reviewed=value["reviewed"],
        texts={code: _page_text(value[code]) for code in loading.codes},
        points=tuple(
            Point(point["id"], point["text"], tuple(point["targets"])) for point in value["points"]
        ),
        place=document.place,
    )


def _statement(loading: _Loading) -> Statement | None:
    """The accessibility statement: every site has one, so its file must be there."""
    path = loading.root / "data" / STATEMENT
    document = loading.document(path, loading.schema("accessibility"))
    if document is None:
        return None
    value = document.value
    loading.quote(document)
    loading.texts.extend(data_texts(document, value, (), loading.codes))
    assessment, publisher = value["assessment"], value.get("publisher")
    return Statement(
        **{
            **value,
            "assessment": Assessment(
                **{
                    **assessment,
                    "tools": tuple(Tool(**tool) for tool in assessment["tools"]),
                    "untested": tuple(assessment["untested"]),
                }
            ),
            "failings": tuple(Failing(**failing) for failing in value["failings"]),
            "publisher": Publisher(**publisher) if publisher else None,
            "authority": Authority(**value["authority"]),
            "sources": tuple(value["sources"]),
            "place": document.place,
        }
    )


def _fact(identifier: str, document: Document, _codes: tuple[str, ...]) -> Fact:
    value = document.value
    return Fact(
        **{
            **value,
            "id": identifier,
            "verified": value["verified"] == "yes",
            "sources": tuple(value["sources"]),
            "place": document.place,
        }
    )


def _change(identifier: str, document: Document, _codes: tuple[str, ...]) -> Change:
    value = document.value
    return Change(
        identifier, value["date"], tuple(value["pages"]), value["text"], place=document.place
    )


# The folders whose entries can be read one by one.
_ENTRIES: dict[str, Make[Any]] = {
    "subjects": _subject,
    "sources": _source,
    "concepts": _concept,
    "checklists": _checklist,
    "paths": _path,
    "facts": _fact,
    "changes": _change,
}


__all__ = ["INCLUDES", "KINDS", "load", "load_entry"]
