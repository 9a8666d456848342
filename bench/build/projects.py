"""Projects of any size to build, and the same pages as a plain site of MkDocs and Material."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import yaml
from guide.check import check
from guide.load.schema import ascii_name
from guide.model import Site

from tests.project import copy_site

#: The paragraphs of a made-up page.
PARAGRAPHS = 8

#: The made-up pages of a section of the navigation.
SECTION = 25

_STOCK = """\
site_name: Stock
site_url: https://stock.example/
theme:
  name: material
  font: false
nav:
{nav}
plugins:
  - search
  - i18n:
      docs_structure: folder
      fallback_to_default: false
      languages:
        - {{locale: sv, name: Svenska, default: true}}
        - {{locale: fi, name: Suomi}}
        - {{locale: en, name: English}}
markdown_extensions: [admonition, attr_list, def_list]
validation:
  nav: {{omitted_files: ignore, not_found: ignore}}
  links: {{anchors: ignore, absolute_links: ignore, unrecognized_links: ignore, not_found: ignore}}
"""


def grown(folder: Path, pages: int) -> Path:
    """The real site with so many pages in each language.

    It has as many of its own concepts as fit into half of them, and made-up guides: paragraphs of
    the real ones, drawn anew for each page, in sections of the navigation.
    """
    root = copy_site(folder)
    for name in ("addresses", "changes", "translations.lock", "coverage.yml"):
        _remove(root / "data" / name)
    if pages < len(list((root / "data/concepts").glob("*.yml"))) * 2:
        _shrink(root)
    site, generated, problems = check(root)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    there = (len(site.pages) + len(generated)) // len(site.codes)
    _add_guides(root, site, pages - there)
    return root


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _shrink(root: Path) -> None:
    """Leaves out the data that a small site has no room for, and the links to it."""
    for name in ("concepts", "checklists", "paths"):
        _remove(root / "data" / name)
        (root / "data" / name).mkdir()
    gone = r"\[([^\]]*)\]\([^)]*(?:glossary|checklists|paths)/(?!index)[^)]*\)"
    for path in (root / "docs").rglob("*.md"):
        text = re.sub(gone, r"\1", path.read_text("utf-8"))
        text = re.sub(r"^quotes:\n(?:  - .*\n)+", "", text, count=1, flags=re.MULTILINE)
        path.write_text(text, "utf-8")


def _add_guides(root: Path, site: Site, count: int) -> None:
    names = [f"guide/made-{number}.md" for number in range(count)]
    for code in site.codes:
        random = Random(1)  # noqa: S311 - the same pages each time
        paragraphs = list(_paragraphs(root, code))
        for number, name in enumerate(names):
            chosen = random.sample(paragraphs, PARAGRAPHS)
            body = "".join(
                f"## Part {n} {{#part-{n}}}\n\n{text}\n\n" for n, text in enumerate(chosen, 1)
            )
            (root / "docs" / code / name).write_text(
                f"---\ntitle: Page {number}\nslug: made-{number}\n"
                f"description: Page {number}.\nreviewed: 2026-11-23\n---\n\n{body}",
                "utf-8",
            )
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    last = re.findall(r"^ +- guide/.*\n", text, re.MULTILINE)[-1]
    listed = "".join(f"      - {name}\n" for name in names)
    settings.write_text(text.replace(last, last + listed), "utf-8")


def _paragraphs(root: Path, code: str) -> Iterator[str]:
    """Plain paragraphs of the real guides."""
    for path in sorted((root / "docs" / code / "guide").glob("*.md")):
        body = path.read_text("utf-8").split("\n---\n", 1)[-1]
        for part in body.split("\n\n"):
            text = part.strip()
            if re.match(r"[A-ZÅÄÖ]", text) and not re.search(r"[{}\[\]<>#]|\n[-:*]", text):
                yield text


def with_terms(folder: Path, table: Path, concepts: int) -> Path:
    """A site with so many concepts of a table: lines of an address and a label in each language.

    Labels that two concepts have, or that are no terms of ours, are passed over.
    """
    root = copy_site(folder)
    for name in ("addresses", "changes", "translations.lock", "coverage.yml"):
        _remove(root / "data" / name)
    _shrink(root)
    for number, row in enumerate(islice(_rows(table), concepts)):
        entry = {
            "subject": "forms",
            "status": "draft",
            "reviewed": "2026-11-23",
            "related": [f"made-{n}" for n in (number - 1, number + 1) if 0 <= n < concepts],
            "sources": ["column-2021"],
            **{
                code: {
                    "slug": f"{ascii_name(label)}-{number}",
                    "preferred": label,
                    "definition": "x",
                }
                for code, label in row.items()
            },
        }
        text = yaml.safe_dump(entry, allow_unicode=True, sort_keys=False)
        (root / f"data/concepts/made-{number}.yml").write_text(text, "utf-8")
    return root


def _rows(table: Path) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            labels = {code: (row.get(code) or "").strip() for code in ("sv", "fi", "en")}
            forms = {f"{code} {label.lower()}" for code, label in labels.items()}
            plain = all(re.fullmatch(r"[^\W\d_][\w -]{2,40}", text) for text in labels.values())
            if plain and not forms & seen and all(map(ascii_name, labels.values())):
                seen |= forms
                yield labels


def stock(root: Path, folder: Path) -> Path:
    """The pages of a project as our hooks would hand them to Python-Markdown, without the hooks."""
    site, generated, _ = check(root)
    for page in site.pages:
        body = "\n".join(line.text for line in page.lines)
        _write(folder, page.language, page.source, f"# {page.title}\n\n{body}\n")
    for made in generated:
        _write(folder, made.language, made.source, f"# {made.title}\n{made.body}")
    listed = re.findall(
        r"^ +- ([\w/-]+\.md)$", (root / "mkdocs.yml").read_text("utf-8"), re.MULTILINE
    )
    nav = "".join(f"  - {name}\n" for name in listed)
    (folder / "mkdocs.yml").write_text(_STOCK.format(nav=nav), "utf-8")
    return folder


def _write(folder: Path, code: str, source: str, text: str) -> None:
    path = folder / "docs" / code / source
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
