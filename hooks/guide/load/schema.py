"""Checks a data file against its schema.

``data/schema/*.json`` is the only description of the fields. It serves editors as it stands;
here it is first made exact for the languages of the site: an object marked ``x-languages``
has one field of the given kind for every language, all of them required.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from guide.load.data import Document, Key
from guide.problems import Place, Problem, listing, quote, suggestion

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Schema = Mapping[str, Any]

_HTML = re.compile(
    r"<\s*[A-Za-z/!?]|&(?:#\w+|\w+);|\b(?:javascript|vbscript|data)\s*:\S", re.IGNORECASE
)

#: Pages that a folder has beside those of its entries: no entry may have their names for an id.
RESERVED = ("index", "map")

_RESERVED = " or ".join(map(repr, RESERVED))

_UNWRITTEN = "write it here"

_TYPES = {
    "string": "text on the same line",
    "array": "a list: lines below that begin with '- '",
    "object": "fields: lines below such as 'name: value', with the same indent",
}

_KEBAB = "small letters a to z, figures and hyphens"
_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": _KEBAB,
    "^[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$": _KEBAB + ", with #heading if need be",
    "^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$": "a year, month or day (2024, 2024-05, 2024-05-31)",
    '^[^"&<>]*$': 'text without the signs " & < >',
    r'^https?://[^\s<>"]+$': "an address that begins with https:// or http://",
    r"^[1-4]\.[1-9]\.[1-9][0-9]?$": "the number of a success criterion of WCAG, such as 2.1.1",
    r"^[a-z0-9/-]+\.md$": "the file of a page below docs/<language>/, such as guide/logic.md",
    r'^[^\s@<>"]+@[^\s@<>"]+$': "an e-mail address such as name@example.org",
    "^[a-z]{2,3}/([a-z0-9]+(-[a-z0-9]+)*/)+$": "an address such as en/guide/old-name/",
    "^([a-z0-9]+(-[a-z0-9]+)*)?$": "an id on the page, or '' for its top",
    "^([a-z0-9-]+/)*[a-z0-9-]+\\.md$": "the path of a page such as guide/logic.md",
    "^([a-z0-9-]+/)*[a-z0-9-]+\\.md(#[a-z0-9-]+)?$": (
        "the path of a page such as guide/logic.md, with #heading if need be"
    ),
    "^[0-9a-f]{12}$": "twelve figures and letters a to f",
    "^[12][0-9]{3}-[01][0-9]-[0-3][0-9](\\.[1-9][0-9]*)?$": (
        "a day, with .2 for a second change of that day: 2026-11-23.2"
    ),
    "^[a-z0-9-]+( [a-z0-9-]+)*$": "ids with single spaces between",
    r"^\+?[0-9 ]+$": "a telephone number such as 029 534 5000",
}


def _is_date(value: object) -> bool:
    # Python reads further forms of ISO 8601, which readers of the data might not.
    try:
        return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def read_schema(root: Path, kind: str, languages: Sequence[str]) -> Schema:
    """The schema of a kind of file, such as 'concept', made exact for these languages."""
    schema = json.loads((root / "data" / "schema" / f"{kind}.json").read_text("utf-8"))
    exact = _inline(schema, schema.get("$defs", {}), languages)
    assert isinstance(exact, dict)
    return exact


def _inline(node: Any, definitions: Schema, languages: Sequence[str]) -> Any:
    """The node with references put in place and ``x-languages`` written out."""
    if isinstance(node, list):
        return [_inline(item, definitions, languages) for item in node]
    if not isinstance(node, dict):
        return node
    node = dict(node)
    reference = node.pop("$ref", None)
    if reference:
        node = {**definitions[reference.removeprefix("#/$defs/")], **node}
    each = node.pop("x-languages", None)
    if each:
        del node["patternProperties"]
        node["properties"] = {**node.get("properties", {}), **dict.fromkeys(languages, each)}
        node["required"] = [*node.get("required", []), *languages]
        node["x-languages"] = list(languages)
    return {
        name: _inline(value, definitions, languages)
        for name, value in node.items()
        if name != "$defs"
    }


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where and how a document departs from its schema."""

    document: Document
    key: Key
    #: What stands there, and what the broken rule of the schema says.
    value: Any
    wanted: Any
    #: The part of the schema that holds the rule.
    schema: Schema
    message: str

    @classmethod
    def of(cls, document: Document, error: ValidationError) -> _Fault:
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        key = tuple(error.absolute_path)
        return cls(document, key, error.instance, error.validator_value, schema, error.message)


# What was found when a document was last held against its schema: a preview asks at each change.
_found: dict[str, tuple[Document, Schema, list[Problem]]] = {}


