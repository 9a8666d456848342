"""A preview shows what was saved before all is read; and in the end, what a build would make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore, Thread

import pytest
from guide.preview import Preview

from live import Live
from tests.project import build, complaints, copy_fixture, edit

ORIGIN = "http://127.0.0.1:8000/"

BASICS, NETWORK = "docs/en/guide/basics.md", "data/concepts/network.yml"


class Editor:
    """Saves files of a copy of the fixture and looks at its preview, without a server."""

    def __init__(self, folder: Path) -> None:
        self.root = copy_fixture(folder / "project")
        shown = folder / "shown"
        shown.mkdir()
        self._live = Live(self.root, shown, ORIGIN)
        assert self.finish() == ""

    def save(self, name: str, old: str, new: str) -> bool:
        """Changes a file; whether the preview shows it before all else is read."""
        edit(self.root, name, old, new)
        return self._live.read_quickly([name])

    def finish(self) -> str:
        """Has all read; the mistakes."""
        mistakes = self._live.read()
        if not mistakes:
            self._live.use()
        return mistakes

    def see(self, path: str) -> str:
        return self.file(path).decode()

    def file(self, path: str) -> bytes:
        found = self._live.content(path)
        assert found, path
        return found[0].read_bytes()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PDF", "0")
        yield Editor(tmp_path_factory.mktemp("saved"))


def test_a_title_stands_at_once_on_its_page_and_wherever_its_language_lists_it(
    editor: Editor,
) -> None:
    """So it does on the page of all pages and that of a concept, which are made from data."""
    paths = ("/en/guide/", "/en/glossary/network/", "/en/site-map/", "/fi/opas/")
    seen = {path: editor.see(path) for path in paths}
    assert editor.save(BASICS, "title: Basics", "title: Newly")
    assert "<h1>Newly" in editor.see("/en/guide/basics/")
    assert all("Newly" in editor.see(path) for path in paths[:3])
    assert editor.see("/fi/opas/") == seen["/fi/opas/"]

    assert editor.finish() == ""
    assert all("Newly" in editor.see(path) for path in paths[:3])
    assert editor.save(BASICS, "title: Newly", "title: Basics")
    assert editor.see("/en/guide/") == seen["/en/guide/"]
    assert editor.finish() == ""
    assert {path: editor.see(path) for path in paths} == seen


def test_data_stand_at_once_on_their_page_and_where_they_are_listed(editor: Editor) -> None:
    start, members = "data/checklists/start.yml", "data/facts/members.yml"
    for name, old, new, paths in [
        (NETWORK, "group of", "Newly", ["/en/glossary/network/", "/en/guide/basics/"]),
        (
            NETWORK,
            "preferred: network",
            "preferred: newly",
            ["/en/glossary/", "/fi/sanasto/verkosto/"],
        ),
        (members, "en: 1,234", "en: Newly", ["/en/sources/", "/en/guide/basics/"]),
        (start, "en: Goal", "en: Newly", ["/en/checklists/start/"]),
        (start, "title: Before you start", "title: Newly", ["/en/checklists/"]),
        ("data/coverage.yml", "Networks are good", "Newly", ["/en/sources/handbook/"]),
        ("data/accessibility.yml", "The table is too wide", "Newly", ["/en/accessibility/"]),
    ]:
        seen = {path: editor.see(path) for path in paths}
        assert editor.save(name, old, new)
        for path in paths:
            assert "newly" in editor.see(path).lower(), path
        assert editor.save(name, new, old)
        assert {path: editor.see(path) for path in paths} == seen


def test_a_mistake_in_data_is_not_shown_but_told_and_what_mends_it_is_shown(editor: Editor) -> None:
    seen = editor.see("/en/glossary/network/")
    assert not editor.save(NETWORK, "status: draft", "status: drat")
    assert f"{NETWORK}:2:9: " in editor.finish()
    assert editor.see("/en/glossary/network/") == seen
    assert editor.save(NETWORK, "status: drat", "status: valid")
    assert editor.see("/en/glossary/network/") != seen
    assert editor.save(NETWORK, "status: valid", "status: draft")
    assert editor.see("/en/glossary/network/") == seen


def test_a_word_that_becomes_a_term_is_linked_wherever_it_stands(editor: Editor) -> None:
    name, term, basics = (
        "data/concepts/partnership.yml",
        "preferred: partnership",
        "/en/guide/basics/",
    )
    before = editor.see(basics)
    assert editor.save(name, term, f"{term}\n  admitted: [member]")
    assert editor.finish() == ""
    assert 'glossary/partnership/">members</a>' in editor.see(basics)
    assert editor.save(name, f"{term}\n  admitted: [member]", term)
    assert editor.finish() == ""
    assert editor.see(basics) == before


def test_what_is_shown_in_the_end_is_what_a_build_makes(editor: Editor) -> None:
    """Some changes are shown before all is read and some are not; pages move."""
    for path in ("/sv/", "/fi/opas/", "/en/glossary/", "/la/", "/en/guide/basics/"):
        editor.see(path)
    assert editor.save(BASICS, "title: Basics", "title: Newly")
    assert editor.save("docs/fi/index.md", "Lyhyt teksti.", "Uusi teksti.")
    assert editor.finish() == ""
    editor.see("/fi/opas/")
    assert not editor.save("docs/sv/guide/basics.md", "slug: grunderna", "slug: nytt")
    assert editor.save(NETWORK, "  slug: network", "  slug: net")
    editor.see("/en/glossary/net/")
    assert not editor.save("data/strings/la.yml", "Perge Latine", "Intra")
    assert editor.finish() == ""
    assert complaints(build(editor.root, SITE_URL=ORIGIN)) == []
    site = editor.root / "site"
    for made in [*site.rglob("index.html"), *site.rglob("*.json")]:
        address = made.relative_to(site).as_posix().removesuffix("index.html")
        assert editor.file(f"/{address}") == made.read_bytes(), address


class Slow:
    """A renderer that reads as slowly as it is told: a save is shown while it reads."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.reading, self.go_on = Semaphore(0), Semaphore(0)

    def read(self) -> str:
        self.reading.release()
        self.go_on.acquire()
        self.done.append("read")
        return ""

    def use(self) -> None:
        self.done.append("used")
        self.reading.release()

    def read_quickly(self, names: list[str]) -> bool:
        self.done += names
        return True

    def content(self, path: str) -> None:
        """Has no page."""

    def warm(self) -> bool:
        return False


def test_what_is_saved_while_all_is_read_is_shown_at_once_and_stays() -> None:
    renderer = Slow()
    preview = Preview(renderer, ())
    renderer.go_on.release()
    preview.read()
    Thread(target=preview.follow, daemon=True).start()
    for _ in range(2):
        renderer.reading.acquire()
    preview.update(["first"])
    renderer.reading.acquire()
    preview.update(["second"])
    renderer.go_on.release()
    renderer.reading.acquire()
    # What was read has the first change only, so that it is not used.
    assert renderer.done == ["read", "used", "first", "second", "read"]
    renderer.go_on.release()
    renderer.reading.acquire()
    assert renderer.done[5:] == ["read", "used"]
