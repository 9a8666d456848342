"""The schemas serve editors as they stand: they are sound, explain every field and fit the data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from guide.load import KINDS
from guide.load.data import read_data
from guide.load.schema import in_words, quick, read_schema
from jsonschema import Draft202012Validator

from tests.project import ROOT

SCHEMAS = sorted((ROOT / "data/schema").glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


def fields(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for value in node.values():
            yield from fields(value)
    elif isinstance(node, list):
        for value in node:
            yield from fields(value)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_schema_is_sound(path: Path) -> None:
    Draft202012Validator.check_schema(read(path))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_field_is_described(path: Path) -> None:
    for name, field in fields(read(path)):
        assert field.get("description") or "/section" in field.get("$ref", ""), name


@pytest.mark.parametrize("folder", [*KINDS, "strings", "addresses"])
def test_data_fits_the_schema_as_an_editor_sees_it(folder: str) -> None:
    """Without the languages written out, and by the file that the data's first line names."""
    kind = {**KINDS, "addresses": "ledger"}.get(folder, "strings")
    validator = Draft202012Validator(read(ROOT / f"data/schema/{kind}.json"))
    paths = sorted((ROOT / "data" / folder).glob("*.yml"))
    assert paths or folder == "withdrawn"
    for path in paths:
        document, problems = read_data(ROOT, path)
        assert problems == []
        assert [error.message for error in validator.iter_errors(document.value)] == []
        first = path.read_text("utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../schema/{kind}.json"


#: What is put in the place of each value in turn; the last is no field of anything.
WRONG: tuple[Any, ...] = (
    None,
    "",
    " ",
    "Ä b",
    "2026-02-30",
    "20260230",
    "a\n",
    [],
    [None],
    {},
    {"x": "y"},
)

#: How many wrong documents are looked at, more or less.
MANY = 1_000


def changed(value: Any) -> Iterator[Any]:
    """The value with one part of it wrong, missing, doubled or added, in every way."""
    yield from WRONG
    if isinstance(value, dict):
        yield {**value, "other": "x"}
        for name, item in value.items():
            yield {other: each for other, each in value.items() if other != name}
            yield from ({**value, name: wrong} for wrong in changed(item))
    elif isinstance(value, list):
        yield [*value, *value]
        for number, item in enumerate(value):
            rest = value[:number], value[number + 1 :]
            yield from ([*rest[0], wrong, *rest[1]] for wrong in changed(item))


@pytest.mark.parametrize("folder", [*sorted(KINDS.keys() - {"withdrawn"}), "strings"])
def test_what_is_told_to_be_right_in_a_moment_is_right(folder: str) -> None:
    """One library says whether a document is as its schema wants it, another says what is not."""
    schema = read_schema(ROOT, KINDS.get(folder, "strings"), ("sv", "fi", "en"))
    largest = max((ROOT / "data" / folder).glob("*.yml"), key=lambda path: path.stat().st_size)
    document, _ = read_data(ROOT, largest)
    every = list(changed(document.value))
    some = every[:: 1 + len(every) // MANY]
    right = [value for value in some if quick(schema).is_valid(value)]
    assert all(in_words(schema).is_valid(value) for value in right)
    assert 0 < len(right) < len(some)