def validate(document: Document, schema: Schema) -> list[Problem]:
    """Every way in which a document departs from its schema, or holds HTML."""
    known = _found.get(document.path)
    if known is None or known[0] is not document or known[1] != schema:
        known = _found[document.path] = document, schema, list(_departures(document, schema))
    return list(known[2])


def _departures(document: Document, schema: Schema) -> Iterator[Problem]:
    # Most are right, which is told in a tenth of the time that it takes to say what is wrong.
    if not quick(schema).is_valid(document.value):
        for error in in_words(schema).iter_errors(document.value):
            explain = _EXPLAIN.get(str(error.validator), _other)
            yield from explain(_Fault.of(document, error))
    texts = list(_texts(document.value, ()))
    yield from _html_problems(document, texts)
    yield from _blank_problems(document, texts)


def in_words(schema: Schema) -> Draft202012Validator:
    """Tells every way in which a document departs from a schema."""
    import jsonschema  # noqa: PLC0415 - it takes long to load, and most often nothing is wrong

    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date")(_is_date)
    return jsonschema.Draft202012Validator(schema, format_checker=formats)


# The validators of the schemas that were asked for last; each schema is one for many documents.
_MOST = 50
_validators: dict[int, tuple[Schema, jsonschema_rs.Draft202012Validator]] = {}


def quick(schema: Schema) -> jsonschema_rs.Draft202012Validator:
    """Tells whether a document is as a schema wants it, but not in words what is wrong with it."""
    known = _validators.get(id(schema))
    if known is None or known[0] is not schema:
        if len(_validators) >= _MOST:
            _validators.clear()
        validator = jsonschema_rs.Draft202012Validator(
            dict(schema), formats={"date": _is_date}, validate_formats=True
        )
        known = _validators[id(schema)] = schema, validator
    return known[1]


def fill_defaults(value: Any, schema: Schema) -> Any:
    """The value with the schema's defaults where an optional field is absent."""
    if isinstance(value, dict):
        filled = {name: fill_defaults(item, _field(schema, name)) for name, item in value.items()}
        for name, field in schema.get("properties", {}).items():
            if "default" in field:
                filled.setdefault(name, field["default"])
        return filled
    if isinstance(value, list):
        return [fill_defaults(item, schema.get("items", {})) for item in value]
    return value


def _field(schema: Schema, name: str) -> Schema:
    found: Schema = schema.get("properties", {}).get(name, {})
    return found


def _html_problems(document: Document, texts: Iterable[tuple[Key, str]]) -> Iterator[Problem]:
    for key, value in texts:
        if found := _HTML.search(value):
            yield Problem(
                document.place(*key),
                f"{_name(key)} holds HTML or script ({quote(value[found.start() :], 24)})",
                "data fields are plain text",
                "write the text without tags, character codes (such as &amp;) or script addresses",
            )


def _blank_problems(document: Document, texts: Iterable[tuple[Key, str]]) -> Iterator[Problem]:
    for key, value in texts:
        if value and not value.strip():
            yield Problem(
                document.place(*key),
                f"{_name(key)} is blank",
                "something is written there",
                "write it, or remove the field if it may be left out",
            )


def unwritten(field: str) -> str:
    """What stands in a new file where an editor is to write."""
    return f"{_UNWRITTEN} ({field})"


def unwritten_problems(document: Document) -> Iterator[Problem]:
    """Fields of a document that are still as in a new file."""
    waits = ", or set 'status: incomplete'" if "status" in document.value else ""
    remove = "remove the field if it may be left out"
    remedy = f"write it, {remove}{waits}" if waits else f"write it, or {remove}"
    for key, value in _texts(document.value, ()):
        if value.startswith(_UNWRITTEN):
            yield Problem(
                document.place(*key),
                f"{_name(key)} is still to be written",
                "what is on the site is complete",
                remedy,
            )


def _texts(value: Any, key: Key) -> Iterator[tuple[Key, str]]:
    """Every text in a value, with its path."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, (*key, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*key, number))
    elif isinstance(value, str):
        yield key, value


def _name(key: Key) -> str:
    """The field's name for a message: the last key that is a word."""
    words = [str(part) for part in key if isinstance(part, str)]
    return quote(words[-1]) if words else "the file"


def _meaning(schema: Schema, otherwise: str) -> str:
    """The first sentence of the field's description, to stand inside a message."""
    text = schema.get("description", "")
    first = re.split(r"(?<=[a-z')])\.(?:\s|$)", text)[0]
    return first[:1].lower() + first[1:] if first else otherwise


