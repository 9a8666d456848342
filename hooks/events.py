"""Hands MkDocs events to the package ``guide``; ``live.py`` alone imports MkDocs beside it.

mkdocs-static-i18n builds the default language first and each other language in a nested build
on the same configuration, so every event from on_config to on_post_build comes once for each.
It acts at priority -100; what must see its work comes after, at -200.
Where the machine can, each nested build runs in a process of its own, beside that of the default
language: see ``_build_others``.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guide import assets, learning, output, promises
from guide.addresses import (
    ACCESSIBILITY,
    CHANGES,
    EDITIONS,
    EDITORS,
    PRIVACY,
    SITEMAP,
    START,
    Addresses,
)
from guide.anchors import with_anchors
from guide.beside import BESIDE
from guide.blocks import put_back, set_aside
from guide.check import check
from guide.facts import FactsExtension, figures
from guide.feed import feed, feed_address, feed_title
from guide.generate import generate_first
from guide.glossary import letters
from guide.handouts.guides import HandoutError, guide
from guide.handouts.handout import Handout
from guide.handouts.pages import Pages
from guide.languages import written_date
from guide.linked_data import LinkedData
from guide.linking import TermsExtension
from guide.load import INCLUDES, load_entry
from guide.marks import GROUND, MANIFEST, manifest
from guide.model import GeneratedPage, Language, Site
from guide.model import Page as Prose
from guide.moves import is_withdrawn, moved_downloads, redirects
from guide.problems import Problem, report
from guide.recognition import Recogniser
from guide.record import record
from guide.search import index as search
from guide.search.documents import Document, document
from guide.social import SIZE, social_address, social_picture
from guide.targets import targets
from guide.templates import compiled
from guide.terms import DEFINITIONS, INDEX, definitions, entries, recognisers
from guide.translations import newer
from guide.typography import unbroken
from guide.versions import Versions, versions
from guide.words import Words
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

_AFTER_I18N = -200

#: What a page may do, as a header and in the page itself: nothing but its own files.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)

#: Scripts of all pages, and those of pages whose content has a mark.
_MODULES = {
    "": ("page.js", "search/search.js"),
    'data-term="': ("terms.js",),
    'class="path-walk"': ("path/walk.js",),
    'data-checklist="': ("checklist/checklist.js",),
}

#: Guides tell how long they take, at so many words a minute.
_GUIDES, _WORDS_A_MINUTE = "guide/", 180

#: The brand leads to the first, the foot to the second.
_NOT_IN_MENU = (START, PRIVACY)

#: What the foot of every page leads to.
_FOOT = ("about.md", CHANGES, ACCESSIBILITY, PRIVACY, SITEMAP, EDITIONS)

# Icons and pictures for social networks keep their addresses: others link to them.
_MARKS = "assets/marks/"

# The template of the page for addresses that do not exist, and its name; and that of the page at
# an address whose page has moved.
_MISSING, _MOVED = "404.html", "moved.html"

_log = logging.getLogger("mkdocs.commands.build")

# After how many new objects Python looks for those that only refer to each other.
_COLLECTED = 100_000

# Extensions of Python-Markdown that know the language and the page.
_OURS = (FactsExtension, TermsExtension)


@dataclass(frozen=True)
class _Build:
    """What one whole build, of all languages, works from."""

    site: Site
    addresses: Addresses
    #: Pages of prose and pages made from data, by language and source.
    prose: dict[tuple[str, str], Prose]
    generated: dict[tuple[str, str], GeneratedPage]
    recognisers: Mapping[str, tuple[Recogniser, Words]]
    #: The version of every page, by language and source.
    versions: Versions
    #: The languages in which a page that is behind has changed, by its language and source.
    newer: Mapping[tuple[str, str], tuple[str, ...]]
    #: The page that each old address leads to, and ids that were published and are gone, with what
    #: they lead to on their page.
    moved: Mapping[str, tuple[str, str]]
    kept_anchors: Mapping[tuple[str, str], Mapping[str, str]]
    #: The letters of the glossary's index with the ids of their headings, by language.
    letters: Mapping[str, list[tuple[str, str]]]
    #: Styles and scripts, by address.
    assets: dict[str, bytes]
    #: Blocks of HTML that were kept from Markdown, by the language and source of their page.
    blocks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    #: Pages as they were rendered, by language and source.
    rendered: dict[tuple[str, str], Document] = field(default_factory=dict)
    #: Pages as files to attach, by language and source; none where PDFs are left out.
    handouts: dict[tuple[str, str], Handout] = field(default_factory=dict)
    pdfs: dict[tuple[str, str], bytes] = field(default_factory=dict)


# Set anew at the start of every build; hook modules live as long as `mkdocs serve`.
_build: _Build

# The processes that build the other languages, and the templates that are left to one of them.
_processes: list[int] = []
_left: frozenset[str] = frozenset()

# A preview puts a script of its own into each page, which the policy would not let run.
_previewing = False

# Whether this is a process that builds one language of a site that another one builds.
_is_part = False


def on_startup(command: str, dirty: bool) -> None:
    """Remembers whether this is a preview."""
    global _previewing
    _previewing = command == "serve"


@event_priority(_AFTER_I18N)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Checks the project before anything is built, and turns the site to the language."""
    global _build
    if not _i18n(config).building:
        # Each time anew: i18n puts another function there while it builds the other languages.
        utils.clean_directory = _begin_output
        _require_address(config)
        if not _previewing:
            _share_templates(config.theme)
        _build = _read(Path(config.config_file_path).parent)
    language = _language(config)
    # Markup, so that where the theme does escape them they are not escaped twice.
    config.site_name = escape(language.strings["site.name"])
    config.site_description = escape(language.strings["site.description"])
    _use_extensions(config, language)
    config.mdx_configs["markdown_include.include"]["base_path"] = str(
        Path(config.docs_dir) / INCLUDES / language.code
    )
    return config


