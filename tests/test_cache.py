"""A site that is kept is never older than what it was built from."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from guide import cache

from tests.project import build, copy_fixture, edit, environment, own_cache

#: One of every kind of input: the file, what stands in it, and what stands there after a change.
INPUTS = [
    ("docs/fi/index.md", "Lyhyt teksti.", "Uusi teksti."),
    ("docs/includes/en/shared.md", "Shared text.", "Newly shared."),
    ("data/concepts/network.yml", "preferred: verkosto", "preferred: verkko"),
    ("data/strings/la.yml", "Perge Latine", "Intra"),
    ("overrides/main.html", "<body>", "<body><!--new-->"),
    ("overrides/assets/page.js", "for (", "void 0;\nfor ("),
    ("overrides/assets/styles/base.css", "--guide-ink:", "--new: 0; --guide-ink:"),
    ("hooks/guide/glossary.concept.md.j2", "{: .concept-definition }", "{: .new }"),
    ("hooks/events.py", '= "guide/", 180', '= "guide/", 9'),
    ("mkdocs.yml", "x_default: en", "x_default: fi"),
]


def tree(folder: Path) -> dict[str, str]:
    """Every file of a site, and the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small site, with a folder for what is kept that is its own."""
    return own_cache(copy_fixture(tmp_path))


@pytest.mark.parametrize(("name", "old", "new"), INPUTS, ids=[name for name, *_ in INPUTS])
def test_every_input_counts(root: Path, name: str, old: str, new: str) -> None:
    before = cache.inputs(root)
    edit(root, name, old, new)
    changed = cache.inputs(root)
    assert changed != before
    edit(root, name, new, old)
    assert cache.inputs(root) == before


def test_after_changes_of_every_kind_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    """Byte for byte, PDFs included, though sites, PDFs and words of before are kept."""
    kept = own_cache(copy_fixture(tmp_path / "kept"))
    clean = own_cache(copy_fixture(tmp_path / "clean"), words=False)
    before = make(kept)
    for name, old, new in INPUTS:
        for root in (kept, clean):
            edit(root, name, old, new)
    with ThreadPoolExecutor() as threads:
        after, made_anew = threads.map(make, (kept, clean))
    assert after == made_anew != before
    for name, old, new in INPUTS:
        edit(kept, name, new, old)
    assert make(kept) == before


def make(root: Path) -> dict[str, str]:
    """What `make site` makes."""
    done = subprocess.run(
        [sys.executable, "-m", "guide", "site"],
        cwd=root,
        env=environment(PYTHONPATH="hooks", PDF="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(root / "site")


def test_a_file_that_comes_goes_or_is_renamed_counts(root: Path) -> None:
    page = root / "docs/fi/index.md"
    seen = [cache.inputs(root)]
    (root / "overrides/new.html").write_text("new", "utf-8")
    seen.append(cache.inputs(root))
    page.rename(page.with_name("other.md"))
    seen.append(cache.inputs(root))
    page.with_name("other.md").unlink()
    seen.append(cache.inputs(root))
    assert len(set(seen)) == len(seen)


def test_the_address_of_the_site_counts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.inputs(root)
    monkeypatch.setenv("SITE_URL", "https://other.example/")
    assert cache.inputs(root) != before


def test_installed_packages_count(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path / "packages")
    (tmp_path / "packages/thing-1.0.dist-info").mkdir(parents=True)
    before = cache.inputs(root)
    (tmp_path / "packages/thing-1.0.dist-info").rename(tmp_path / "packages/thing-1.1.dist-info")
    assert cache.inputs(root) != before


def test_a_kept_site_is_what_a_build_makes(root: Path) -> None:
    assert build(root).returncode == 0
    made = tree(root / "site")
    digest = cache.inputs(root)
    cache.keep(root, digest)
    untouched = (root / "site/fi/index.html").stat().st_mtime_ns
    (root / "site/index.html").write_text("changed by hand", "utf-8")
    (root / "site/stray.txt").write_text("left behind", "utf-8")
    (root / "site/fi/outside").symlink_to(root / "docs")
    (root / "site/404.html").unlink()
    assert cache.restore(root, digest)
    assert tree(root / "site") == made
    assert not (root / "site/fi/outside").exists()
    assert (root / "docs").exists()
    # What is right is not written again.
    assert (root / "site/fi/index.html").stat().st_mtime_ns == untouched


def test_what_is_broken_or_of_other_inputs_is_not_taken(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site/index.html").write_text("made", "utf-8")
    digest = cache.inputs(root)
    cache.keep(root, digest)
    edit(root, "docs/fi/index.md", "Lyhyt teksti.", "Uusi teksti.")
    assert not cache.restore(root, cache.inputs(root))
    (kept,) = (root / ".cache/sites").iterdir()
    content = bytearray(kept.read_bytes())
    content[-3] ^= 1
    kept.write_bytes(content)
    assert not cache.restore(root, digest)
    assert (root / "site/index.html").read_text("utf-8") == "made"
