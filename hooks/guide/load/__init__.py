"""Reads the whole project: settings, data and prose, with every problem of their form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from guide.load.data import Document, read_data
from guide.load.prose import INCLUDES, read_page
from guide.load.schema import (
    Schema,
    file_name_problem,
    fill_defaults,
    read_schema,
    unwritten_problems,
    validate,
)
from guide.model import (
    Checklist,
    ChecklistSection,
    ChecklistText,
    Concept,
    ConceptText,
    Confusion,
    DeprecatedTerm,
    Item,
    Language,
    Match,
    NavEntry,
    Page,
    Site,
    Source,
)
from guide.problems import Place, Problem, listing

#: The kinds of data files: the folder below data/ and the name of the schema.
KINDS = {
    "concepts": "concept",
    "checklists": "checklist",
    "sources": "source",
    "subjects": "subject",
}

_Entry = TypeVar("_Entry")


@dataclass(slots=True)
class _Loading:
    """What is gathered while a project is read."""

    root: Path
    codes: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    known: dict[str, frozenset[str]] = field(default_factory=dict)
    #: Paths of entries that are not to be published yet.
    incomplete: set[str] = field(default_factory=set)

    def schema(self, kind: str) -> Schema:
        return read_schema(self.root, kind, self.codes)

    def document(self, path: Path, schema: Schema) -> Document | None:
        """A valid data file with its defaults filled in, or None."""
        document, problems = read_data(self.root, path)
        if document.value is not None and not problems:
            problems = validate(document, schema)
        self.problems.extend(problems)
        if problems or document.value is None:
            return None
        filled = fill_defaults(document.value, schema)
        return Document(document.path, filled, document.values, document.keys)

    def folder(self, name: str, make: Callable[[str, Document], _Entry]) -> dict[str, _Entry]:
        """The valid entries of a folder of data, by id."""
        schema = self.schema(KINDS[name])
        entries: dict[str, _Entry] = {}
        # Hidden files are those of editors and file managers.
        paths = sorted(
            path for path in (self.root / "data" / name).glob("*") if not path.name.startswith(".")
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
                continue
            self.problems.extend(unwritten_problems(document))
            entries[path.stem] = make(path.stem, document)
        return entries


def load(root: Path) -> tuple[Site, list[Problem]]:
    """The site below ``root`` and every problem in the form of its files.

    A file with a problem is left out of the site; its id stays in ``Site.known``, so that
    rules do not report what refers to it.
    """
    settings, problems = read_data(root, root / "mkdocs.yml", foreign=True)
    names = _language_names(settings)
    if not names:
        return Site(root, ()), problems or [_no_languages(settings)]
    loading = _Loading(root, tuple(names), problems)
    languages = tuple(
        language
        for code, name in names.items()
        if (language := _language(loading, code, name)) is not None
    )
    site = Site(
        root=root,
        languages=languages,
        subjects=loading.folder("subjects", lambda _, document: document.value),
        sources=loading.folder("sources", _source),
        concepts=loading.folder("concepts", lambda id_, doc: _concept(id_, doc, loading.codes)),
        checklists=loading.folder(
            "checklists", lambda id_, doc: _checklist(id_, doc, loading.codes)
        ),
        pages=_pages(loading),
        nav=tuple(_nav(settings, ("nav",))),
        known=loading.known,
        incomplete=frozenset(loading.incomplete),
    )
    return site, loading.problems


def _language_names(settings: Document) -> dict[str, str]:
    """The languages of the site, from the settings of the i18n plugin in mkdocs.yml."""
    plugins = settings.value.get("plugins", []) if isinstance(settings.value, dict) else []
    for plugin in plugins:
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            entries = plugin["i18n"].get("languages") or []
            named = [entry for entry in entries if isinstance(entry, dict)]
            return {e["locale"]: e["name"] for e in named if e.get("locale") and e.get("name")}
    return {}


def _no_languages(settings: Document) -> Problem:
    return Problem(
        settings.place("plugins"),
        "no languages are named",
        "the plugin i18n has 'languages', each with 'locale' and 'name'",
        "restore them",
    )


def _nav(settings: Document, key: tuple[str | int, ...]) -> list[NavEntry]:
    """Every page that the navigation names, at any depth below ``key``."""
    value: Any = settings.value or {}
    for part in key:
        value = value.get(part, []) if isinstance(value, dict) else value[part]
    if not isinstance(value, (dict, list)):
        return [NavEntry(value, settings.place(*key))] if isinstance(value, str) else []
    parts = value if isinstance(value, dict) else range(len(value))
    return [entry for part in parts for entry in _nav(settings, (*key, part))]


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
    return Language(
        code=code,
        name=name,
        alphabet=tuple(document.value["alphabet"].split()),
        strings=document.value["interface"],
        theme=document.value["theme"],
        sections=document.value["sections"],
        place=document.place,
    )


def _pages(loading: _Loading) -> tuple[Page, ...]:
    schema = loading.schema("page")
    pages: list[Page] = []
    sources: set[str] = set()
    for code in loading.codes:
        folder = loading.root / "docs" / code
        for path in sorted(folder.rglob("*.md")):
            source = path.relative_to(folder).as_posix()
            sources.add(f"{code}/{source}")
            if problem := file_name_problem(path, loading.root, ".md"):
                loading.problems.append(problem)
                continue
            page, problems = read_page(loading.root, code, source, schema)
            loading.problems.extend(problems)
            if page is not None:
                pages.append(page)
    loading.known["pages"] = frozenset(sources)
    loading.problems.extend(_stray_pages(loading))
    return tuple(pages)


def _stray_pages(loading: _Loading) -> Iterator[Problem]:
    """Pages that belong to no language would be published nowhere, or twice."""
    docs = loading.root / "docs"
    for path in sorted(docs.rglob("*.md")):
        folder, *rest = path.relative_to(docs).parts
        if rest and (folder in loading.codes or (folder == INCLUDES and rest[0] in loading.codes)):
            continue
        yield Problem(
            Place(path.relative_to(loading.root).as_posix()),
            "the page belongs to no language",
            f"pages are in docs/<language>/, where <language> is {listing(loading.codes)}",
            "move the file there, or delete it",
        )


def _source(identifier: str, document: Document) -> Source:
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
            "deprecated": tuple(DeprecatedTerm(**entry) for entry in value["deprecated"]),
        }
    )


def _checklist(identifier: str, document: Document, codes: tuple[str, ...]) -> Checklist:
    value = document.value
    return Checklist(
        id=identifier,
        status=value["status"],
        reviewed=value["reviewed"],
        sources=tuple(value["sources"]),
        texts={code: ChecklistText(**value[code]) for code in codes},
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
            )
            for section in value["sections"]
        ),
        place=document.place,
    )


__all__ = ["INCLUDES", "KINDS", "load"]