def _require_address(config: MkDocsConfig) -> None:
    if not config.site_url:
        raise PluginError(
            "mkdocs.yml:1:1: 'site_url' is empty; canonical addresses begin with it; "
            "set SITE_URL to the site's address, or do not set it at all"
        )


def _begin_output(directory: str) -> None:
    try:
        output.begin(directory)
    except OSError as error:
        raise PluginError(
            f"{os.path.relpath(directory)}/: the folder of the built site cannot be written "
            f"({error.strerror}); all in it is to be yours; delete it, or change its owner"
        ) from error


class _OwnFiles(FileSystemLoader):
    """Finds the templates of the theme, but lists those of the project alone.

    MkDocs would look through 14,000 files of the theme for each language, of which none is copied.
    """

    def list_templates(self) -> list[str]:
        """Names of files in the first folder, which is the project's."""
        return FileSystemLoader(self.searchpath[0]).list_templates()


def _share_templates(theme: Theme) -> None:
    """Gives all languages the same templates; each tells them its words: see ``on_env``."""
    environment = theme.get_env()
    environment.loader = _OwnFiles(theme.dirs)
    environment.bytecode_cache = compiled("theme", "mkdocs", "mkdocs-material")
    theme.get_env = lambda: environment  # type: ignore[method-assign]


def _use_extensions(config: MkDocsConfig, language: Language) -> None:
    """Puts what acts on prose in the language in place of that of the language built before."""
    site = _build.site
    recogniser, _ = _build.recognisers[language.code]
    terms = TermsExtension(
        recogniser, entries(site, language), language.strings["terms.used"], site.link_limits
    )
    # MkDocs declares names only, but hands them to Python-Markdown, which takes objects, too.
    extensions: list[Any] = config.markdown_extensions
    kept = [entry for entry in extensions if not isinstance(entry, _OURS)]
    extensions[:] = [*kept, FactsExtension(figures(site, language)), terms]


