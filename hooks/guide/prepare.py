"""What `make` makes ready once, when it has installed the packages: ``python -m guide.prepare``.

Dictionaries are unpacked, the project's words looked up in them, and our templates compiled. A
build does itself what is not ready.
"""

from __future__ import annotations

from pathlib import Path

from guide import learning, rendering
from guide.grammar import MODULES, dictionary

if __name__ == "__main__":
    dictionary.unpack()
    learning.begin(Path.cwd(), MODULES)
    rendering.compile_all()
