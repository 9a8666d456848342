"""Fills templates of Markdown and HTML so that no text of ours can break out of its place.

Everything that a template prints is escaped, unless it is marked safe; one escape serves
Markdown, HTML and HTML attributes alike, because it writes character references, which all
three take for plain text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from guide.model import Checklist, DecisionPath, GeneratedPage, Language
from guide.templates import compiled
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# Characters that mean something to Markdown, to the extensions that we use, or to HTML.
_SPECIAL = re.compile(r"[&<>\"'\\`*_{}\[\]#|~^=!$@]")
# {fi:…} after escaping.
_FOREIGN = re.compile(r"&#123;([a-z]{2,3}):(.*?)&#125;")
# What means something only where a line begins, and text with dots that looks like a list.
_OPENING = re.compile(r"^(?:[-+:?]|\d+(?=[.)]))")


def escape(value: object) -> Markup:
    """A value as plain text in Markdown, HTML and HTML attributes."""
    return value if isinstance(value, Markup) else _escaped(str(value))


@lru_cache(maxsize=100_000)
def _escaped(value: str) -> Markup:
    text = " ".join(value.split())
    text = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
    text = _OPENING.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", text)
    return Markup(text)  # noqa: S704 - this is the escape


def prose(text: str) -> Markup:
    """A text of data, in which ``{fi:pitovoima}`` marks words of another language as such."""
    return Markup(_FOREIGN.sub(r'<span lang="\1">\2</span>', str(escape(text))))  # noqa: S704


def unmarked(text: str) -> str:
    """A text of data without marks of language, for where there can be no elements."""
    return re.sub(r"\{[a-z]{2,3}:([^{}]*)\}", r"\1", text)


def address(value: object) -> Markup:
    """An address in an attribute: what an address may not hold is percent-encoded."""
    return _address(str(value))


@lru_cache(maxsize=100_000)
def _address(value: str) -> Markup:
    return escape(quote(value, safe=":/?#[]@!$&'()*+,;=%-._~"))


def host(url: str) -> str:
    """The part of an address that people read: 'www.example.org'."""
    return urlsplit(url).netloc


def telephone(number: str) -> str:
    """A Finnish telephone number as a link takes it: '029 534' becomes '+35829534'."""
    return "+358" + plain[1:] if (plain := number.replace(" ", "")).startswith("0") else plain


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - finalize escapes everything, for Markdown too
        loader=FileSystemLoader(Path(__file__).parent),
        finalize=escape,
        undefined=StrictUndefined,
        # The usual {# would swallow heading ids.
        comment_start_string="{%#",
        comment_end_string="#%}",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # A preview begins anew when a file beside the modules changes.
        bytecode_cache=compiled(Path(__file__).read_text("utf-8")),
    )
    environment.filters["address"] = address
    environment.filters["prose"] = prose
    environment.filters["host"] = host
    environment.filters["telephone"] = telephone
    return environment


def compile_all() -> None:
    """Compiles every template, so that what is made of it is kept."""
    for name in _environment().list_templates(["j2"]):
        _environment().get_template(name)


def fill(template: str, **values: Any) -> str:
    """A template beside the modules of the package, filled."""
    return _environment().get_template(template).render(**values)


def page(
    language: Language, source: str, *, title: str, description: str, reviewed: str, body: str
) -> GeneratedPage:
    """A page; its description has no marks of language."""
    description = unmarked(description)
    return GeneratedPage(language.code, source, title, description, f"\n{body}", reviewed)


def index_page(
    language: Language, folder: str, entries: Mapping[str, Checklist | DecisionPath]
) -> GeneratedPage:
    """The index of a folder: its entries in the order of their ids, the same in all languages."""
    description = language.strings[f"{folder}.description"]
    listed = [(name, entry.texts[language.code]) for name, entry in entries.items()]
    return page(
        language,
        f"{folder}/index.md",
        title=language.sections[folder]["title"],
        description=description,
        reviewed=max((entry.reviewed for entry in entries.values()), default=""),
        body=fill("entries.md.j2", description=description, entries=listed),
    )
