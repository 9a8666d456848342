"""Whatever is typed into a content file, the check answers with problems, never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from guide.check import check
from guide.problems import report

from tests.project import copy_fixture

PIECES = [
    ": ", "- ", "\n", "  ", "\t", "#", "{", "}", "[", "]", "&a ", "*a", "!x ", "'", '"', "|", ">",
    "---\n", "null", "[]", "{}", "{!", "!}", "{!shared.md!}", "## x {#y}\n", "<b>", "%", "\x00",
    "\u2028", "é", "ö", "\U0001f600", "sv:\n", "id: ", "[x](y.md)", "](", "(#", "{day}", "..", "/",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_never_end_in_a_traceback(tmp_path: Path, seed: int) -> None:
    root = copy_fixture(tmp_path)
    files = [
        path
        for folder in ("data/concepts", "data/checklists", "data/strings", "docs", "data/sources")
        for path in sorted((root / folder).rglob("*.*"))
    ]
    files.append(root / "mkdocs.yml")
    chance = random.Random(seed)  # noqa: S311 - the same edits every time
    found = 0
    for _ in range(60):
        path = chance.choice(files)
        original = path.read_text("utf-8")
        text = original
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(text) + 1)
            end = start + chance.choice([0, 0, 1, 3, 20])
            text = text[:start] + chance.choice(PIECES) + text[end:]
        path.write_text(text, "utf-8")
        problems = check(root)[2]
        report(problems, annotate=True)
        found += bool(problems)
        path.write_text(original, "utf-8")
    assert found > 30
    assert check(root)[2] == []
