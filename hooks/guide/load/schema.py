"""Checks a data file against its schema, and writes the skeleton of a new one from it.

``data/schema/*.json`` is the only description of the fields. It serves editors as it stands;
here it is first made exact for the languages of the site: an object marked ``x-languages``
has one field of the given kind for every language, all of them required.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from guide.load.data import Document, Key
from guide.problems import Place, Problem, listing, quote, suggestion

Schema = Mapping[str, Any]

_FORMATS = FormatChecker(formats=())

_HTML = re.compile(r"<\s*[A-Za-z/!?]|&(?:#\w+|\w+);|\b(?:javascript|vbscript|data)\s*:\S", re.I)

_TYPES = {
    "string": "text",
    "array": "a list (lines that begin with '- ')",
    "object": "fields ('name: value'), indented below",
}

_KEBAB = "small letters a to z, figures and hyphens"
_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": _KEBAB,
    "^[a-z0-9]+(-[a-z0-9]+)*(#[a-z0-9]+(-[a-z0-9]+)*)?$": _KEBAB + ", with #heading if need be",
    r"^https?://[^\s<>\"]+$": "an address that begins with https:// or http://",
}


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and bool(date.fromisoformat(value)))


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
    return {
        name: _inline(value, definitions, languages)
        for name, value in node.items()
        if name != "$defs"
    }


def validate(document: Document, schema: Schema, languages: Sequence[str]) -> list[Problem]:
    """Every way in which a document departs from its schema, or holds HTML."""
    validator = Draft202012Validator(schema, format_checker=_FORMATS)
    problems = []
    for error in validator.iter_errors(document.value):
        explain = _EXPLAIN.get(str(error.validator), _other)
        problems.extend(explain(document, error, languages))
    problems.extend(_html_problems(document, document.value, ()))
    return problems


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


def _html_problems(document: Document, value: Any, key: Key) -> Iterator[Problem]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _html_problems(document, item, (*key, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _html_problems(document, item, (*key, number))
    elif isinstance(value, str) and (found := _HTML.search(value)):
        yield Problem(
            document.place(*key),
            f"{_name(key)} holds HTML or script ({quote(value[found.start() :], 24)})",
            "data fields are plain text",
            "write the text without tags, character codes (such as &amp;) or script addresses",
        )


def _name(key: Key) -> str:
    """The field's name for a message: the last key that is a word."""
    words = [str(part) for part in key if isinstance(part, str)]
    return quote(words[-1]) if words else "the file"


def _meaning(schema: Any, otherwise: str) -> str:
    """The first sentence of the field's description, to stand inside a message."""
    text = schema.get("description", "") if isinstance(schema, dict) else ""
    first = re.split(r"(?<=[a-z')])\.(?:\s|$)", text)[0]
    return first or otherwise


