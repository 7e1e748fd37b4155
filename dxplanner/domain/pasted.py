"""Ranges of cells as text, as Excel puts them on the clipboard and takes them from there.

Cells are parted by tabs, rows by line ends. A cell that holds a tab or a line feed stands in quotation
marks, with its own ones doubled; any other cell is written as it is, even with quotation marks in it.
"""

import re
from collections.abc import Sequence
from typing import Final

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_PLAIN: Final = re.compile(r"[^\t\n]*")
_LINE_ENDS: Final = re.compile(r"\r\n?")


def cells_of_text(text: str) -> list[list[str]]:
    """The cells of a copied range, row by row; the line end behind the last row makes no row of its own."""
    if not text:
        return []
    text = _LINE_ENDS.sub("\n", text).removesuffix("\0").removesuffix("\n")
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place == len(text):
            return rows
        if text[place] == "\n":
            rows.append([])
        place += 1


def text_of_cells(rows: Sequence[Sequence[str]]) -> str:
    """Cells as a text for Excel; ``cells_of_text`` reads the same cells back."""
    return "".join("\t".join(map(_written, row)) + "\r\n" for row in rows)


def _cell(text: str, place: int) -> tuple[str, int]:
    """The cell that begins at a place, and where it ends."""
    quoted = _QUOTED.match(text, place)
    # Excel quotes what holds a tab or a line feed; 「"甲"」 without them is a text with quotation marks.
    if quoted is not None and any(sign in quoted[1] for sign in ("\n", "\t", '""')):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, place)
    end = place if plain is None else plain.end()
    return text[place:end], end


def _written(cell: str) -> str:
    cell = _LINE_ENDS.sub("\n", cell)
    if cell.startswith('"') or "\n" in cell or "\t" in cell:
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell
