"""The same prose as a plain site of MkDocs and Material, with Material's defaults.

Two things are better for Material than its defaults would be: it is given no web font, which it
would fetch from another host, and only one language, so its search index holds a third.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.project import ROOT, environment

_SETTINGS = """\
site_name: {name}
theme:
  name: material
  language: {code}
  font: false
markdown_extensions: [admonition, attr_list, def_list]
"""

#: A text that several pages share, where it stands.
_INCLUDE = re.compile(r"\{!(.+?)!\}")


def build(folder: Path, code: str) -> Path:
    """Builds the prose of a language there without our hooks; gives the site.

    What only our hooks understand, links to concepts and figures, leads nowhere.
    """
    prose = folder / "docs"
    shutil.copytree(ROOT / "docs" / code, prose)
    included = ROOT / "docs" / "includes" / code
    for page in prose.rglob("*.md"):
        text = page.read_text("utf-8")
        text = _INCLUDE.sub(lambda found: (included / found[1]).read_text("utf-8"), text)
        page.write_text(text, "utf-8")
    settings = _SETTINGS.format(name=f"stock {code}", code=code)
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"The stock site cannot be built:\n{done.stdout}{done.stderr}")
    return folder / "site"