def _read(root: Path) -> _Build:
    if not _previewing:
        learning.begin(root)
    made, problems = read(root, may_fork=not _previewing)
    if problems or not made:
        raise PluginError("\n" + report(problems, annotate="CI" in os.environ))
    gc.freeze()  # What is read stays, and what nobody collects is not copied by other processes.
    # Of what is made of pages, most goes at once; the rest adds up in time.
    gc.set_threshold(_COLLECTED, 20, 20)
    gc.enable()
    return made


def read(root: Path, *, may_fork: bool = False) -> tuple[_Build | None, list[Problem]]:
    """What a build of the project works from, or every problem that keeps it from being built."""
    # 'make webroot' names it; an edition itself is made of a site without others.
    kept = os.environ.get("EDITIONS")
    site, pages, problems = check(root, root / kept if kept else None, may_fork=may_fork)
    if problems:
        return None, problems
    return _made(site, pages), []


def read_data(build: _Build, path: str) -> _Build | None:
    """A build from a file of ``data/`` that was saved since, before all is read and checked.

    Only pages that show it above all are made anew, and terms are found as before. None if it is
    no entry that was there before, or has a mistake.
    """
    _, folder, name = (*path.removesuffix(".yml").split("/", 2), "", "")[:3]
    site = load_entry(build.site, folder, name)
    if site is None:
        return None
    made = generate_first(site, folder, name)
    return replace(
        build,
        site=site,
        addresses=Addresses(site),
        generated=build.generated | {(page.language, page.source): page for page in made},
        rendered={},
    )


def _made(site: Site, pages: list[GeneratedPage]) -> _Build:
    addresses = Addresses(site)
    return _Build(
        site,
        addresses,
        prose=dict(site.prose),
        generated={(page.language, page.source): page for page in pages},
        recognisers=recognisers(site),
        versions=versions(site, pages),
        newer=newer(site),
        moved=redirects(site, addresses),
        kept_anchors=promises.kept_anchors(site, addresses, promises.all_anchors(site, pages)),
        letters={
            language.code: [(letter, anchor) for letter, anchor, _ in letters(site, language)]
            for language in site.languages
        },
        assets=assets.pack(site.root / "overrides" / assets.FOLDER),
    )


def _i18n(config: MkDocsConfig) -> Any:
    """The plugin, which ships no types."""
    return config.plugins["i18n"]


def _key(file: Any) -> tuple[str, str]:
    """A page's language and source, from what i18n adds to its file."""
    return file.locale, file.norm_src_uri


def _language(config: MkDocsConfig) -> Language:
    code = _i18n(config).current_language
    return next(language for language in _build.site.languages if language.code == code)


def _build_others(config: MkDocsConfig) -> None:
    """Begins to build every language but the default one, each in a process of its own.

    They begin as copies of this one, when all is read and what stands in the site's folder is
    marked as old, and do what i18n would do after this language. Nothing that two of them write
    differs: what is neither in a language's folder nor the same for all is left to the last
    language.
    """
    global _is_part
    i18n = _i18n(config)
    _, *others = _order(config)
    environment = config.theme.get_env()
    for name in environment.list_templates(["html"]):
        environment.get_template(name)  # Compiled once for all.
    sys.stdout.flush()
    sys.stderr.flush()
    for code in others:
        process = os.fork()
        if not process:
            i18n.building, i18n.current_language, _is_part = True, code, True
            utils.clean_directory = lambda directory: None  # noqa: ARG005
            _processes.clear()
            if code != others[-1]:
                _leave_templates(config)
            _log.setLevel(logging.WARNING)  # That a build begins and ends is told once.
            os._exit(_status_of_build(config))
        _processes.append(process)
    if others:
        _leave_templates(config)


def _leave_templates(config: MkDocsConfig) -> None:
    """Leaves the chooser, the sitemap and their like to the last language."""
    global _left
    # What is no template would be copied as it is.
    _left = frozenset(config.theme.static_templates)
    config.theme.static_templates.clear()


