"""Entries of a list out of pasted text: lines, or cells of a worksheet, one entry a row."""

from typing import Final

from dxplanner.domain.pasted import cells_of_text

_BULLETS: Final = "・･●○◦‣•"


def pasted_entries(text: str) -> list[str]:
    """The entries of a pasted text without blank ones. Cells of one row are joined by a space.

    Line feeds inside a cell go. A bullet at the head is the list's own decoration and is left out.
    """
    rows = cells_of_text("\n".join(text.splitlines()))
    entries = (" ".join(filter(None, map(_clean, row))) for row in rows)
    return [entry for entry in entries if entry]


def _clean(cell: str) -> str:
    return "".join(line.strip() for line in cell.splitlines()).lstrip(_BULLETS).strip()