def _unknown_keys(fault: _Fault) -> Iterator[Problem]:
    known = list(fault.schema.get("properties", {}))
    for name in sorted(set(fault.value) - set(known)):
        yield Problem(
            fault.document.key_place(*fault.key, name),
            f"the key {quote(name)} is not known here{suggestion(name, known)}",
            f"the keys here are {listing(known, 'and') if known else 'codes of languages'}",
            "correct the spelling, or remove the key",
        )


def _missing_keys(fault: _Fault) -> Iterator[Problem]:
    for name in fault.wanted:
        if not fault.message.startswith(f"'{name}' is"):  # One error for each missing field.
            continue
        language = name in fault.schema.get("x-languages", [])
        within = f" in {_name(fault.key)}" if fault.key else ""
        yield Problem(
            fault.document.place(*fault.key),
            f"the {'language' if language else 'field'} {quote(name)} is missing{within}",
            "every language of the site is there"
            if language
            else _meaning(_field(fault.schema, name), "it is required"),
            f"add '{name}:' here",
        )


def _wrong_type(fault: _Fault) -> Iterator[Problem]:
    wanted = _TYPES[str(fault.wanted)]
    found = {dict: "fields", list: "a list", type(None): "empty"}
    yield Problem(
        fault.document.place(*fault.key),
        f"{_name(fault.key)} is {found.get(type(fault.value), quote(fault.value))}",
        f"{'this field' if fault.key else 'a data file'} holds {wanted}",
        "write it so",
    )


def _wrong_choice(fault: _Fault) -> Iterator[Problem]:
    choices = [str(choice) for choice in fault.wanted]
    yield Problem(
        fault.document.place(*fault.key),
        f"{_name(fault.key)} is {quote(fault.value)}{suggestion(str(fault.value), choices)}",
        f"the choices are {listing(choices, 'and')}",
        "choose one of them",
    )


def _wrong_form(fault: _Fault) -> Iterator[Problem]:
    form = _PATTERNS.get(str(fault.wanted), str(fault.wanted))
    remedy = f"write {form}"
    if form.startswith(_KEBAB):
        wrong = "has other characters than a-z, 0-9 and single hyphens"
        plain = ascii_name(str(fault.value))
        remedy = f"write {quote(plain)}" if plain else remedy
    else:
        wrong = "is not of the right form"
    yield Problem(
        fault.document.place(*fault.key),
        f"{_name(fault.key)} {quote(fault.value)} {wrong}",
        f"the form is: {form}",
        remedy,
    )


def _wrong_date(fault: _Fault) -> Iterator[Problem]:
    yield Problem(
        fault.document.place(*fault.key),
        f"{_name(fault.key)} is {quote(fault.value)}, which is no date",
        "dates are days of the calendar as year-month-day, such as 2026-11-23",
        "write the date in that form",
    )


def _empty(fault: _Fault) -> Iterator[Problem]:
    yield Problem(
        fault.document.place(*fault.key),
        f"{_name(fault.key)} is empty",
        _meaning(fault.schema, "something is written there"),
        "write it, or remove the field if it may be left out",
    )


def _repeated(fault: _Fault) -> Iterator[Problem]:
    items = list(fault.value)
    for number, item in enumerate(items):
        if item in items[:number]:
            yield Problem(
                fault.document.place(*fault.key, number),
                f"{quote(item)} stands twice in {_name(fault.key)}",
                "each item stands once",
                "delete one of them",
            )


def _other(fault: _Fault) -> Iterator[Problem]:
    yield Problem(
        fault.document.place(*fault.key),
        f"{_name(fault.key)}: {fault.message}",
        _meaning(fault.schema, "the schema says otherwise"),
        "compare with a file of the same kind",
    )


_EXPLAIN: Mapping[str, Callable[[_Fault], Iterator[Problem]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "enum": _wrong_choice,
    "pattern": _wrong_form,
    "format": _wrong_date,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "uniqueItems": _repeated,
}


def ascii_name(text: str) -> str:
    """Text as a slug: 'Vänort i Norden' becomes 'vanort-i-norden'; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def file_name_problem(path: Path, root: Path, ending: str) -> Problem | None:
    """A problem if the file's name cannot be an id, or ends in another way than its kind."""
    suggested = (ascii_name(path.stem) or "a-name") + ending
    if ending == ".yml" and path.stem in RESERVED:
        suggested = "another-name.yml"
    elif re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) and path.suffix == ending:
        return None
    return Problem(
        Place(path.relative_to(root).as_posix()),
        f"the file cannot be called {quote(path.name)}",
        f"its name is an id with {ending!r}: English words in {_KEBAB}, but not {_RESERVED}",
        f"rename the file to {quote(suggested)}, or remove it",
    )