def _status_of_build(config: MkDocsConfig) -> int:
    """Builds the present language; 0 if all went well."""
    try:
        build(config)
    except SystemExit:  # MkDocs has said what is wrong.
        return 1
    except Exception:  # noqa: BLE001 - a process that was forked must not go on with the other's work
        _log.exception("A language could not be built.")
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _await_others(config: MkDocsConfig) -> None:
    """Waits for the languages that other processes build, and tells i18n that they are built.

    Raises:
        Abort: if one of them could not be built; its process has said why.
    """
    if not _processes:
        return
    if any(_statuses()):
        raise Abort("Aborted: a language could not be built.")
    for language in _i18n(config).config.languages:
        language.build = language.locale == _language(config).code


def _statuses() -> list[int]:
    """The statuses with which the other processes have ended."""
    statuses = [os.waitpid(process, 0)[1] for process in _processes]
    _processes.clear()
    return statuses


def on_build_error(error: Exception) -> None:
    """Leaves no process behind that still writes."""
    _statuses()


def _order(config: MkDocsConfig) -> list[str]:
    """The languages in the order in which i18n builds them."""
    first = _i18n(config).default_language
    return [first, *(language.code for language in _build.site.languages if language.code != first)]


def _announce_files(files: Files, config: MkDocsConfig) -> Files:
    """Before i18n: a file for every page of the language that is made from data.

    And none for pages of other languages, which i18n would only look at to know where they are;
    nor for the styles and scripts of the theme, or ours as they are written: see ``guide.assets``.
    """
    if BESIDE and not _previewing and not _i18n(config).building:
        _build_others(config)
    own = _language(config).code
    for file in list(files):
        code = file.src_uri.partition("/")[0]
        other = file.is_documentation_page() and code != own and code in _build.site.codes
        written = file.src_uri.startswith((f"{assets.FOLDER}/", "partials/"))
        used = file.src_uri.startswith(_MARKS) or not written
        if other or not used or file.src_uri in _left:
            files.remove(file)
    for language, source in _build.generated:
        if language != own:
            continue
        name = f"{language}/{source}"
        files.append(File(name, config.docs_dir, config.site_dir, config.use_directory_urls))
    return files


@event_priority(_AFTER_I18N)
def _place_files(files: Files, config: MkDocsConfig) -> Files:
    """After i18n: gives generated pages their content, and every page its address."""
    for file in files.documentation_pages():
        key = _key(file)
        if generated := _build.generated.get(key):
            file.content_string = generated.body
        file.dest_uri = _build.addresses.file(*key)
        file.url = file._get_url(config.use_directory_urls)
        file.abs_dest_path = os.path.join(config.site_dir, file.dest_uri)
    return files


on_files = CombinedEvent(_announce_files, _place_files)


