"""Entries of a list out of pasted text: lines, or cells of a worksheet, one entry a row."""

import re
from typing import Final

_BULLETS: Final = "・･●○◦‣•"
_CELL: Final = re.compile(r'"((?:[^"]|"")*\n(?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')
"""A worksheet quotes the cells that hold line feeds, and only those."""


def pasted_entries(text: str) -> list[str]:
    """The entries of a pasted text without blank ones. Cells of one row are joined by a space.

    Line feeds inside a cell go. A bullet at the head is the list's own decoration and is left out.
    """
    rows: list[list[str]] = [[]]
    text = "\n".join(text.splitlines())
    place = 0
    while place <= len(text):
        found = _CELL.match(text, place)
        if found is None:
            break
        quoted = found[1]
        rows[-1].append(_clean(found[2] if quoted is None else quoted.replace('""', '"')))
        place = found.end() + 1
        if text[found.end() : place] == "\n":
            rows.append([])
    entries = (" ".join(cell for cell in row if cell) for row in rows)
    return [entry for entry in entries if entry]


def _clean(cell: str) -> str:
    return "".join(line.strip() for line in cell.splitlines()).lstrip(_BULLETS).strip()
