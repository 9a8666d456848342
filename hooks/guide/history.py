"""What a page said in a language when it was last confirmed, as git remembers it.

The lock keeps digests only; the text is in the newest commit whose text has the digest. It is read
by what reads the project itself, from a folder of its own.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from guide.content import digest
from guide.git import git
from guide.load.data import read_data
from guide.load.prose import INCLUDES, read_page
from guide.load.schema import read_schema
from guide.load.translated import data_paths, translated_data, translated_page
from guide.model import Site
from guide.revisions import write_files

#: So many changes of a page are looked at before its text is said to be lost.
FURTHEST = 100

# What was found; a digest never means another text.
_found: dict[tuple[str, str, str], tuple[str, ...]] = {}


def confirmed_text(site: Site, name: str, code: str) -> tuple[str, ...] | None:
    """What the page said in the language when it was confirmed, or None if git does not know."""
    key = (name, code, site.confirmed[name].digests[code])
    if key not in _found:
        paths = data_paths(name) or [f"docs/{code}/{name}.md", f"docs/{INCLUDES}/{code}"]
        log = git(site.root, "log", f"-{FURTHEST}", "--format=%H", "--", *paths)
        for commit in log.decode().split():
            text = _text_at(site, commit, paths, name, code)
            if text is not None and digest(text) == key[2]:
                _found[key] = text
                break
    return _found.get(key)


def _text_at(
    site: Site, commit: str, paths: list[str], name: str, code: str
) -> tuple[str, ...] | None:
    """What the page said in a commit; None if it was not there, or could not be read."""
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        if not write_files(site.root, commit, paths, root):
            return None
        if paths[0].startswith("data/"):
            document, _ = read_data(root, root / paths[0])
            readable = isinstance(document.value, dict)
            return translated_data(document, site.codes)[code] if readable else None
        schema = read_schema(site.root, "page", site.codes)
        page, _, _ = read_page(root, code, f"{name}.md", schema)
        return translated_page(page) if page else None