@event_priority(_AFTER_I18N)
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Names the sections in the language; mkdocs.yml names them by folder."""
    sections = _language(config).sections
    for item in nav.items:
        if isinstance(item, Section):
            item.title = escape(sections[item.title]["title"])
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives the page its own date, makes its title and description safe, and sets HTML aside.

    The theme prints title and description as they are, in attributes too; and MkDocs reads them
    with another YAML reader than ours, for which the title 'No' is not a text.
    """
    key = _key(page.file)
    for extension in config.markdown_extensions:
        if isinstance(extension, _OURS):
            extension.source = key[1]
    entry = _entry(*key)
    page.update_date = _build.versions[key].date
    page.meta["title"] = escape(entry.title)
    page.meta["description"] = escape(entry.description)
    if key in _build.generated:
        markdown, _build.blocks[key] = set_aside(markdown)
    return markdown


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Gives templates the words of the language, under the names that the package uses."""
    language = _language(config)
    env.globals["language"] = language
    env.globals["languages"] = _build.site.languages
    env.globals["t"] = language.strings
    env.globals["assets"] = assets.folder_of(_build.assets)
    env.globals["policy"] = "" if _previewing else POLICY
    _write_missing(env, config, language)
    _write_moved(env, config, language)
    if _with_pdfs():
        _print_pdfs(config, language)
    env.globals["manifest"] = f"{language.code}/{MANIFEST}"
    env.globals["theme_color"] = GROUND
    env.globals["social_picture"] = social_address(language.code)
    env.globals["social_size"] = SIZE
    env.globals["changes"] = _build.addresses.address(language.code, CHANGES)
    env.globals["feed"] = feed_address(_build.addresses, language), feed_title(language)
    env.globals["with_anchors"] = with_anchors
    return env


def _write_missing(env: Environment, config: MkDocsConfig, language: Language) -> None:
    """Writes the page for missing addresses below the language's own, in that language alone.

    MkDocs writes the one for all others, in all languages. Both begin their links at the site's
    address, since nobody knows how deep a missing address is.
    """
    base = urlsplit(config.site_url).path or "/"
    html = env.get_template(_MISSING).render(
        config=config, base_url=base, page=None, languages=[language]
    )
    utils.write_file(html.encode(), f"{config.site_dir}/{language.code}/{_MISSING}")


def _write_moved(env: Environment, config: MkDocsConfig, language: Language) -> None:
    """Writes a page at every old address in the language that leads to where the page is now."""
    addresses = _build.addresses
    for old, key in _build.moved.items():
        if key[0] != language.code:
            continue
        place = old.rstrip("/")
        html = env.get_template(_MOVED).render(
            config=config,
            base_url=os.path.relpath("/", f"/{place}"),
            page=None,
            languages=[language],
            target=addresses.address(*key),
            title=_entry(*key).title,
        )
        utils.write_file(html.encode(), f"{config.site_dir}/{old}index.html")


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Remembers what was rendered, for search and PDFs, and lets old ids lead where they led."""
    language, source = _key(page.file)
    if blocks := _build.blocks.get((language, source)):
        html = put_back(html, blocks)
        # MkDocs looks for what links lead to, and has not seen the blocks.
        page.present_anchor_ids = set(_build.generated[language, source].anchors)
    if _is_unlisted(source):
        return html
    entry = _entry(language, source)
    address = _build.addresses.from_folder(f"{language}/{search.FOLDER}", language, source)
    _build.rendered[language, source] = document(
        source, address, entry.title, entry.description, html
    )
    if source.startswith(_GUIDES) and _build.addresses.pdf(language, source) and _with_pdfs():
        _build.handouts[language, source] = _guide(page, config, html)
    return unbroken(targets(html, _build.kept_anchors.get((language, source), {})))


def _guide(page: Page, config: MkDocsConfig, html: str) -> Handout:
    key = _key(page.file)
    address = f"{config.site_url}{_build.addresses.address(*key)}"
    try:
        return guide(_build.prose[key], _language(config), address, html)
    except HandoutError as error:
        problems = report([error.problem], annotate="CI" in os.environ)
        raise PluginError("\n" + problems) from error


def _with_pdfs() -> bool:
    """Whether pages come with PDFs: unless PDF=0, and in a preview only with PDF=1."""
    return os.environ.get("PDF", "0" if _previewing else "1") == "1"


