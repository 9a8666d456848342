"""The site's marks: its web manifest, which names it where a reader keeps it on a home screen."""

from __future__ import annotations

import json

from guide.model import Language

#: The name of the manifest in the folder of each language.
MANIFEST = "manifest.webmanifest"

#: The folder of the marks in the built site.
FOLDER = "assets/marks"

#: The file of each icon, its size in pixels and its type.
ICONS = (
    ("favicon.svg", "any", "image/svg+xml"),
    ("apple-touch-icon.png", "180x180", "image/png"),
    ("icon-512.png", "512x512", "image/png"),
)

#: The ground of the icons and pictures.
GROUND = "#12394a"


def manifest(language: Language) -> str:
    """The web manifest of a language, as JSON; addresses in it begin at its own folder.

    It opens in a browser's window as any page, so that the reader can always see the address.
    """
    fields = {
        "name": language.strings["site.name"],
        "description": language.strings["site.description"],
        "lang": language.code,
        "start_url": "./",
        "scope": "../",
        "display": "browser",
        "theme_color": GROUND,
        "background_color": GROUND,
        "icons": [
            {"src": f"../{FOLDER}/{name}", "sizes": size, "type": kind}
            for name, size, kind in ICONS
        ],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