def _unknown_keys(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    known = list(error.schema.get("properties", {}))  # type: ignore[union-attr]
    key = tuple(error.absolute_path)
    for name in sorted(set(error.instance) - set(known)):
        yield Problem(
            document.key_place(*key, name),
            f"the key {quote(name)} is not known here{suggestion(name, known)}",
            f"the keys here are {listing(known)}",
            "correct the spelling, or remove the key",
        )


def _missing_keys(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    for name in error.validator_value:  # type: ignore[union-attr]
        if not error.message.startswith(f"'{name}' is"):  # One error for each missing field.
            continue
        language = name in languages
        within = f" in {_name(key)}" if key else ""
        yield Problem(
            document.place(*key),
            f"the {'language' if language else 'field'} {quote(name)} is missing{within}",
            "every language of the site is there"
            if language
            else _meaning(_field(error.schema, name), "it is required"),  # type: ignore[arg-type]
            f"add '{name}:' here",
        )


def _wrong_type(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    wanted = _TYPES[str(error.validator_value)]
    text = error.validator_value == "string" and not isinstance(error.instance, (dict, list))
    found = {dict: "fields", list: "a list", type(None): "nothing"}.get(
        type(error.instance), quote(error.instance)
    )
    yield Problem(
        document.place(*key),
        f"{_name(key)} is {found}",
        f"{wanted} was expected here",
        "put it in quotation marks, or write the text" if text else f"write {wanted}",
    )


def _wrong_choice(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    choices = [str(choice) for choice in error.validator_value]  # type: ignore[union-attr]
    yield Problem(
        document.place(*key),
        f"{_name(key)} is {quote(error.instance)}{suggestion(str(error.instance), choices)}",
        f"it is {listing(choices)}",
        "choose one of them",
    )


def _wrong_form(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    form = _PATTERNS.get(str(error.validator_value), f"the form {error.validator_value}")
    remedy = f"write it with {form}"
    if form.startswith(_KEBAB):
        wrong = "has other characters than a-z, 0-9 and single hyphens"
        plain = ascii_name(str(error.instance))
        remedy = f"write {quote(plain)}" if plain else remedy
    else:
        wrong = "is not of the right form"
    yield Problem(
        document.place(*key),
        f"{_name(key)} {quote(error.instance)} {wrong}",
        f"it has {form}",
        remedy,
    )


def _wrong_date(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    yield Problem(
        document.place(*key),
        f"{_name(key)} is {quote(error.instance)}, which is no date",
        "a day of the calendar as year-month-day, such as 2026-11-23",
        "write the date in that form",
    )


def _empty(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    yield Problem(
        document.place(*key),
        f"{_name(key)} is empty",
        _meaning(error.schema, "something is written there"),
        "write it, or remove the field if it may be left out",
    )


def _repeated(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    items = list(error.instance)
    for number, item in enumerate(items):
        if item in items[:number]:
            yield Problem(
                document.place(*key, number),
                f"{quote(item)} stands twice in {_name(key)}",
                "each item stands once",
                "delete one of them",
            )


def _other(
    document: Document, error: ValidationError, languages: Sequence[str]
) -> Iterator[Problem]:
    key = tuple(error.absolute_path)
    yield Problem(
        document.place(*key),
        f"{_name(key)}: {error.message}",
        _meaning(error.schema, "the schema says otherwise"),
        "compare with a file of the same kind",
    )


_EXPLAIN: Mapping[
    str, Callable[[Document, ValidationError, Sequence[str]], Iterator[Problem]]
] = {
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


def skeleton(kind: str, schema: Schema, name: str) -> str:
    """A new data file that passes the check, with every field explained in a comment.

    Args:
        kind: The schema's name, such as 'concept'.
        schema: The exact schema; its ``examples`` fill the required fields.
        name: The new file's id; it fills the slugs and ids.
    """
    lines = [
        f"# yaml-language-server: $schema=../schema/{kind}.json",
        *_comment(schema.get("description", ""), 0),
        "# A line that begins with # is a comment: delete it when you have read it.",
    ]
    lines += _skeleton_fields(schema, name, 0)
    return "\n".join(lines) + "\n"


def _skeleton_fields(schema: Schema, name: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for field, field_schema in schema["properties"].items():
        if depth == 0 or field_schema.get("description"):
            yield ""
        required = field in schema.get("required", [])
        yield from _comment(field_schema.get("description", ""), depth)
        opening = f"{indent}{field}:"
        if not required:
            yield f"{indent}# {field}:"
        elif field_schema["type" if "type" in field_schema else "enum"] == "object":
            yield opening
            yield from _skeleton_fields(field_schema, name, depth + 1)
        elif field_schema.get("items", {}).get("type") == "object":
            yield opening
            inner = list(_skeleton_fields(field_schema["items"], name, depth + 2))
            inner = [line for line in inner if line]
            first = next(n for n, line in enumerate(inner) if not line.lstrip().startswith("#"))
            yield from (line.replace("  ", "", 1) for line in inner[:first])
            yield f"{indent}  - {inner[first].lstrip()}"
            yield from inner[first + 1 :]
        else:
            value = _skeleton_value(field, field_schema, name)
            yield from [opening + " " + value] if isinstance(value, str) else [
                opening,
                *(f"{indent}  - {item}" for item in value),
            ]


def _skeleton_value(field: str, schema: Schema, name: str) -> str | list[str]:
    if "examples" in schema:
        example: str | list[str] = schema["examples"][0]
        return example
    if field in ("slug", "id"):
        return name
    if "enum" in schema:
        return str(schema["enum"][0])
    return f"write the text here ({field})"


def _comment(text: str, depth: int) -> list[str]:
    return [f"{'  ' * depth}# {text}"] if text else []


def file_name_problem(path: Path, root: Path) -> Problem | None:
    """A problem if the file's name cannot be an id."""
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        return None
    return Problem(
        Place(path.relative_to(root).as_posix()),
        f"the file's name {quote(path.stem)} cannot be an id",
        f"ids are English words in {_KEBAB}",
        f"rename the file to {quote((ascii_name(path.stem) or 'a-name') + path.suffix)}",
    )