def _print_pdfs(config: MkDocsConfig, language: Language) -> None:
    """Makes the PDFs of the language, once all its pages are rendered and before any is filled."""
    from guide.handouts.press import print_all  # noqa: PLC0415 - it takes long, and not all want it

    site, code = _build.site, language.code
    pages = Pages(site, language, _build.addresses, str(config.site_url))
    _build.handouts.update({(code, source): handout for source, handout in pages.all()})
    versions = {key: entry.label for key, entry in _build.versions.items()}
    handouts = {
        key: (handout, versions[key]) for key, handout in _build.handouts.items() if key[0] == code
    }
    _build.pdfs.update(print_all(site.root, handouts))


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Gives the page's template what leads from the page elsewhere, and its scripts."""
    code, source = _key(page.file)
    addresses, content = _build.addresses, page.content or ""
    context["alternates"] = [
        {"name": language.name, "link": address, "lang": language.code}
        for language, address in addresses.alternates(source)
    ]
    context["hreflang"] = addresses.hreflang(source, config.extra["x_default"])
    context["is_start"] = source == START
    context["is_unlisted"] = _is_unlisted(source)
    context["newer"] = _newer(code, source)
    if not _is_unlisted(source):
        context |= _told(page, _entry(code, source), config)
    context["is_glossary"] = source == INDEX
    context["is_concept"] = source.startswith("glossary/") and source != INDEX
    context["menu"] = _menu(nav, source)
    context["trail"] = _trail(context["menu"])
    context["footer_links"] = [
        (escape(_entry(code, name).title), addresses.address(code, name))
        for name in _FOOT
        if (code, name) in _build.prose or (code, name) in _build.generated
    ]
    context["pdf"] = _pdf_link(code, source)
    context["minutes"] = _minutes(content) if source.startswith(_GUIDES) else ""
    # A concept begins with its definition, and an index with its letters.
    wanted = not source.startswith("glossary/") and source != START
    context["contents"] = page.toc.items if wanted and len(page.toc.items) > 1 else []
    context["search_base"] = f"{code}/{search.FOLDER}/"
    context["search_glossary"] = addresses.address(code, INDEX)
    context["search_letters"] = _build.letters[code]
    context["search_fallback"] = addresses.address(code, SITEMAP)
    context["modules"] = [
        name for mark, names in _MODULES.items() if mark in content for name in names
    ]
    if 'data-term="' in content:
        context["definitions"] = addresses.beside(code, INDEX, DEFINITIONS)
    return context


def _told(page: Page, entry: GeneratedPage | Prose, config: MkDocsConfig) -> dict[str, Any]:
    """What the page tells of itself: to readers at its foot, and to machines."""
    language, base = _language(config), config.site_url or ""
    site, address = _build.site, base + (page.url or "")
    version = _build.versions[language.code, entry.source]
    linked_data = LinkedData(site, language, _build.addresses, base)
    return {
        "record": record(site, language, entry, address, version),
        "linked_data": Markup(linked_data.page(entry, version)),  # noqa: S704 - it has no '<'
        "version": version,
    }


def _pdf_link(code: str, source: str) -> dict[str, str] | None:
    """The address of the page's PDF below the site's, and the size in thousands of bytes."""
    pdf = _build.pdfs.get((code, source))
    if pdf is None:
        return None
    size = f"{max(1, round(len(pdf) / 1000)):,}".replace(",", "\u00a0")
    return {"address": _build.addresses.pdf(code, source), "size": size}


def _is_unlisted(source: str) -> bool:
    """Whether neither our search nor others list the page."""
    return is_withdrawn(source) or source == EDITORS


def _newer(code: str, source: str) -> list[tuple[str, str, str, str]]:
    """For a page that is behind: the name, code and address of each newer language, and the day."""
    language = next(one for one in _build.site.languages if one.code == code)
    changed = _build.newer.get((code, source), ())
    return [
        (
            other.name,
            other.code,
            address,
            language.strings["behind.since"].format(
                date=written_date(language, _build.versions[other.code, source].date)
            ),
        )
        for other, address in _build.addresses.alternates(source)
        if other.code in changed
    ]


def _entry(code: str, source: str) -> GeneratedPage | Prose:
    return _build.generated.get((code, source)) or _build.prose[code, source]


def _menu(nav: Navigation, source: str) -> list[tuple[str, str, str]]:
    """The title and address of each part of the site, and whether the page is in it or is it."""
    menu = []
    for item in nav.items:
        first = item.children[0] if isinstance(item, Section) else item
        if not isinstance(first, Page) or (name := _key(first.file)[1]) in _NOT_IN_MENU:
            continue
        inside = name.endswith("/index.md") and source.startswith(name.removesuffix("index.md"))
        current = "page" if source == name else "true" if inside else ""
        menu.append((str(item.title), first.url, current))
    return menu


