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


def test_a_check_waits_for_no_words_but_those_that_come_first(tmp_path: Path) -> None:
    root = own_cache(copy_fixture(tmp_path))
    (root / ".cache/words-fi.json").unlink()
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=root,
        env=environment(PYTHONPATH="hooks"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages, problems = done.stdout.split(maxsplit=1)
    assert int(pages) > 10
    assert problems == "[]\n"
    # What comes later is kept for the search and the next build.
    assert "joukko" in (root / ".cache/words-fi.json").read_text("utf-8")


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


def test_after_set_up_a_check_asks_no_dictionary(tmp_path: Path) -> None:
    root = own_cache(copy_fixture(tmp_path), words=False)
    for command in (["-m", "guide.prepare"], ["-c", CHECK_ASKING_NOTHING]):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=root,
            env=environment(PYTHONPATH="hooks"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    pages, problems = done.stdout.split(maxsplit=1)
    assert int(pages) > 10
    assert problems == "[]\n"
