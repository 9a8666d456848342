"""A new data file with every field explained, written from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from textwrap import indent

from guide.load.schema import Schema, unwritten

# What no new file has: it was nowhere else before.
_LATER = ("moved", "moved_anchors")

_NOTE = "# A line that begins with # is a comment: delete it when you have read it."


def skeleton(kind: str, schema: Schema, name: str) -> str:
    """A new data file that passes the check.

    Optional fields are there as comments. The languages have the same fields, so only the first
    of them explains its own.

    Args:
        kind: The schema's name, such as 'concept'.
        schema: The exact schema; its ``examples`` fill the required fields.
        name: The new file's id; it fills the slugs.
    """
    opening = [
        f"# yaml-language-server: $schema=../schema/{kind}.json",
        f"# {schema['description']}",
        _NOTE,
    ]
    later_languages = schema["x-languages"][1:]
    blocks = [
        "\n".join(_field(field, schema, name, explain=field not in later_languages))
        for field in schema["properties"]
        if field not in _LATER
    ]
    return "\n\n".join(["\n".join(opening), *blocks]) + "\n"


def _field(field: str, within: Schema, name: str, *, explain: bool) -> Iterator[str]:
    """The lines of one field: its explanation, and its value or, if optional, its form."""
    schema = within["properties"][field]
    if explain and "description" in schema:
        yield f"# {schema['description']}"
    optional = field not in within["required"]
    for line in _value(field, schema, name, explain=explain):
        yield f"# {line}" if optional else line


def _value(field: str, schema: Schema, name: str, *, explain: bool) -> Iterator[str]:
    if schema.get("type") == "object":
        yield f"{field}:"
        yield from _indented(_fields(schema, name, explain=explain))
    elif schema.get("type") == "array":
        yield f"{field}:"
        yield from _indented(_items(field, schema, name, explain=explain))
    else:
        yield f"{field}: {_text(field, schema, name)}"


def _fields(schema: Schema, name: str, *, explain: bool) -> Iterator[str]:
    for field in schema["properties"]:
        if field not in _LATER:
            yield from _field(field, schema, name, explain=explain)


def _items(field: str, schema: Schema, name: str, *, explain: bool) -> Iterator[str]:
    """The lines of a list with one item; comments on its first field stand above the item."""
    items = schema["items"]
    if items["type"] != "object":
        yield from (f"- {item}" for item in schema.get("examples", [[unwritten(field)]])[0])
        return
    lines = list(_fields(items, name, explain=explain))
    comments = list(takewhile(lambda line: line.startswith("#"), lines))
    first, *others = lines[len(comments) :]
    yield from (*comments, f"- {first}")
    yield from _indented(iter(others))


def _text(field: str, schema: Schema, name: str) -> str:
    if "examples" in schema:
        return str(schema["examples"][0])
    if schema.get("format") == "date":
        return date.today().isoformat()  # noqa: DTZ011 - the editor's own day
    if field == "slug":
        return name
    return str(schema["enum"][0]) if "enum" in schema else unwritten(field)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (indent(line, "  ") for line in lines)
