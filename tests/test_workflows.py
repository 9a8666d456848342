"""What a forge runs: the same commands as everyone, and nothing that a stranger could misuse."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*"))

#: The one job that may write.
WRITER = ("landed.yml", "publish-ledger")


def workflow(path: Path) -> dict[str, Any]:
    # To YAML, 'on' is a word for true; as text all keys are what they look like.
    loaded = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - only text
    assert isinstance(loaded, dict)
    return loaded


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in FILES:
        for name, job in workflow(path)["jobs"].items():
            yield path.name, name, job


JOBS = list(jobs())
STEPS = [(file, name, step) for file, name, job in JOBS for step in job["steps"]]


def test_the_workflows_are_those_that_are_meant() -> None:
    assert {path.name: set(workflow(path)["on"]) for path in FILES} == {
        "accessibility.yml": {"schedule", "workflow_dispatch"},
        "check.yml": {"pull_request", "push"},
        "landed.yml": {"push"},
        "links.yml": {"schedule", "workflow_dispatch"},
    }


def test_what_may_write_is_run_for_main_only() -> None:
    assert workflow(ROOT / ".github/workflows/landed.yml")["on"]["push"] == {"branches": ["main"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_secret_and_nothing_of_a_stranger_is_run_with_rights(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert "secrets" not in text
    assert "github.token" not in text
    assert workflow(path)["permissions"] == {"contents": "read"}


def test_one_job_may_write() -> None:
    permissions = {
        (file, name): job["permissions"] for file, name, job in JOBS if "permissions" in job
    }
    assert permissions == {WRITER: {"contents": "write"}}


def test_no_job_keeps_the_token_but_the_one_that_pushes() -> None:
    kept = {
        (file, name): step["with"]["persist-credentials"]
        for file, name, step in STEPS
        if step.get("uses", "").startswith("actions/checkout@")
    }
    assert set(kept) == {(file, name) for file, name, _ in JOBS}
    assert [job for job, value in kept.items() if value != "false"] == [WRITER]


def test_no_text_of_a_stranger_is_put_into_a_command() -> None:
    """Names of branches and titles are texts of strangers; '${{ }}' would make code of them."""
    assert [step["run"] for _, _, step in STEPS if "${{" in step.get("run", "")] == []


def test_every_action_is_pinned_by_commit_to_one_version() -> None:
    pinned: dict[str, set[str]] = {}
    for path in FILES:
        for line in path.read_text("utf-8").splitlines():
            if "uses:" in line:
                found = re.fullmatch(
                    r"\s*- uses: (actions/[a-z-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", line
                )
                assert found, line
                pinned.setdefault(found[1], set()).add(found[2])
    assert {name: len(versions) for name, versions in pinned.items()} == dict.fromkeys(pinned, 1)
    assert sum("uses" in step for _, _, step in STEPS) >= len(pinned) > 0


def test_every_command_of_make_is_there() -> None:
    """Make says what it would do for each, and does nothing."""
    named = [
        target
        for _, _, step in STEPS
        for target in re.findall(r"\bmake(?: --\S+)* ([a-z-]+)", step.get("run", ""))
    ]
    assert {"check", "site", "summary", "links", "accessibility"} <= set(named)
    for target in [*named, "pull-request"]:
        command = [
            "make",
            "--dry-run",
            "--assume-old=.venv/site",
            "--assume-old=.venv/test",
            target,
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), target


def test_what_a_forge_runs_of_ci_is_there() -> None:
    """Tests are run as everyone runs them, and the ledger is published as on any forge."""
    named = [(file, n) for file, _, s in STEPS for n in re.findall(r"\.ci/\w+", s.get("run", ""))]
    assert named == [("check.yml", ".ci/run"), ("landed.yml", ".ci/landed")]
    assert all((ROOT / name).stat().st_mode & 0o100 for _, name in named)


def test_any_forge_can_run_the_same() -> None:
    """One command checks, builds and tells, in this order."""
    command = ["make", "--dry-run", "--assume-old=.venv/site", "pull-request", "BASE=HEAD^1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = re.findall(r"python -m guide ([a-z]+)(.*)", done.stdout)
    assert [name for name, _ in told] == ["check", "site", "summary"]
    assert told[-1][1].strip() == "--base 'HEAD^1'"
