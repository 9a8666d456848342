"""Words are looked up once: when `make` sets up, or beside the reading of data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.project import copy_fixture, environment, own_cache

CHECK = """\
from pathlib import Path
from guide import learning
from guide.check import check
from guide.grammar import finnish
from guide.words import Words

def refuse(*asked):
    raise AssertionError(f"was not looked up beforehand: {asked}")

learning.begin(Path())
finnish._analyses = Words._await_rest = refuse
_, pages, problems = check(Path())
print(len(pages), problems)
"""

CHECK_ASKING_NOTHING = """\
from pathlib import Path
from guide.check import check
from guide.grammar import dictionary, finnish

def refuse(*asked):
    raise AssertionError(f"was not looked up beforehand: {asked}")

finnish._analyses = dictionary.lemma_of = refuse
_, pages, problems = check(Path())
print(len(pages), problems)
"""


def run(root: Path, *arguments: str) -> str:
    """What Python prints in a project."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment(PYTHONPATH="hooks"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def pages_without_problems(printed: str) -> int:
    pages, problems = printed.split(maxsplit=1)
    assert problems == "[]\n"
    return int(pages)


def test_a_check_waits_for_no_words_but_those_that_come_first(tmp_path: Path) -> None:
    root = own_cache(copy_fixture(tmp_path))
    (root / ".cache/words-fi.json").unlink()
    assert pages_without_problems(run(root, "-c", CHECK)) > 10
    # What comes later is kept for the search and the next build.
    assert "joukko" in (root / ".cache/words-fi.json").read_text("utf-8")


def test_after_set_up_a_check_asks_no_dictionary(tmp_path: Path) -> None:
    root = own_cache(copy_fixture(tmp_path), words=False)
    run(root, "-m", "guide.prepare")
    assert pages_without_problems(run(root, "-c", CHECK_ASKING_NOTHING)) > 10