def _trail(menu: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """The parts of the site that the page is in."""
    return [(title, address) for title, address, current in menu if current == "true"]


def _minutes(content: str) -> str:
    words = len(re.sub("<[^>]*>", " ", content).split())
    return str(max(1, round(words / _WORDS_A_MINUTE)))


def on_post_build(config: MkDocsConfig) -> None:
    """Writes what pop-ups show and the search reads, and keeps what was learnt of words.

    Before i18n builds the other languages, so that the language is the one just built.
    """
    if _language(config).code == _i18n(config).default_language:
        write_assets(config)
    write_language(config)
    is_last = bool(_processes) or _language(config).code == _order(config)[-1]
    _await_others(config)
    if is_last and not _is_part:
        output.end(config.site_dir)


def write_assets(config: MkDocsConfig) -> None:
    """Writes styles and scripts."""
    for address, content in _build.assets.items():
        utils.write_file(content, f"{config.site_dir}/{address}")


def write_language(config: MkDocsConfig) -> None:
    """Writes what is made of all pages of the present language, when they are rendered."""
    site, language = _build.site, _language(config)
    recogniser, _ = _build.recognisers[language.code]
    known = {code: words for code, (_, words) in _build.recognisers.items()}
    name = _build.addresses.beside(language.code, INDEX, DEFINITIONS)
    utils.write_file(definitions(site, language).encode(), f"{config.site_dir}/{name}")
    rendered = sorted(_build.rendered.items())
    documents = [page for (code, _), page in rendered if code == language.code]
    # Thousands of files: MkDocs would look for the folder of each.
    place = Path(config.site_dir, language.code, search.FOLDER)
    place.mkdir(parents=True, exist_ok=True)
    for name, text in search.files(site, language, documents, known, recogniser).items():
        Path(place, name).write_bytes(text.encode())
    changes = feed(site, language, _build.addresses, config.site_url or "")
    name = feed_address(_build.addresses, language)
    utils.write_file(changes.encode(), f"{config.site_dir}/{name}")
    picture = social_picture(site.root, language)
    utils.write_file(picture, f"{config.site_dir}/{social_address(language.code)}")
    utils.write_file(manifest(language).encode(), f"{config.site_dir}/{language.code}/{MANIFEST}")
    for (code, source), pdf in _build.pdfs.items():
        if code == language.code:
            utils.write_file(pdf, f"{config.site_dir}/{_build.addresses.pdf(code, source)}")
    _copy_moved_downloads(config, language)
    for words in known.values():
        words.save()


def _copy_moved_downloads(config: MkDocsConfig, language: Language) -> None:
    """Puts files of pages that have moved where they were, too: they cannot lead elsewhere."""
    moved = moved_downloads(_build.site, _build.addresses, _build.moved)
    for old, new in moved.items():
        path = Path(config.site_dir) / (new or old)
        if new and old.startswith(f"{language.code}/") and output.is_new(path):
            utils.copy_file(str(path), f"{config.site_dir}/{old}")


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Gives the chooser and the sitemap their alternates."""
    addresses, default = _build.addresses, config.extra["x_default"]
    # All languages have the same pages; those of another may be built in another process.
    files = _i18n(config).i18n_files_per_language[_language(config).code]
    context["hreflang"] = addresses.hreflang(START, default)
    context["sitemap"] = [
        (_listed(config, code, file.norm_src_uri), addresses.hreflang(file.norm_src_uri, default))
        for code in _order(config)
        for file in files
        if not _is_unlisted(file.norm_src_uri)
    ]
    return context


def _listed(config: MkDocsConfig, code: str, source: str) -> dict[str, str]:
    """What the sitemap tells of a page, under the names that MkDocs gives it."""
    return {
        "canonical_url": f"{config.site_url}{_build.addresses.address(code, source)}",
        "update_date": _build.versions[code, source].date,
    }
