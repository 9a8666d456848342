"""The site's modules as one plain script, and data as scripts that hand it over.

The modules are ours and written in one way, which a few patterns understand; whatever they do not
understand is refused.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from guide.edition.refused import Refused

#: The script of all modules, and the script of what is read from a folder.
NAME, PACK = "edition.js", "files.js"

_START = (Path(__file__).parent / "start.js").read_text("utf-8")

# import { a, b as c } from "./x.js";
_STATIC = re.compile(r'(?<![\w.$])import\s*\{([^{}]*)\}\s*from\s*"(\.{1,2}/[^"?]+)"\s*;?')
# import(…)
_DYNAMIC = re.compile(r"(?<![\w.$])import\s*\(")
# export function a, export const a
_EXPORT = re.compile(r"(?<![\w.$])export\s+((?:async\s+)?(?:function|class|const|let)\b\s*(\w+))")
# Any other form, but not a name in quotation marks.
_OTHER = re.compile(r"""(?<![\w.$"'`-])(?:import\s*[\w{*."(]|export\s+[\w{*]|export\{).{0,40}""")


def bundle(modules: Mapping[str, str]) -> str:
    """A plain script that holds the modules and starts those that the page names.

    Args:
        modules: The texts by their paths below the folder of scripts: ``search/search.js``.

    Raises:
        Refused: A module has a form of import or export that is not known here.
    """
    factories = ",\n".join(
        f"{json.dumps(name)}: (guideImport, guideLater, fetch) => {{\n{_factory(name, text)}}}"
        for name, text in sorted(modules.items())
    )
    return f"{_START}\nguideStart({{\n{factories},\n}});\n"


def _factory(name: str, text: str) -> str:
    """The body of a function that does what the module does, and gives what it exports."""
    folder = posixpath.dirname(name)
    exported = [found[2] for found in _EXPORT.finditer(text)]

    def imported(found: re.Match[str]) -> str:
        names = re.sub(r"\s+as\s+", ": ", found[1])
        path = posixpath.normpath(posixpath.join(folder, found[2]))
        return f"const {{{names}}} = guideImport({json.dumps(path)});"

    body = _STATIC.sub(imported, _EXPORT.sub(r"\1", text))
    body = _DYNAMIC.sub(f"guideLater({json.dumps(folder)}, ", body)
    if other := _OTHER.search(body):
        raise Refused(
            f"{name} has {other[0]!r}, a form of import or export that an edition does not know",
            "expected 'import { a } from \"./b.js\"', 'import(\"./b.js\")', or 'export' before a "
            "function, a class or a constant",
            "write it so",
        )
    return f"{body}\nreturn {{ {', '.join(exported)} }};\n"


def pack(texts: Mapping[str, str]) -> str:
    """A script that hands over the texts of files by their names."""
    handed = {name: _with_files(name, text) for name, text in sorted(texts.items())}
    return f"guideFiles({json.dumps(handed, ensure_ascii=False, separators=(',', ':'))});\n"


def _with_files(name: str, text: str) -> str:
    """A file of data whose own ``url``, if it has one, names the file of a page."""
    if not name.endswith(".json"):
        return text
    data = json.loads(text)
    if not isinstance(data, dict) or not str(data.get("url", "")).endswith("/"):
        return text
    return json.dumps(
        data | {"url": f"{data['url']}index.html"}, ensure_ascii=False, separators=(",", ":")
    )
