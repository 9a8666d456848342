"""The folder of the site after a build has nothing in it that the build did not write."""

from __future__ import annotations

from pathlib import Path

from guide import output

from tests.project import build, copy_fixture


def write(path: Path, text: str = "text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_what_is_written_again_stays_and_the_rest_goes(tmp_path: Path) -> None:
    site, outside = tmp_path / "site", write(tmp_path / "outside/kept.txt")
    kept, gone = write(site / "sv/index.html"), write(site / "fi/old/index.html")
    hidden = write(site / ".well-known/security.txt")
    (site / "link.txt").symlink_to(outside)
    (site / "folder").symlink_to(outside.parent)
    output.begin(str(site))
    assert not output.is_new(kept)
    assert not output.is_new(site / "never.html")
    write(kept, "")  # Even if there is nothing in it.
    assert output.is_new(kept)
    output.end(str(site))
    assert sorted(path for path in site.rglob("*") if path.is_file()) == [hidden, kept]
    assert not gone.parent.parent.exists()
    assert outside.read_text("utf-8") == "text"


def test_there_need_be_no_folder_yet(tmp_path: Path) -> None:
    output.begin(str(tmp_path / "site"))
    output.end(str(tmp_path / "site"))


def test_a_file_in_the_place_of_the_folder_is_a_message(tmp_path: Path) -> None:
    root = copy_fixture(tmp_path)
    write(root / "site")
    done = build(root)
    assert done.returncode != 0
    assert "site/: the folder of the built site cannot be written (Not a directory);" in done.stderr
    assert "Traceback" not in done.stderr
