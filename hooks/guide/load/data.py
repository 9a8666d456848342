"""YAML to plain values, with the place of every value.

The text is composed to nodes and never constructed to Python objects, so no tag can run code;
anchors and aliases are refused, so no small file can grow to a large one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from guide.load.text import Unreadable, invisible, invisible_problem, read_text
from guide.problems import Place, Problem, quote

#: A path into a value: names of keys and numbers of items.
Key = tuple[str | int, ...]

#: How deep values may lie within each other. Ours need six levels.
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Document:
    """A data file: its value, and where each part of the value stands."""

    path: str
    value: Any
    #: Where each value begins.
    values: Mapping[Key, Place] = field(default_factory=dict)
    #: Where the key of each value in a mapping begins.
    keys: Mapping[Key, Place] = field(default_factory=dict)

    def place(self, *key: str | int) -> Place:
        """Where the value at ``key`` stands, or the nearest one around it."""
        for end in range(len(key), -1, -1):
            if key[:end] in self.values:
                return self.values[key[:end]]
        return Place(self.path)

    def key_place(self, *key: str | int) -> Place:
        """Where the key itself stands, or else its value."""
        return self.keys.get(key) or self.place(*key)


def read_data(root: Path, path: Path, *, foreign: bool = False) -> tuple[Document, list[Problem]]:
    """A data file and every problem of its form; see ``parse_data``."""
    name = path.relative_to(root).as_posix()
    try:
        text = read_text(root, path)
    except Unreadable as error:
        return Document(name, None), [error.problem]
    return parse_data(name, text, foreign=foreign)


def parse_data(
    path: str, text: str, *, first_line: int = 1, foreign: bool = False
) -> tuple[Document, list[Problem]]:
    """YAML text to a document, with every problem of its form.

    Args:
        path: The file's path from the project's root, for messages.
        text: The YAML.
        first_line: The line of the file on which ``text`` begins.
        foreign: Whether the file is not ours to shape (mkdocs.yml): its tags pass.

    Returns:
        The document (its value None if it cannot be read) and the problems found.
    """
    document, problems = _parsed(path, text, first_line, foreign=foreign)
    return document, list(problems)  # Others are added to it.


@lru_cache(maxsize=20_000)
def _parsed(
    path: str, text: str, first_line: int, *, foreign: bool
) -> tuple[Document, list[Problem]]:
    """Remembers what was parsed: a preview reads every file at each change of one."""
    try:
        if _FEATURES.search(text) and (
            refused := list(_refuse_features(path, text, first_line, foreign=foreign))
        ):
            return Document(path, None), refused
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return Document(path, None), [_syntax_problem(path, text, error, first_line)]
    if node is None:
        missing = Problem(
            Place(path, first_line),
            "there is no data, only comments",
            "every data file says something",
            "write its fields, or delete the file",
        )
        return Document(path, None), [missing]
    reader = _Reader(path, first_line)
    value = reader.read(node, ())
    return Document(path, value, reader.values, reader.keys), reader.problems


# A file without these has no anchor, alias, tag or code of a letter, and does not lie deep: no
# bracket within another, and few signs that begin a list or indent it.
_FEATURES = re.compile(r"[&*!\\]|[\[{][^\]}]*[\[{]|^[ ?-]{17}", re.MULTILINE)


def _refuse_features(path: str, text: str, first_line: int, *, foreign: bool) -> Iterator[Problem]:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark, tag = event.start_mark, getattr(event, "tag", None)
        assert mark is not None
        place = Place(path, mark.line + first_line, mark.column + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Problem(
                place,
                f"the anchor or alias {quote(getattr(event, 'anchor', ''))} is not used here",
                "data files say everything in full, without & and *",
                "write the text out; put it in quotation marks if it begins with & or *",
            )
            return
        if character := invisible(getattr(event, "value", "")):
            yield invisible_problem(place, character)  # It is written as a code, such as "\\x02".
        if tag and tag != "tag:yaml.org,2002:str" and not foreign:
            yield Problem(
                place,
                f"the tag {quote(tag)} is not used here",
                "data files hold plain text, lists and fields",
                "remove the tag; put the text in quotation marks if it begins with !",
            )
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > DEEPEST:
            yield Problem(
                place,
                f"the data lies more than {DEEPEST} levels deep",
                "our data files have at most six levels",
                "look for a bracket or an indent that was not meant",
            )
            return


def _syntax_problem(path: str, text: str, error: yaml.YAMLError, first_line: int) -> Problem:
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    context = getattr(error, "context", None)
    mark = getattr(error, "problem_mark", None)
    if mark is None and hasattr(error, "position"):
        before = text[: error.position]
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
    else:
        line, column = (mark.line, mark.column) if mark else (0, 0)
    return Problem(
        Place(path, line + first_line, column + 1),
        f"the YAML cannot be read ({context + ', ' if context else ''}{reason})",
        "fields are written 'name: value', lists '- item', with the same indent for equals",
        "look at this line and the one before it; put text that contains ': ' in quotation marks",
    )


class _Reader:
    """Turns nodes to values and remembers their places."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.values: dict[Key, Place] = {}
        self.keys: dict[Key, Place] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, key: Key) -> Any:
        self.values[key] = self.place(node)
        if isinstance(node, yaml.MappingNode):
            return self.read_mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*key, number)) for number, item in enumerate(node.value)]
        # All that is written is text, as an editor means it: 'no' is a word, and so is 2026-11-23.
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    def read_mapping(self, node: yaml.MappingNode, key: Key) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name = str(name_node.value)
            inner = (*key, name)
            if inner in self.keys:
                self.problems.append(
                    Problem(
                        self.place(name_node),
                        f"the key {quote(name)} stands twice (first on line "
                        f"{self.keys[inner].line})",
                        "each key stands once",
                        "join the two, or delete one of them",
                    )
                )
                continue
            self.keys[inner] = self.place(name_node)
            mapping[name] = self.read(value_node, inner)
        return mapping

    def place(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        return Place(self.path, mark.line + self.first_line, mark.column + 1)
