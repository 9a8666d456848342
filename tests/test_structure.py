"""The house rules: who imports whom, and what a clean clone must not carry."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.project import ROOT

PACKAGE = ROOT / "hooks" / "guide"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: What each part of the package may import of the others. A folder is one part.
MAY_IMPORT = {
    "problems": set(),
    "model": {"problems"},
    "git": set(),
    "clock": set(),
    "load": {"beside", "model", "problems", "git"},
    "rules": {"model", "problems"},
    "languages": {"model"},
    "addresses": {"model"},
    "templates": set(),
    "rendering": {"templates", "model"},
    "moves": {"model", "problems", "addresses"},
    "targets": set(),
    "typography": set(),
    "blocks": set(),
    "output": set(),
    "promises": {"model", "problems", "addresses", "moves"},
    "content": {"model", "addresses", "facts"},
    "versions": {"model", "addresses", "clock", "content", "git", "moves"},
    "ledger": {"model", "clock", "load", "addresses", "content", "moves", "promises", "versions"},
    "translations": {"model", "problems", "content"},
    "revisions": {"git"},
    "history": {"model", "load", "content", "git", "revisions"},
    "difference": set(),
    "behind": {"model", "load", "difference", "history", "translations", "versions"},
    "reviews": {"model"},
    "sentences": {"model", "problems", "passages"},
    "forge": {"problems", "rendering"},
    "outside": {"model", "problems", "load"},
    "asking": set(),
    "links": {"model", "problems", "asking", "forge", "outside"},
    "earlier": {"model", "problems", "load", "git", "outside", "revisions"},
    "summary": {
        "clock",
        "model",
        "problems",
        "load",
        "addresses",
        "moves",
        "content",
        "versions",
        "translations",
        "difference",
        "references",
        "sentences",
        "forge",
        "outside",
        "earlier",
        "check",
    },
    "citations": {"model", "languages"},
    "references": {"model", "addresses"},
    "facts": {"model", "citations"},
    "lettering": set(),
    "neighbours": {"model", "languages", "lettering"},
    "grammar": set(),
    "tokens": set(),
    "words": {"grammar"},
    "learning": {"beside", "grammar", "words", "learner"},
    "prepare": {"grammar", "learning", "rendering"},
    "beside": set(),
    "learner": {"words", "passages", "recognition", "search"},
    "recognition": {"grammar", "tokens"},
    "passages": {"model", "problems"},
    "linking": {"model", "passages", "recognition"},
    "terms": {"model", "languages", "words", "recognition", "linking", "rendering"},
    "usage": {"model", "passages", "recognition"},
    "wording": {"model", "problems", "grammar", "passages", "recognition", "rendering"},
    "search": {"model", "blocks", "grammar", "words", "recognition", "terms"},
    "recognise": {
        "model",
        "problems",
        "load",
        "grammar",
        "words",
        "passages",
        "recognition",
        "terms",
    },
    "report": {
        "model",
        "load",
        "facts",
        "grammar",
        "words",
        "tokens",
        "passages",
        "recognition",
        "linking",
        "terms",
        "usage",
    },
    "glossary": {
        "model",
        "languages",
        "addresses",
        "lettering",
        "neighbours",
        "rendering",
        "references",
        "citations",
    },
    "subjects": {"model", "languages", "addresses", "lettering", "rendering", "references"},
    "checklists": {"model", "languages", "addresses", "rendering", "references", "citations"},
    "paths": {
        "model",
        "languages",
        "addresses",
        "lettering",
        "rendering",
        "references",
        "citations",
    },
    "sources": {"model", "languages", "addresses", "rendering", "references", "citations"},
    "sitemap": {"model", "languages", "addresses", "rendering", "references"},
    "handouts": {
        "model",
        "problems",
        "languages",
        "addresses",
        "references",
        "citations",
    },
    "statement": {"model", "languages", "addresses", "rendering", "references", "citations"},
    "editors": {
        "model",
        "languages",
        "addresses",
        "rendering",
        "references",
        "behind",
        "reviews",
        "translations",
    },
    "withdrawals": {"model", "languages", "addresses", "rendering", "references"},
    "changes": {"model", "languages", "addresses", "rendering", "references"},
    "feed": {"model", "addresses", "rendering", "references"},
    "record": {"model", "languages", "rendering", "versions"},
    "linked_data": {"model", "addresses", "rendering", "versions"},
    "anchors": set(),
    "marks": {"model"},
    "social": {"model", "marks"},
    "generate": {
        "model",
        "addresses",
        "references",
        "glossary",
        "subjects",
        "checklists",
        "paths",
        "sources",
        "changes",
        "sitemap",
        "statement",
        "editors",
        "withdrawals",
        "editions",
    },
    "check": {
        "model",
        "beside",
        "problems",
        "load",
        "rules",
        "addresses",
        "promises",
        "generate",
        "terms",
        "usage",
        "wording",
        "edition",
        "grammar",
        "words",
    },
    "assets": set(),
    "edition": {"model", "problems", "addresses", "languages"},
    "editions": {"model", "addresses", "languages", "references", "rendering"},
    "skeleton": {"load"},
    "cache": {"clock", "git", "learning", "words"},
    "preview": set(),
    "__main__": {"cache", "commands"},
    "commands": {
        "clock",
        "asking",
        "cache",
        "links",
        "summary",
        "problems",
        "load",
        "behind",
        "check",
        "ledger",
        "recognise",
        "report",
        "skeleton",
        "edition",
        "reviews",
        "translations",
        "versions",
    },
    "__init__": set(),
}


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The full names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_part_is_listed() -> None:
    assert {part(path) for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    parts = {name.split(".")[1] for name in imported(path) if name.startswith("guide.")}
    assert parts - {part(path)} <= MAY_IMPORT[part(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_package_knows_nothing_of_mkdocs(path: Path) -> None:
    assert not {name for name in imported(path) if name.split(".")[0].startswith("mkdocs")}


def test_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text("utf-8")
        packages = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE | re.IGNORECASE)
        assert packages
        assert all(re.match(r"[\w.-]+==\S+ .*\\$", line) for line in packages)
        assert text.count("--hash=sha256:") >= len(packages)
        assert "://" not in text


def test_every_dependency_says_why() -> None:
    for name in ("requirements.in", "requirements-test.in"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.match(r"[a-z0-9-]+ +# \w+", line), line


def test_ci_runs_what_the_readme_names() -> None:
    commands = [
        line
        for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["make test"]
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
