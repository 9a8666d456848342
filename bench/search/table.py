"""Plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Bytes.
KB = 1000


def show(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints rows below their heads, numbers to the right."""
    lines = [heads, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = zip(line, widths, lines[-1], strict=True)
        print("  ".join(_cell(*cell) for cell in cells).rstrip())
    print(flush=True)


def _cell(text: str, width: int, below: str) -> str:
    """A cell of a column; that of numbers ends in one."""
    return text.rjust(width) if below[:1].isdigit() else text.ljust(width)
