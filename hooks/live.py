"""Makes pages when they are asked for, from the present files: ``make serve``.

The second file that imports MkDocs: ``events.py`` is what MkDocs calls in a build, this calls the
parts of a build by itself. It keeps what MkDocs makes of a language before any page (files,
navigation, templates), and renders a page with them when a browser wants it. So what follows from
a change, on whatever page, is right as soon as the data are read again.
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from guide import assets
from guide.facts import figures
from guide.generate import generate_titled
from guide.linking import Entry, TermsExtension
from guide.load.prose import read_page
from guide.load.schema import read_schema
from guide.preview import PORT, Kind, serve
from guide.problems import report
from guide.recognition import Mention
from guide.search.documents import Document
from guide.terms import entries
from jinja2 import Environment
from mkdocs.commands.build import (
    _build_page,
    _build_theme_template,
    _populate_page,
)
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.structure.files import Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

#: The name under which MkDocs loads our hooks.
_HOOKS = "hooks/events.py"


@dataclass(slots=True)
class _Prepared:
    """A language as MkDocs has it before the first page."""

    files: Files
    nav: Navigation
    env: Environment
    #: What the files and the navigation were made from.
    structure: object
    #: Pages by source; what the content of each was made from, the concepts that it links to, and
    #: the terms that were found in each of its texts.
    pages: dict[str, Page]
    made_from: dict[str, Any] = field(default_factory=dict)
    linked: dict[str, dict[str, Entry | None]] = field(default_factory=dict)
    found: dict[str, Mapping[str, tuple[Mention, ...]]] = field(default_factory=dict)
    #: What the search has of each page.
    documents: dict[str, Document] = field(default_factory=dict)


class Live:
    """The site as the files are now.

    Args:
        root: The project's root.
        folder: Where pages are written; empty, and nobody else's.
        origin: The address of the preview, 'http://127.0.0.1:8000/'.
    """

    def __init__(self, root: Path, folder: Path, origin: str) -> None:
        self._root = root
        self._folder = folder
        self._config = load_config(
            str(root / "mkdocs.yml"), site_dir=str(folder), site_url=origin, strict=False
        )
        self._config.plugins.on_startup(command="build", dirty=False)
        self._events: Any = sys.modules[_HOOKS]
        self._i18n = cast("Any", self._config.plugins["i18n"])
        # As in the builds that i18n begins itself: everything is read already.
        self._i18n.building = True
        self._prepared: dict[str, _Prepared] = {}
        #: The pages and other files of the present site that are written already.
        self._written: set[str] = set()
        #: The pages whose Markdown is rendered from the present files.
        self._populated: set[tuple[str, str]] = set()
        #: The language that MkDocs is turned to, its concepts, and what all pages are made from.
        self._turned = ""
        self._entries: dict[str, Entry] = {}
        self._shared: Any = None
        self._sources: dict[str, tuple[str, str]] = {}
        self._codes: list[str] = []
        self._build: Any = None
        self._next: Any = None

    def read(self) -> str:
        """Reads all files anew, beside what is shown; the mistakes in them, one on a line."""
        build, problems = self._events.read(self._root)
        if problems:
            return report(problems, annotate=False)
        self._next = build
        return ""

    def use(self) -> None:
        """Shows what was read last."""
        self._show(self._next)

    def read_quickly(self, names: list[str]) -> bool:
        """Takes changed files before all else is read; False if they cannot be so."""
        made = self._build
        tops = {name.partition("/")[0] for name in names}
        if made is None or tops not in ({"docs"}, {"data"}, {"overrides"}):
            return False
        if tops == {"docs"}:
            made = self._with_prose(made, names)
        elif tops == {"data"}:
            for name in names:
                made = made and self._events.read_data(made, name)
        else:
            folder = self._root / "overrides" / assets.FOLDER
            made = replace(made, assets=assets.pack(folder), rendered={})
        if made:
            self._show(made)
        return made is not None

    def _with_prose(self, made: Any, names: list[str]) -> Any:
        """The build with pages of prose as they are now; None if more than them has changed."""
        prose, titled = dict(made.prose), []
        schema = read_schema(self._root, "page", self._codes)
        for name in names:
            _, code, source = (*name.split("/", 2), "", "")[:3]
            old = prose.get((code, source))
            if old is None or not (self._root / name).is_file():
                return None
            page, _, problems = read_page(self._root, code, source, schema)
            if page is None or problems or page.slug != old.slug:
                return None
            prose[code, source] = page
            titled += [(code, source)] if page.title != old.title else []
        site = replace(made.site, pages=tuple(prose.values()))
        shown = [page for key in titled for page in generate_titled(site, *key)]
        generated = made.generated | {(page.language, page.source): page for page in shown}
        return replace(made, site=site, prose=prose, generated=generated, rendered={})

    def content(self, path: str) -> tuple[Path, Kind] | None:
        """The file of an address, made if it must be, and whether it is a page; None if none.

        Raises:
            BuildError: if a template cannot be filled.
        """
        if self._build is None:
            return None
        place = path.strip("/")
        key = self._sources.get(place)
        code = place.partition("/")[0]
        if key:
            self._write(place, lambda: self._render(*key))
            return self._folder / self._build.addresses.file(*key), Kind.PAGE
        if place == "" and path.endswith("/"):
            self._write(place, self._write_shared)
            return self._folder / "index.html", Kind.PAGE
        if place.startswith(f"{code}/") and code in self._codes and not place.endswith(".html"):
            self._write(f"{code}/", lambda: self._write_rest(code))
        else:
            self._write("", self._write_shared)
        file = (self._folder / place).resolve()
        inside = file.is_relative_to(self._folder.resolve()) and file.is_file()
        return (file, Kind.FILE) if inside else None

    def warm(self) -> bool:
        """Renders one page that the search will want; False if none is left."""
        for code in self._codes:
            if code not in self._prepared:
                self._turn(code)
                return True
            for source in self._prepared[code].pages:
                if (code, source) not in self._populated:
                    self._populate(self._turn(code), code, source)
                    return True
        return False

    def _show(self, build: Any) -> None:
        self._build = self._events._build = build  # noqa: SLF001 - what events act on
        self._prepared = {
            code: prepared
            for code, prepared in self._prepared.items()
            if prepared.structure == self._structure_of(code)
        }
        self._written.clear()
        self._populated.clear()
        self._turned = ""
        pages = [*build.prose, *build.generated]
        self._sources = {build.addresses.address(*key).strip("/"): key for key in pages}
        self._codes = [language.code for language in build.site.languages]

    def _structure_of(self, code: str) -> object:
        """What files, navigation and templates of a language depend on, but for the settings."""
        build = self._build
        pages = [*build.prose, *build.generated]
        language = next((one for one in build.site.languages if one.code == code), None)
        words = language and (language.strings, language.sections)
        return [(key, build.addresses.address(*key)) for key in pages], words

    def _write(self, name: str, make: Any) -> None:
        if name not in self._written:
            make()
            self._written.add(name)

    def _turn(self, code: str) -> _Prepared:
        """Turns MkDocs to a language, made ready if it is not."""
        config = self._config
        if self._turned != code:
            self._i18n.current_language = code
            config.plugins.on_config(config)
            if code not in self._prepared:
                self._prepared[code] = self._prepare(code)
            prepared = self._prepared[code]
            for page in prepared.nav.pages:  # Their titles stand on other pages.
                page.markdown = page.markdown or ""
                self._events.on_page_markdown("", page, config, prepared.files)
            config.plugins.on_env(prepared.env, config=config, files=prepared.files)
            site = self._build.site
            language = next(each for each in site.languages if each.code == code)
            self._entries = entries(site, language)
            linkable = {name: entry.autolink for name, entry in self._entries.items()}
            self._shared = linkable, figures(site, language)
            self._turned = code
        return self._prepared[code]

    def _prepare(self, code: str) -> _Prepared:
        config = self._config
        files = get_files(config)
        env = config.theme.get_env()
        env.auto_reload = True
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = get_navigation(files, config)
        nav = config.plugins.on_nav(nav, config=config, files=files)
        pages = {}
        for file in files.documentation_pages():
            page = file.page or Page(None, file, config)
            page.file.page = page
            pages[file.norm_src_uri] = page  # type: ignore[attr-defined]
        return _Prepared(files, nav, env, self._structure_of(code), pages)

    def _render(self, code: str, source: str) -> None:
        prepared = self._turn(code)
        self._populate(prepared, code, source)
        page = prepared.pages[source]
        documents = prepared.files.documentation_pages()
        _build_page(page, self._config, documents, prepared.nav, prepared.env)

    def _populate(self, prepared: _Prepared, code: str, source: str) -> None:
        """Renders a page's Markdown, unless it was made from the same."""
        entry = self._build.generated.get((code, source))
        prose = self._build.prose.get((code, source))
        text = entry or (prose.title, prose.description, [line.text for line in prose.lines])
        made_from = (text, self._build.kept_anchors.get((code, source)), self._shared)
        if prepared.made_from.get(source) != made_from or not self._links_alike(code, source):
            page = prepared.pages[source]
            if entry:
                page.file.content_string = entry.body
            _populate_page(page, self._config, prepared.files)
            prepared.made_from[source] = made_from
            named = re.findall('data-term="([^"]+)"', page.content or "")
            prepared.linked[source] = {name: self._entries.get(name) for name in named}
            prepared.found[source] = self._found()
            if document := self._build.rendered.get((code, source)):
                prepared.documents[source] = document
        self._populated.add((code, source))
        if source in prepared.documents:  # Search leaves some pages out.
            self._build.rendered[code, source] = prepared.documents[source]

    def _links_alike(self, code: str, source: str) -> bool:
        """Whether terms in a page's texts are what they were, and what is shown of them."""
        prepared, (recogniser, _) = self._prepared[code], self._build.recognisers[code]
        return all(
            self._entries.get(name) == shown
            for name, shown in prepared.linked.get(source, {}).items()
        ) and all(
            recogniser.recognise(text) == mentions
            for text, mentions in prepared.found.get(source, {}).items()
        )

    def _found(self) -> Mapping[str, tuple[Mention, ...]]:
        """The terms that were found in the page rendered last, by text."""
        extensions: list[Any] = self._config.markdown_extensions
        return next(each for each in extensions if isinstance(each, TermsExtension)).found

    def _write_shared(self) -> None:
        """Writes what belongs to no language: the chooser, the sitemap, marks."""
        prepared = self._turn(self._codes[-1])
        static = InclusionLevel.is_included
        prepared.files.copy_static_files(inclusion=static)
        for name in self._config.theme.static_templates:
            _build_theme_template(name, prepared.env, prepared.files, self._config, prepared.nav)
        self._events.write_assets(self._config)

    def _write_rest(self, code: str) -> None:
        """Writes what is made of all pages of a language: the search, what pop-ups show."""
        prepared = self._turn(code)
        for source in prepared.pages:
            self._populate(prepared, code, source)
        self._events.write_language(self._config)


def main() -> None:
    """Serves the project in the present folder until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m live", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help="0 for any that is free")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    serve(Path.cwd(), Live, (BuildError, ConfigurationError, Abort), given.port)


if __name__ == "__main__":
    main()
